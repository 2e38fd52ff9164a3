"""Which of very many models a page compares, and which have ever been the cheapest: chosen here, once for a build.

A page that compared all models of a tier would load all of them.  So where they are many the build chooses, by a rule
that the pages state, and hands the choice to the browser as data of the page: both then answer from the same models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from calc.calculators import PRESETS
from calc.facts.billers import is_to_be_had
from calc.facts.catalog import Catalog, Snapshot
from calc.facts.drift import TIERS, Mix
from calc.facts.price_rows import PriceInForce
from calc.facts.turns import models, rates_usd_per_mtok, stretches
from calc.model import GRAPH
from calc.scenario import find
from calc.typed import parse_value

MOST_LISTED = 200  # models in one table, or in a field that lists them
MOST_COMPARED = 60  # of a tier, or of one open model's hosts; of more a choice
CHEAPEST = 6  # of a tier or of hosts, for each named workload and day; of one biller the cheapest
RULE = (
    "those that are among the cheapest by list price, at the mix of input and output of one of the named workloads, "
    "on the day of this edition or on the first day of a year before it"
)
FOR_ALL_TIME = "9999-12-31"
MIX = ("input_tok_per_request", "output_tok_per_request")
Ids = Sequence[str]


@dataclass(frozen=True)
class Contenders:
    """The models that pages compare, by what the comparison is about."""

    of_tiers: Mapping[str, Ids]  # only of tiers with too many models to compare all
    of_open_models: Mapping[str, Ids]  # hosts: all of them, or of many the chosen
    of_billers: Mapping[str, Ids]  # all of a biller's, or where there are many models at all the chosen
    are_many: bool  # more models than one table holds

    @classmethod
    def of(cls, catalog: Catalog) -> Contenders:
        """Those of a catalog."""
        snapshot = catalog.at(catalog.edition)
        ids = list(snapshot.ids("api_model"))
        many = len(ids) > MOST_LISTED
        tiers, hosted = (
            _grouped((str(snapshot.attribute("api_model", one, name) or ""), one) for one in ids)
            for name in ("tier", "open_model")
        )
        choice = Choice(catalog)
        return cls(
            {key: choice.of(found) for key, found in tiers.items() if len(found) > MOST_COMPARED},
            {key: choice.of(found) for key, found in hosted.items() if key},
            {key: choice.of(found, 1, 1) if many else found for key, found in by_biller(ids).items()},
            many,
        )

    def all_of_them(self) -> Iterator[str]:
        """Every model that some comparison looks at, comparison by comparison."""
        for group in (self.of_tiers, self.of_open_models, self.of_billers):
            for ids in group.values():
                yield from ids


def by_biller(ids: Iterable[str]) -> dict[str, list[str]]:
    """Models by who bills them, in the order in which they come."""
    return _grouped((one.split("/")[0], one) for one in ids)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


class Choice:
    """Chooses of many models by `RULE`; what each costs on each of the days is looked up once."""

    def __init__(self, catalog: Catalog) -> None:
        self._mixes = list(_mixes(catalog))
        self._days = [catalog.at(day) for day in days(catalog)]
        self._on_sale: list[dict[str, PriceInForce]] = []

    def of(self, ids: Ids, count: int = CHEAPEST, most: int = MOST_COMPARED) -> Ids:
        """All of the models where they are few; else those that are the cheapest."""
        if len(ids) <= most:
            return ids
        found = {one for on_sale in self._offers() for one in self._cheapest(on_sale, ids, count)}
        return [one for one in ids if one in found]

    def _offers(self) -> list[dict[str, PriceInForce]]:
        """The models on sale on each day, with their prices."""
        if not self._on_sale:
            self._on_sale = [dict(_offers(snapshot)) for snapshot in self._days]
        return self._on_sale

    def _cheapest(self, on_sale: Mapping[str, PriceInForce], ids: Ids, count: int) -> Iterator[str]:
        """The cheapest of a day by list price, for each mix."""
        there = [one for one in ids if one in on_sale]
        for mix in self._mixes:
            yield from nsmallest(count, there, key=lambda one: (mix.usd_per_mtok(on_sale[one]), one))


def _offers(snapshot: Snapshot) -> Iterator[tuple[str, PriceInForce]]:
    for model in snapshot.ids("api_model"):
        priced = snapshot.price(model)
        if priced is not None and is_to_be_had(snapshot, model):
            yield model, priced


def _mixes(catalog: Catalog) -> Iterator[Mix]:
    """The mixes of input and output of the named workloads."""
    for preset in PRESETS:
        tokens = (parse_value(find(GRAPH, name), preset.values[name], catalog) for name in MIX)
        yield Mix(*(float(one) for one in tokens))


def days(catalog: Catalog) -> list[str]:
    """The edition's day, and the first of each year that the data reach back to."""
    records = catalog.at(catalog.edition).tables["api_model"].values()
    first = min((row["since"] for record in records for row in record["prices"]), default=catalog.edition)
    return [catalog.edition, *(f"{year}-01-01" for year in range(int(first[:4]) + 1, int(catalog.edition[:4]) + 1))]


def once_cheapest(catalog: Catalog) -> dict[str, list[str]]:
    """By tier, the models that on some day no other was cheaper than, for input and output both.

    At any mix of the two the cheapest model of a tier is one of these, on any day.
    """
    snapshot = catalog.at(FOR_ALL_TIME)
    return {tier: sorted(_ever_in_front(snapshot, tier)) for tier in TIERS}


def _ever_in_front(snapshot: Snapshot, tier: str) -> set[str]:
    """The models of a tier that were in front on some day."""
    rows = [one for model in models(snapshot, tier) for one in stretches(snapshot, model)]
    begun = _by_moment((since, number) for number, (since, _, _) in enumerate(rows))
    ended = _by_moment((until, number) for number, (_, until, _) in enumerate(rows))
    found, front, on_sale = set[int](), set[int](), set[int]()
    for day in sorted(begun | ended):
        new, gone = begun.get(day, set()), ended.get(day, set())
        on_sale = (on_sale | new) - gone
        if new or front & gone:  # what is behind stays behind as long as those in front of it stay
            front = set(_in_front(rows, on_sale if front & gone else front | new))
        found |= front
    return {rows[number][2].model for number in found}


def _by_moment(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for day, number in pairs:
        found.setdefault(day, set()).add(number)
    return found


def _in_front(rows: Sequence[tuple[str, str, PriceInForce]], numbers: Iterable[int]) -> Iterator[int]:
    """Of some rows those that none undercuts in both rates."""
    offers = sorted((*rates_usd_per_mtok(rows[number][2].row), number) for number in numbers)
    least = least_here = float("inf")  # output rate, of those with a lower input rate and of all so far
    before = -1.0
    for input_usd, output_usd, number in offers:
        if input_usd > before:
            least, before = least_here, input_usd
        if output_usd <= least:
            yield int(number)
        least_here = min(least_here, output_usd)
