"""When prices of a tier's models began and ended: all that its middle price and its counts rest on.

Only models that their makers sell: hosts of open models appear in our data when somebody first looked, which says
nothing of the market.  Of thousands of models the build writes the turns of a tier down (build_hooks/tier_turns.py)
and a browser loads those; else they are read off the records.  Both come to the same numbers.
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
FOR_GOOD = "9999-12-31T00:00Z"
Row = tuple[str, str, tuple[float, float]]  # from and until when it held; its input and output rate, $ per Mtok
COUNTS = ("cheaper", "dearer", "cuts", "rises")


@dataclass(eq=False, repr=False)
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


def stretches(snapshot: Snapshot, model: str) -> Iterator[tuple[str, str, PriceInForce]]:
    """From and until when each row of a model was its price (`Snapshot.price`), while its maker had not ended it."""
    rows = history.rows(snapshot, model)
    held = [one for one in rows if not one.row.announced]
    following = [*(begins(one.row.since) for one in held[1:]), FOR_GOOD]
    periods = list(_periods(snapshot, model))
    for one, end in zip(held, following, strict=True):
        for since, until in _times(one.row, rows):
            for start, stop in periods:
                first, last = max(start, since), min(stop, until, end)
                if first < last:
                    yield first, last, one


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


def _times(row: PriceRow, rows: Iterable[PriceInForce]) -> list[tuple[str, str]]:
    """The times in which a row held, if no other did: until somebody has looked, one that is announced ends nothing."""
    found = [(begins(row.since), begins(row.until or FOR_GOOD))]
    for one in (one.row for one in rows if one.row.announced):
        since, until = begins(one.since), begins(one.until or FOR_GOOD)
        if since > found[-1][1]:
            found.append((since, until))
        elif since > found[0][0]:
            found[-1] = found[-1][0], max(found[-1][1], until)
    return found


def rates_usd_per_mtok(row: PriceRow) -> tuple[float, float]:
    """Input and output rate of a row, as numbers."""
    return float(row.input_usd_per_mtok), float(row.output_usd_per_mtok)


def of_rows(rows: Iterable[tuple[str, str, Any]], steps: Iterable[tuple[str, float]] = ()) -> dict[str, Turn]:
    """The turns of rows and of steps of one and the same model's price, by moment."""
    found: dict[str, Turn] = {}
    for since, until, row in rows:
        found.setdefault(since, Turn(since)).new.append(row)
        found.setdefault(until, Turn(until)).gone.append(row)
    for moment, rise in steps:
        turn = found.setdefault(moment, Turn(moment))
        turn.cuts += rise < 0
        turn.rises += rise > 0
    return dict(sorted(found.items()))


def of_tier(snapshot: Snapshot, tier: str) -> Sequence[Turn]:
    """The turns of a tier, of all time; their rows are rates.  Kept with the snapshot."""
    key = ("turns", tier)
    if key not in snapshot.memo:
        record = snapshot.record(TABLE, tier)
        found = of_rows(*parts(snapshot, tier)).values() if record is None else written(record)
        snapshot.memo[key] = list(found)
    kept: Sequence[Turn] = snapshot.memo[key]
    return kept


def parts(snapshot: Snapshot, tier: str) -> tuple[list[Row], list[tuple[str, float]]]:
    """The rows of a tier by their rates alone; and by how much the price of a model rose when, its two rates together.

    What is only announced is neither.
    """
    rows, steps = list[Row](), list[tuple[str, float]]()
    for model in models(snapshot, tier):
        rows += ((since, until, rates_usd_per_mtok(one.row)) for since, until, one in stretches(snapshot, model))
        for change in history.changes(snapshot, model):
            if change.before is not None and not change.announced:
                before, after = (sum(rates_usd_per_mtok(one.row)) for one in (change.before, change.after))
                steps.append((begins(change.after.row.since), after - before))
    return rows, steps


def written(record: Mapping[str, Any]) -> list[Turn]:
    """The turns of a tier from their record, which has them in columns: so they travel lightest.

    `new` says how many rows begin at a moment; the rates of all rows follow one another, with how many turns later
    each ends.
    """
    counts = zip(record["moments"], *(record[name] for name in COUNTS), strict=True)
    turns = [Turn(begins(moment), [], [], *counted) for moment, *counted in counts]
    rows = zip(record["input_usd_per_mtok"], record["output_usd_per_mtok"], record["lasts"], strict=True)
    for place, count in enumerate(record["new"]):
        for *rates, lasts in islice(rows, count):
            turns[place].new.append(rates)
            turns[place + lasts].gone.append(rates)
    return turns
