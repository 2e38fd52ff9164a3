"""The history of a tier's prices: its cheapest model and its middle price on every day on which they changed.

What was on sale when: calc/facts/turns.py.  A price is that of a million tokens at the workload's own mix of input and
output.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from calc.facts import history
from calc.facts.catalog import Snapshot
from calc.facts.price_rows import PriceInForce
from calc.facts.turns import Turn, models, of_rows, of_tier, rates_usd_per_mtok, stretches

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
        return self.blended(*rates_usd_per_mtok(priced.row))

    def blended(self, input_usd_per_mtok: float, output_usd_per_mtok: float) -> float:
        """Two rates, blended."""
        total = self.input_tok + self.output_tok
        share = self.input_tok / total if total else 0.5
        return share * input_usd_per_mtok + (1 - share) * output_usd_per_mtok


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


MOST_MIXES = 32  # that are kept: a reader who drags the length of a request makes a new mix at each step


def once_cheapest(snapshot: Snapshot, tier: str) -> Sequence[str]:
    """Those of them that have ever been the cheapest, at any mix; all of them where nobody has looked."""
    if tier not in snapshot.once_cheapest:
        return models(snapshot, tier)
    snapshot.need("api_model", snapshot.once_cheapest[tier], whole=True)
    return snapshot.once_cheapest[tier]


def cheapest_over_time(snapshot: Snapshot, tier: str, mix: Mix) -> list[Cheapest]:
    """The cheapest row of the tier from each day on, up to the snapshot's, on which another became it."""

    def price(one: PriceInForce) -> tuple[float, str, str, PriceInForce]:
        return mix.usd_per_mtok(one), one.model, one.row.since, one

    def find() -> list[Cheapest]:
        found: list[Cheapest] = []
        for day, on_sale, _ in sweep(snapshot, _front(snapshot, tier), price):
            if on_sale and (not found or found[-1].priced is not on_sale[0][-1]):
                found.append(Cheapest(day, on_sale[0][-1], on_sale[0][0]))
        return found

    return _of_mix(snapshot, ("cheapest", tier, mix), find)


def middle_over_time(snapshot: Snapshot, tier: str, mix: Mix) -> list[Middle]:
    """The middle price of the tier on each day up to the snapshot's on which it or the number of models changed."""

    def find() -> list[Middle]:
        found: list[Middle] = []
        cheaper = dearer = 0
        for day, near, turns in sweep(snapshot, of_tier(snapshot, tier), lambda rates: mix.blended(*rates)):
            cheaper += sum(one.cheaper for one in turns)
            dearer += sum(one.dearer for one in turns)
            count = cheaper + len(near) + dearer
            if count:
                upper, lower = count // 2 - cheaper, (count - 1) // 2 - cheaper
                usd = near[upper] if upper == lower else (near[lower] + near[upper]) / 2
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


def _front(snapshot: Snapshot, tier: str) -> Sequence[Turn]:
    """The turns of the models that were ever the cheapest, kept with the snapshot: they are the same for each mix."""
    key = ("front", tier)
    if key not in snapshot.memo:
        rows = (one for model in once_cheapest(snapshot, tier) for one in stretches(snapshot, model))
        snapshot.memo[key] = list(of_rows(rows).values())
    found: Sequence[Turn] = snapshot.memo[key]
    return found


def sweep(
    snapshot: Snapshot, turns: Sequence[Turn], price: Callable[[Any], Any]
) -> Iterator[tuple[str, list[Any], list[Turn]]]:
    """Each day up to the snapshot's on which something changed: the prices of that day, lowest first, and its turns."""
    today, on_sale = snapshot.day[:10], list[Any]()
    for day, group in groupby(_begun(snapshot, turns), lambda one: min(history.first(one.moment), today)):
        here = list(group)
        for turn in here:
            for row in turn.gone:
                del on_sale[bisect_left(on_sale, price(row))]
            for row in turn.new:
                insort(on_sale, price(row))
        yield day, on_sale, here


def _begun(snapshot: Snapshot, turns: Sequence[Turn]) -> list[Turn]:
    moment = snapshot.moment
    return [one for one in turns if one.moment <= moment]


def with_a_middle(found: list[Middle]) -> list[Middle]:
    """The states from the first on that has enough models for a middle."""
    start = next((index for index, one in enumerate(found) if one.models_count >= LEAST_MODELS), len(found))
    return found[start:]


def steps(snapshot: Snapshot, tier: str) -> tuple[int, int]:
    """How often the price of one and the same model of a tier was cut and raised, up to the snapshot's day."""
    begun = _begun(snapshot, of_tier(snapshot, tier))
    return sum(one.cuts for one in begun), sum(one.rises for one in begun)
