"""Prices that may hold instead of the one in force: announced for a day that has passed, or on unknown holidays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from calc import text
from calc.engine.evaluate import Evaluation
from calc.engine.labels import counted
from calc.engine.nodes import Node, lookup
from calc.engine.rules import Literal, Reader
from calc.facts import hours
from calc.facts.catalog import Snapshot
from calc.facts.price_rows import PriceInForce
from calc.options import ASSUMED, DOUBTS, Doubt, unconfirmed


def nodes() -> list[Node]:
    """What is taken to hold, and what there is to doubt about the chosen API's price."""
    doubts = Reader(_doubts, ("api_price_row",))
    return [
        lookup(ASSUMED, Literal(None), "Price rows taken to hold while a doubt is looked at.", "record", hidden=True),
        lookup(DOUBTS, doubts, "Price rows that may hold instead of the one in force.", "record", hidden=True),
    ]


def _doubts(evaluation: Evaluation, _name: str) -> Sequence[Doubt]:
    priced = evaluation.get("api_price_row")
    if not isinstance(priced, PriceInForce) or "api_price_row" in evaluation.pins:
        return ()
    return tuple(_about(priced, evaluation.snapshot))


def _about(priced: PriceInForce, snapshot: Snapshot) -> Iterator[Doubt]:
    """Prices announced for a day that has passed, and for each that may hold, days that its calendar does not know."""
    new = [replace(priced, row=row, pending=()) for row in priced.pending]
    called = snapshot.label("api_model", priced.model)
    yield from (Doubt(one, unconfirmed(called, one.row.since)) for one in new)
    for one in (priced, *new):
        calendars = hours.unknown_days(one.row.windows, snapshot.day, snapshot.calendars)
        if calendars:
            other = replace(one, pending=(), assume_holidays=True)
            yield Doubt(other, _unknown_days(snapshot, calendars[0]))


def _unknown_days(snapshot: Snapshot, calendar: str) -> str:
    last = text.day(snapshot.calendars[calendar].last)
    name = snapshot.label("calendar", calendar)
    return f"{name} {counted(name)} known up to {last}; whether the days beyond are holidays is not."
