"""What every proof compares: a measurement with what each rule says, the range the guide states, and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from calc.facts.fact import Fact

OURS = "this guide"


@dataclass(frozen=True)
class Compared:
    """One measurement and what the rules say of it, in the same unit."""

    id: str
    measured: float
    predicted: Mapping[str, float]
    low: float  # of what the guide says, 80% of what was seen; the value itself where it is exact
    high: float
    fact: Fact

    def error(self, rule: str = OURS) -> float:
        """Predicted over measured, less 1."""
        return self.predicted[rule] / self.measured - 1

    @property
    def held(self) -> bool:
        """Whether what was seen lies within the range that the guide states."""
        return self.low <= self.measured <= self.high


def held_frac(rows: Sequence[Compared]) -> float:
    """Share of the rows within the range stated."""
    return sum(row.held for row in rows) / len(rows)


def median_error(rows: Sequence[Compared]) -> float:
    """Median of the guide's errors by size."""
    return median(abs(row.error()) for row in rows)


def worst_error(rows: Sequence[Compared]) -> float:
    """The guide's largest error by size, with its sign."""
    return max((row.error() for row in rows), key=abs)
