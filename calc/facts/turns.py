"""When the prices of a tier's models began and ended: all that its middle price and its counts rest on.

Only models that their makers sell: hosts of open models appear in our data when somebody first looked, which says
nothing of the market.  With thousands of models the build writes the turns of a tier down and a browser loads those
(build_hooks/tier_turns.py); else they are read off the records.  Both come to the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from calc.facts import history
from calc.facts.catalog import Snapshot
from calc.facts.moments import begins
from calc.facts.price_rows import PriceInForce
from calc.facts.records_api import PriceRow

TABLE = "tier_turns"  # of the packs; a catalog in one file has none
FOR_GOOD = begins("9999-12-31")
COUNTS = ("cheaper", "dearer", "cuts", "rises")
Row = tuple[str, str, Any]  # the moments between which it could be bought; its input and output rate, $ per Mtok


@dataclass(frozen=True)
class Stretch:
    """A row of a model and the moments between which it could be bought: from `since` until before `until`."""

    priced: PriceInForce
    since: str
    until: str

    @property
    def first(self) -> str:
        """The first day on which it could be bought."""
        return history.first(self.since)

    @property
    def end(self) -> str:
        """The first day on which it no longer could."""
        return history.first(self.until)


@dataclass
class Turn:
    """What a moment changes in what is on sale: rows that begin and that end.

    Rows that can be the middle at no mix of input and output are only counted: how many more there are from then on
    that are cheaper, or dearer.  `cuts` and `rises` are of the price of one and the same model.
    """

    moment: str
    new: list[Any] = field(default_factory=list)
    gone: list[Any] = field(default_factory=list)
    cheaper: int = 0
    dearer: int = 0
    cuts: int = 0
    rises: int = 0


def models(snapshot: Snapshot, tier: str) -> list[str]:
    """The models of a tier that their makers sell."""
    snapshot.need("api_model", whole=True)
    ids = snapshot.ids("api_model")
    return [
        one
        for one in ids
        if snapshot.attribute("api_model", one, "tier") == tier
        and not snapshot.attribute("api_model", one, "open_model")
    ]


def stretches(snapshot: Snapshot, model: str) -> Iterator[Stretch]:
    """When each row of a model but the merely announced ones was its price (`Snapshot.price`), and not yet ended."""
    rows = history.rows(snapshot, model)
    held = [one for one in rows if not one.row.announced]
    announced = [one.row for one in rows if one.row.announced]
    periods = list(_periods(snapshot, model))
    following = [*(begins(one.row.since) for one in held[1:]), FOR_GOOD]
    for one, end in zip(held, following, strict=True):
        for since, until in _times(one.row, announced):
            for start, stop in periods:
                first, last = max(start, since), min(stop, until, end)
                if first < last:
                    yield Stretch(one, first, last)


def _periods(snapshot: Snapshot, model: str) -> Iterator[tuple[str, str]]:
    """The times in which the maker of a model had not ended it, since ever."""
    since, has_ended = "", False
    for fact in snapshot.all_facts("api_model", model, "status"):
        is_end = fact.value == "retired"
        if fact.announced or is_end == has_ended:
            continue
        if is_end:
            yield since, begins(fact.date)
        since, has_ended = begins(fact.date), is_end
    if not has_ended:
        yield since, FOR_GOOD


def _times(row: PriceRow, announced: Iterable[PriceRow]) -> list[tuple[str, str]]:
    """The times in which a row held, if no other did: until somebody has looked, one that is announced ends nothing."""
    since = begins(row.since)
    found = [(since, _ends(row))]
    for one in announced:
        start = begins(one.since)
        if start > found[-1][1]:
            found.append((start, _ends(one)))
        elif start > since:
            found[-1] = (found[-1][0], max(found[-1][1], _ends(one)))
    return found


def _ends(row: PriceRow) -> str:
    return begins(row.until) if row.until else FOR_GOOD


def rates_usd_per_mtok(row: PriceRow) -> tuple[float, float]:
    """Input and output rate of a row, as numbers."""
    return float(row.input_usd_per_mtok), float(row.output_usd_per_mtok)


def of_rows(rows: Iterable[Row], steps: Iterable[tuple[str, float]] = ()) -> dict[str, Turn]:
    """The turns of rows and of steps of one and the same model's price, by moment."""
    found: dict[str, Turn] = {}
    for since, until, row in rows:
        found.setdefault(since, Turn(since)).new.append(row)
        found.setdefault(until, Turn(until)).gone.append(row)
    for moment, rise in steps:
        turn = found.setdefault(moment, Turn(moment))
        turn.cuts += rise < 0
        turn.rises += rise > 0
    return found


def in_order(turns: Mapping[str, Turn]) -> list[Turn]:
    """Turns by moment, as a list."""
    return [turns[moment] for moment in sorted(turns)]


def of_tier(snapshot: Snapshot, tier: str) -> Sequence[Turn]:
    """The turns of a tier, of all time; their rows are rates.  Kept with the snapshot."""
    key = ("turns", tier)
    if key not in snapshot.memo:
        record = snapshot.record(TABLE, tier)
        snapshot.memo[key] = _read_off(snapshot, tier) if record is None else written(record)
    found: Sequence[Turn] = snapshot.memo[key]
    return found


def _read_off(snapshot: Snapshot, tier: str) -> list[Turn]:
    ids = models(snapshot, tier)
    all_rows = (row for model in ids for row in rows(snapshot, model))
    return in_order(of_rows(all_rows, (step for model in ids for step in steps(snapshot, model))))


def rows(snapshot: Snapshot, model: str) -> Iterator[Row]:
    """The rows of a model by their rates alone."""
    return ((one.since, one.until, rates_usd_per_mtok(one.priced.row)) for one in stretches(snapshot, model))


def steps(snapshot: Snapshot, model: str) -> Iterator[tuple[str, float]]:
    """By how much input and output of a model rose together, with the moment; what is only announced is no rise."""
    for change in history.changes(snapshot, model):
        if change.before is not None and not change.announced:
            before, after = (sum(rates_usd_per_mtok(one.row)) for one in (change.before, change.after))
            yield begins(change.after.row.since), after - before


def written(record: Mapping[str, Any]) -> list[Turn]:
    """The turns of a tier from their record, which has them in columns: so they travel lightest.

    `new` says how many rows begin at a moment; the rates of all rows follow one another, with how many turns later
    each ends.
    """
    counts = zip(*(record[name] for name in COUNTS), strict=True)
    turns = [Turn(begins(moment), [], [], *counted) for moment, counted in zip(record["moments"], counts, strict=True)]
    rows = zip(record["input_usd_per_mtok"], record["output_usd_per_mtok"], record["lasts"], strict=True)
    for place, count in enumerate(record["new"]):
        for *rates, lasts in islice(rows, count):
            turns[place].new.append(rates)
            turns[place + lasts].gone.append(rates)
    return turns
