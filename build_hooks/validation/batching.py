"""Many requests at once, and growing context: what the guide computes beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from build_hooks.validation.speed import number, runs
from calc.catalog import Catalog, Fact


@dataclass(frozen=True)
class Row:
    """One row of a series: total speed at so many requests, or speed at so much context over that of the shortest."""

    id: str
    series: str
    at: float  # requests at once, or tokens of context
    measured: float
    predicted: float
    low: float
    high: float
    fact: Fact

    @property
    def error(self) -> float:
        """Predicted over measured, less 1."""
        return self.predicted / self.measured - 1

    @property
    def held(self) -> bool:
        """Whether what was seen lies within the range stated."""
        return self.low <= self.measured <= self.high


@dataclass(frozen=True)
class Report:
    """Rows with the errors over all, as shares."""

    rows: tuple[Row, ...]

    @property
    def median_error(self) -> float:
        """Median of the errors by size."""
        return median(abs(row.error) for row in self.rows)

    @property
    def worst_error(self) -> float:
        """The largest error by size, with its sign."""
        return max((row.error for row in self.rows), key=abs)

    @property
    def held_frac(self) -> float:
        """Share of the rows within the range stated."""
        return sum(row.held for row in self.rows) / len(self.rows)


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
        yield Row(key, series, at, fact.number, predicted, predicted * low, predicted * high, fact)


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
            rows.append(Row(key, series, at, measured, predicted, predicted, predicted, fact))
    return Report(tuple(rows))
