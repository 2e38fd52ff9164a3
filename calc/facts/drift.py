"""The history of a tier's prices: its cheapest model and its middle price on every day on which they changed.

Only models that their makers sell: hosts of open models appear in our data when somebody first looked, which says
nothing of the market.  A price is that of a million tokens at the workload's own mix of input and output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from calc.facts import history
from calc.facts.catalog import Snapshot
from calc.facts.moments import begins
from calc.facts.price_rows import PriceInForce

TIER_NAMES = {"small": "small", "mid": "middle", "frontier": "frontier"}
TIERS = tuple(TIER_NAMES)
LEAST_MODELS = 3  # fewer have no middle worth the name


@dataclass(frozen=True)
class Mix:
    """The tokens of one request, which say how much input and output price weigh."""

    input_tok: float
    output_tok: float

    def usd_per_mtok(self, priced: PriceInForce) -> float:
        """The base rates of a row, blended; a workload without tokens weighs them alike."""
        total = self.input_tok + self.output_tok
        share = self.input_tok / total if total else 0.5
        return share * float(priced.row.input_usd_per_mtok) + (1 - share) * float(priced.row.output_usd_per_mtok)


@dataclass(frozen=True)
class Stretch:
    """A row of a model with the days on which it could be bought: from `first` until before `end`, if that is known."""

    priced: PriceInForce
    first: str
    end: str


@dataclass(frozen=True)
class Cheapest:
    """The cheapest model of a tier from a day on, and its price."""

    day: str
    priced: PriceInForce
    usd_per_mtok: float


@dataclass(frozen=True)
class Middle:
    """The middle price of a tier from a day on, and of how many models it is the middle."""

    day: str
    usd_per_mtok: float
    models_count: int


FOR_GOOD = "9999-12-31"
MOST_MIXES = 32  # that are kept: a reader who drags the length of a request makes a new mix at each step


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


def once_cheapest(snapshot: Snapshot, tier: str) -> Sequence[str]:
    """Those of them that have ever been the cheapest, at any mix; all of them where nobody has looked."""
    if tier not in snapshot.once_cheapest:
        return models(snapshot, tier)
    snapshot.need("api_model", snapshot.once_cheapest[tier], whole=True)
    return snapshot.once_cheapest[tier]


def stretches(snapshot: Snapshot, model: str) -> Iterator[Stretch]:
    """The rows of a model up to the snapshot's day; its end at its maker ends the last one."""
    found = [one for one in history.rows(snapshot, model) if not one.row.announced]
    ends = [
        history.first(fact.date)
        for fact in snapshot.all_facts("api_model", model, "status")
        if fact.value == "retired" and not fact.announced
    ]
    closing = [*(history.first(one.row.since) for one in found[1:]), ends[0] if ends else FOR_GOOD]
    for one, end in zip(found, closing, strict=True):
        first = history.first(one.row.since)
        own_end = history.first(one.row.until) if one.row.until and not _continues(snapshot, one) else FOR_GOOD
        if history.begun(snapshot, one.row.since):
            yield Stretch(one, first, min(end, own_end))


def _continues(snapshot: Snapshot, priced: PriceInForce) -> bool:
    """Whether a row ends for one that is only announced: until somebody has looked, the model is still on sale."""
    if priced.row.until is None:
        return False
    since, until = begins(priced.row.since), begins(priced.row.until)
    announced = (begins(one.row.since) for one in history.rows(snapshot, priced.model) if one.row.announced)
    return any(since < start <= until for start in announced)


def cheapest_over_time(snapshot: Snapshot, tier: str, mix: Mix) -> list[Cheapest]:
    """The cheapest row of the tier from each day on, up to the snapshot's, on which another became it."""

    def find() -> list[Cheapest]:
        found: list[Cheapest] = []
        for day, on_sale in sweep(snapshot, _stretches(snapshot, tier, once_cheapest), mix):
            usd, _, _, priced = on_sale[0]
            if not found or found[-1].priced is not priced:
                found.append(Cheapest(day, priced, usd))
        return found

    return _of_mix(snapshot, ("cheapest", tier, mix), find)


def middle_over_time(snapshot: Snapshot, tier: str, mix: Mix) -> list[Middle]:
    """The middle price of the tier on each day up to the snapshot's on which it or the number of models changed."""

    def find() -> list[Middle]:
        found: list[Middle] = []
        for day, on_sale in sweep(snapshot, _stretches(snapshot, tier, models), mix):
            half, count = len(on_sale) // 2, len(on_sale)
            usd = on_sale[half][0] if count % 2 else (on_sale[half - 1][0] + on_sale[half][0]) / 2
            if not found or (found[-1].usd_per_mtok, found[-1].models_count) != (usd, count):
                found.append(Middle(day, usd, count))
        return found

    return _of_mix(snapshot, ("middles", tier, mix), find)


def _of_mix(snapshot: Snapshot, key: tuple[Any, ...], find: Callable[[], list[Any]]) -> list[Any]:
    """What was found for a mix, kept with the snapshot: several lookups and figures share it."""
    kept = snapshot.memo.setdefault("mixes", {})
    if key not in kept:
        if len(kept) >= MOST_MIXES:
            kept.clear()
        kept[key] = find()
    found: list[Any] = kept[key]
    return found


def _stretches(snapshot: Snapshot, tier: str, chosen: Callable[[Snapshot, str], Sequence[str]]) -> Sequence[Stretch]:
    """The rows of models of a tier, kept with the snapshot: they are the same for each mix."""
    key = ("stretches", tier, chosen is once_cheapest and tier in snapshot.once_cheapest)
    if key not in snapshot.memo:
        snapshot.memo[key] = [one for model in chosen(snapshot, tier) for one in stretches(snapshot, model)]
    found: Sequence[Stretch] = snapshot.memo[key]
    return found


Offer = tuple[float, str, int, PriceInForce]  # its number sets two rows of one model apart


def sweep(snapshot: Snapshot, rows: Sequence[Stretch], mix: Mix) -> Iterator[tuple[str, list[Offer]]]:
    """Each day up to the snapshot's on which something changed, with what was on sale then, cheapest first."""
    begins_on: dict[str, list[Offer]] = {}
    ends_on: dict[str, set[int]] = {}
    for number, one in enumerate(rows):
        begins_on.setdefault(one.first, []).append((mix.usd_per_mtok(one.priced), one.priced.model, number, one.priced))
        ends_on.setdefault(one.end, set()).add(number)
    on_sale: list[Offer] = []
    for day in sorted(day for day in begins_on | ends_on if day <= snapshot.day[:10]):
        gone = ends_on.get(day, set())
        on_sale = [one for one in [*on_sale, *begins_on.get(day, ())] if one[2] not in gone]
        on_sale.sort()
        if on_sale:
            yield day, on_sale


def with_a_middle(found: list[Middle]) -> list[Middle]:
    """The states from the first on that has enough models for a middle."""
    start = next((index for index, one in enumerate(found) if one.models_count >= LEAST_MODELS), len(found))
    return found[start:]


def steps(snapshot: Snapshot, tier: str) -> tuple[int, int]:
    """How often the price of one and the same model of a tier was cut and raised, up to the snapshot's day."""
    if ("steps", tier) not in snapshot.memo:
        snapshot.memo["steps", tier] = _steps(snapshot, tier)
    found: tuple[int, int] = snapshot.memo["steps", tier]
    return found


def _steps(snapshot: Snapshot, tier: str) -> tuple[int, int]:
    cuts = rises = 0
    for model in models(snapshot, tier):
        for change in history.changes(snapshot, model):
            if change.before is None or change.announced or not history.begun(snapshot, change.after.row.since):
                continue
            before, after = (Mix(1, 1).usd_per_mtok(one) for one in (change.before, change.after))
            cuts += after < before
            rises += after > before
    return cuts, rises
