"""What a result is in doubt about: an announced price nobody has confirmed, a calendar that ends, a retired model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from calc import options, text
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Gap
from calc.engine.grounds import facts_of
from calc.options import Doubt, assumptions, unconfirmed

ROW = "api_price_row"
TWIN = "hosted_twin_model"


def doubts_of(base: Evaluation, name: str) -> list[Sequence[Doubt]]:
    """The doubts about the prices that a node may rest on: one list for each model that has any."""
    below = base.graph.descendants

    def value(target: str, *under: Any) -> Any:
        return (base.overlay(*under) if under else base).get(target)

    return options.doubts_of(value, api=name in below[ROW], hosted=name in below[TWIN])


def other_cases(base: Evaluation, name: str) -> list[dict[str, Any]]:
    """Overrides for every way in which the prices that a node may rest on can be others than those in force."""
    return assumptions(doubts_of(base, name))


def reasons(base: Evaluation, name: str) -> list[str]:
    """Why a result is unknown, a floor or a range, and what else a reader must know; each a sentence or a clause."""
    value = base.get(name)
    found = value.reason.split("; ") if isinstance(value, Gap) else []
    for doubt in (one for model in doubts_of(base, name) for one in model):
        if any(base.overlay(case).get(name) != value for case in assumptions([[doubt]])):
            found.append(doubt.reason)
    return list(dict.fromkeys([*found, *_of_models(base, name)]))


def _of_models(base: Evaluation, name: str) -> Iterator[str]:
    """Models that went into the result and are retired: they keep their last rate; others named with a price in doubt.

    Others are those of a whole tier: its cheapest counts at the price that was last seen.
    """
    keys = [fact.key for fact in facts_of(base, name) if fact.key.startswith("api_model.")]
    for model in dict.fromkeys(key.split(".", 1)[1].rpartition(".")[0] for key in keys):
        called, status = base.snapshot.label("api_model", model), base.snapshot.fact("api_model", model, "status")
        if status is not None and status.value == "retired" and f"api_model.{model}.status" not in keys:
            yield f"{called} is retired since {text.day(status.date)}; its last rates are used."
        priced = base.snapshot.price(model) if name in base.graph.descendants["price_tier"] else None
        for row in priced.pending if priced else ():
            yield unconfirmed(called, row.since)
