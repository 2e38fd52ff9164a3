"""Many requests at once, and growing context: what the guide computes beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from build_hooks.validation.rows import OURS, Compared, held_frac, median_error, worst_error
from build_hooks.validation.speed import number, runs
from calc.facts.catalog import Catalog
from calc.facts.fact import Fact


@dataclass(frozen=True)
class Row(Compared):
    """One row of a series: total speed at so many requests, or speed at so much context over that of the shortest."""

    series: str
    at: float  # requests at once, or tokens of context


@dataclass(frozen=True)
class Report:
    """Rows with the errors over all, as shares."""

    rows: tuple[Row, ...]

    @property
    def median_error(self) -> float:
        """Median of the errors by size."""
        return median_error(self.rows)

    @property
    def worst_error(self) -> float:
        """The largest error by size, with its sign."""
        return worst_error(self.rows)

    @property
    def held_frac(self) -> float:
        """Share of the rows within the range stated."""
        return held_frac(self.rows)


@lru_cache(maxsize=2)
def concurrency(catalog: Catalog) -> Report:
    """Total speed of many requests, the speed of one being given."""
    return Report(tuple(_concurrency(catalog)))


def _concurrency(catalog: Catalog) -> Iterator[Row]:
    table = catalog.at(catalog.edition).tables["speed_run"]
    for key, fact, evaluated in runs(catalog, "batch_tok_per_s", lambda one: "series" in one):
        predicted = number(evaluated, "batch_tok_per_s")
        low, high = (number(evaluated, f"batch_{end}_ratio") for end in ("low", "high"))
        series = str(table[key]["fields"]["series"])
        at = number(evaluated, "concurrency")
        yield Row(key, fact.number, {OURS: predicted}, predicted * low, predicted * high, fact, series, at)


@lru_cache(maxsize=2)
def context(catalog: Catalog) -> Report:
    """Speed of writing at each context over the speed at the shortest context of the same series."""
    return _slow_down(catalog, "decode_tok_per_s", "mean_context_tok")


@lru_cache(maxsize=2)
def prompt_depth(catalog: Catalog) -> Report:
    """Speed of reading at each depth of a prompt over the speed at the least depth of the same series."""
    return _slow_down(catalog, "prefill_tok_per_s", "full_look_back_tok")


def _slow_down(catalog: Catalog, field: str, place: str) -> Report:
    """A speed over that of the series' first row, measured and computed; `place` says how far along a row is."""
    table = catalog.at(catalog.edition).tables["speed_run"]
    found: dict[str, list[tuple[float, str, Fact, float]]] = {}
    for key, fact, evaluated in runs(catalog, field, lambda one: "series" in one):
        at, speed = number(evaluated, place), number(evaluated, field)
        found.setdefault(str(table[key]["fields"]["series"]), []).append((at, key, fact, speed))
    rows = []
    for series, ones in sorted(found.items()):
        _, _, first, first_speed = min(ones, key=lambda one: one[0])
        for at, key, fact, speed in sorted(ones, key=lambda one: one[0])[1:]:
            measured, predicted = fact.number / first.number, speed / first_speed
            rows.append(Row(key, measured, {OURS: predicted}, predicted, predicted, fact, series, at))
    return Report(tuple(rows))
