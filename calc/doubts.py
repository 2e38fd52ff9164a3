"""What a result is in doubt about: an announced price nobody has confirmed, a calendar that ends, a retired model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calc import text
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Floor, Unknown
from calc.engine.grounds import facts_of
from calc.facts import hours
from calc.facts.price_rows import PriceInForce

ROW = "api_price_row"


def other_prices(base: Evaluation) -> list[tuple[PriceInForce, str]]:
    """The price rows that may hold instead of the one in force, each with the reason in a sentence."""
    kept = base.kept_of(ROW)
    if "others" not in kept:
        kept["others"] = _other_prices(base)
    found: list[tuple[PriceInForce, str]] = kept["others"]
    return found


def _other_prices(base: Evaluation) -> list[tuple[PriceInForce, str]]:
    priced = None if ROW in base.pins else base.get(ROW)
    if priced is None or isinstance(priced, Unknown):
        return []
    found = []
    if priced.pending is not None:
        new = PriceInForce(priced.key, priced.file, priced.pending)
        found.append((new, _unconfirmed(priced)))
    for one, _ in [(priced, ""), *found]:
        calendars = hours.unknown_days(one.row.windows, base.snapshot.day, base.snapshot.calendars)
        if calendars:
            found.append((replace(one, pending=None, assume_holidays=True), _unknown_days(base, calendars[0])))
    return found


def _unconfirmed(priced: PriceInForce) -> str:
    since = text.day(priced.pending.since) if priced.pending else ""
    return f"Another price of {priced.model} was announced for {since}; nobody has checked since whether it came."


def _unknown_days(base: Evaluation, calendar: str) -> str:
    last = text.day(base.snapshot.calendars[calendar].last)
    return f"The calendar {calendar} is known up to {last}; whether the days beyond are holidays is not."


def reasons(base: Evaluation, name: str) -> list[str]:
    """Why a result is unknown, a floor or a range, and what else a reader must know; each a sentence or a clause."""
    value = base.get(name)
    found = value.reason.split("; ") if isinstance(value, Unknown | Floor) else []
    if name in base.graph.descendants[ROW]:
        for other, reason in other_prices(base):
            if base.overlay({ROW: other}).get(name) != value:
                found.append(reason)
    return list(dict.fromkeys([*found, *_retired(base, name)]))


def _retired(base: Evaluation, name: str) -> Iterator[str]:
    """Models that went into the result and are retired: they keep their last rate."""
    keys = [fact.key for fact in facts_of(base, name) if fact.key.startswith("api_model.")]
    for model in dict.fromkeys(key.split(".", 1)[1].rpartition(".")[0] for key in keys):
        status = base.snapshot.fact("api_model", model, "status")
        if status is not None and status.value == "retired" and f"api_model.{model}.status" not in keys:
            yield f"{model} is retired since {text.day(status.date)}; its last rates are used."
