"""The history of a tier's prices: its cheapest and its middle model on every day on which something changed.

Only models that their makers sell: hosts of open models appear in our data when somebody first looked, which says
nothing of the market.  A price is that of a million tokens at the workload's own mix of input and output.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
class State:
    """A tier on a day on which something changed."""

    day: str
    cheapest: PriceInForce
    cheapest_usd_per_mtok: float
    median_usd_per_mtok: float
    models_count: int


FOR_GOOD = "9999-12-31"


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


def states(snapshot: Snapshot, tier: str, mix: Mix) -> list[State]:
    """The tier on each day up to the snapshot's on which its cheapest, its middle or its number changed."""
    all_stretches = [one for model in models(snapshot, tier) for one in stretches(snapshot, model)]
    days = {day for one in all_stretches for day in (one.first, one.end) if day <= snapshot.day[:10]}
    found: list[State] = []
    for day in sorted(days):
        on_sale = [one.priced for one in all_stretches if one.first <= day < one.end]
        if on_sale:
            state = _state(day, on_sale, mix)
            if not found or _said(found[-1]) != _said(state):
                found.append(state)
    return found


def _state(day: str, on_sale: list[PriceInForce], mix: Mix) -> State:
    priced = sorted(((mix.usd_per_mtok(one), one.model, one) for one in on_sale), key=lambda one: one[:2])
    values = [one[0] for one in priced]
    half = len(values) // 2
    median = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    return State(day, priced[0][2], values[0], median, len(values))


def _said(state: State) -> tuple[str, float, float, int]:
    return state.cheapest.model, state.cheapest_usd_per_mtok, state.median_usd_per_mtok, state.models_count


def with_a_middle(found: list[State]) -> list[State]:
    """The states from the first on that has enough models for a middle."""
    start = next((index for index, one in enumerate(found) if one.models_count >= LEAST_MODELS), len(found))
    return found[start:]


def steps(snapshot: Snapshot, tier: str) -> tuple[int, int]:
    """How often the price of one and the same model of a tier was cut and raised, up to the snapshot's day."""
    cuts = rises = 0
    for model in models(snapshot, tier):
        for change in history.changes(snapshot, model):
            if change.before is None or change.announced or not history.begun(snapshot, change.after.row.since):
                continue
            before, after = (Mix(1, 1).usd_per_mtok(one) for one in (change.before, change.after))
            cuts += after < before
            rises += after > before
    return cuts, rises
