"""Other days than the one asked for: when prices changed, what each row of a model said, which row held when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calc.facts.catalog import Snapshot
from calc.facts.moments import begins, speaks_for
from calc.facts.price_rows import PriceInForce
from calc.facts.records_api import PriceRow


@dataclass(frozen=True)
class Change:
    """A price row of a model that takes the place of another; `before` is None where the model is new."""

    model: str
    day: str  # the first day of the row, whatever precision its date has
    before: PriceInForce | None
    after: PriceInForce

    @property
    def announced(self) -> bool:
        """Whether the row is only announced: nobody has seen it in force."""
        return self.after.row.announced


def first(since: str) -> str:
    """The first day whose state shows what begins at a moment: a day speaks for its noon, as a text to compare."""
    moment = begins(since)
    day = moment[:10]
    if speaks_for(day) >= moment:
        return day
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def begun(snapshot: Snapshot, since: str) -> bool:
    """Whether what begins at a moment has begun on the snapshot's day."""
    return begins(since) <= snapshot.moment


def rows(snapshot: Snapshot, model: str, ahead: bool = False) -> list[PriceInForce]:
    """All price rows of a model, the announced ones too, oldest first; `ahead`: from the one in force on."""
    return snapshot.all_prices(model, ahead)


def changes(snapshot: Snapshot, model: str, ahead: bool = False) -> Iterator[Change]:
    """The rows of a model, each with the one that it takes the place of; `ahead`: after the one in force."""
    before = None
    for row in rows(snapshot, model, ahead):
        yield Change(model, first(row.row.since), before, row)
        before = before if row.row.announced else row


def row_since(snapshot: Snapshot, model: str, since: str) -> PriceInForce:
    """The row of a model that begins at a moment, written as the data write it.  Raises LookupError."""
    for ahead in (True, False):  # mostly it is the one in force or one that is to come
        for one in rows(snapshot, model, ahead):
            if one.row.since == since:
                return one
    raise LookupError(f"api_price_row: expected the beginning of a row of {model}, got {since}")


def price_days(snapshot: Snapshot) -> list[str]:
    """The days up to the snapshot's on which the price of any API model began or changed."""
    found = {
        change.day
        for model in snapshot.ids("api_model")
        for change in changes(snapshot, model)
        if not change.announced and begun(snapshot, change.after.row.since)
    }
    return sorted(found)


def rates(row: PriceRow) -> tuple[str, ...]:
    """Input and output of a row, which tell a change of price from one of conditions."""
    return row.input_usd_per_mtok, row.output_usd_per_mtok
