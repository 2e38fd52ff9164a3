"""Lookups of how prices moved: the first and the last price of a tier, and for how long they are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from calc import text
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.nodes import Node, lookup
from calc.engine.rules import FirstKnown, Literal, Lookup, Reader, Rule
from calc.facts.drift import (
    LEAST_MODELS,
    TIER_NAMES,
    Cheapest,
    Middle,
    Mix,
    cheapest_over_time,
    middle_over_time,
    steps,
    with_a_middle,
)
from calc.facts.fact import row_fact
from calc.units import DAYS_PER_MONTH

DEPS = ("price_tier", "input_tok_per_request", "output_tok_per_request")
GROUP = "drift"


def nodes() -> list[Node]:
    """The lookups of this group, in the order of lists."""
    first, last = 0, -1
    named = [
        ("tier_history_months", "Known for", _months(all_cheapest), "For how long prices of the tier are known."),
        ("cheapest_then_usd_per_mtok", "Cheapest, first", _cheapest(first), "Price of the cheapest on the first day."),
        ("cheapest_now_usd_per_mtok", "Cheapest, last", _cheapest(last), "Price of the cheapest model on the day."),
        (
            "median_history_months",
            "Middle known for",
            _months(with_middle),
            "For how long it has had three models.",
        ),
        (
            "median_then_usd_per_mtok",
            "Middle, first",
            _median(first),
            "Middle price on the first day with three.",
        ),
        ("median_now_usd_per_mtok", "Middle, last", _median(last), "Middle price of the tier's models on the day."),
        ("tier_models_count", "Models on sale", _count, "Models of the tier that their makers sell and that we keep."),
        ("price_cuts_count", "Prices cut", _steps(0), "How often the price of one and the same model was cut."),
        ("price_rises_count", "Prices raised", _steps(1), "How often the price of one and the same model was raised."),
    ]
    return [_tier(), *(_plain(name, Reader(read, DEPS), about, label) for name, label, read, about in named)]


def _tier() -> Node:
    rule = FirstKnown((Lookup("api_model", "api_model", "tier", dated=False), Literal("small")))
    about = "Which tier's prices are looked at; that of the API model by default. The tier is our own judgement."
    return replace(
        _plain("price_tier", rule, about, "Tier"), value_kind="choice", choices=tuple(TIER_NAMES.items()), low=None
    )


def _plain(name: str, rule: Rule, about: str, label: str) -> Node:
    return lookup(name, rule, about, group=GROUP, label=label)


def mix_of(evaluation: Evaluation) -> Mix:
    """The workload's mix of input and output."""
    return Mix(evaluation.get("input_tok_per_request"), evaluation.get("output_tok_per_request"))


def _tier_and_mix(evaluation: Evaluation) -> tuple[str, Mix]:
    return str(evaluation.get("price_tier")), mix_of(evaluation)


def all_cheapest(evaluation: Evaluation) -> list[Cheapest]:
    """The cheapest models of the chosen tier at the workload's mix, up to the day."""
    return cheapest_over_time(evaluation.snapshot, *_tier_and_mix(evaluation))


def with_middle(evaluation: Evaluation) -> list[Middle]:
    """Its middle prices, from the day on which there are enough models."""
    return with_a_middle(middle_over_time(evaluation.snapshot, *_tier_and_mix(evaluation)))


def _missing(evaluation: Evaluation, least: int = 1) -> Unknown:
    tier, day = TIER_NAMES[str(evaluation.get("price_tier"))], text.day(evaluation.snapshot.day)
    few = "no model" if least == 1 else f"fewer than {least} models"
    return Unknown(f"{few} of the {tier} tier {'has' if least == 1 else 'have'} a price that is known on {day}")


def _months(found_by: Callable[[Evaluation], Sequence[Cheapest | Middle]]) -> Callable[[Evaluation, str], Any]:
    def read(evaluation: Evaluation, _name: str) -> Any:
        found = found_by(evaluation)
        days = (_day(evaluation.snapshot.day) - _day(found[0].day)).days if found else 0
        if not days:
            return _missing(evaluation, 1 if found_by is all_cheapest else LEAST_MODELS)
        return days / DAYS_PER_MONTH

    return read


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _cheapest(index: int) -> Callable[[Evaluation, str], Any]:
    def read(evaluation: Evaluation, name: str) -> Any:
        found = all_cheapest(evaluation)
        if not found:
            return _missing(evaluation)
        priced = found[index].priced
        evaluation.facts_read[name] = row_fact(priced, "output_usd_per_mtok", priced.row.output_usd_per_mtok)
        return found[index].usd_per_mtok

    return read


def _median(index: int) -> Callable[[Evaluation, str], Any]:
    def read(evaluation: Evaluation, _name: str) -> Any:
        found = with_middle(evaluation)
        return found[index].usd_per_mtok if found else _missing(evaluation, LEAST_MODELS)

    return read


def _count(evaluation: Evaluation, _name: str) -> Any:
    found = middle_over_time(evaluation.snapshot, *_tier_and_mix(evaluation))
    return float(found[-1].models_count) if found else 0.0


def _steps(which: int) -> Callable[[Evaluation, str], Any]:
    return lambda evaluation, _name: float(steps(evaluation.snapshot, evaluation.get("price_tier"))[which])
