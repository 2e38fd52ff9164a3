"""The range that a modelled or measured result carries: the ends of what is not known to the digit, 80% of cases."""

from __future__ import annotations

from calc import memory_ranges, uncertain
from calc.evaluate import Evaluation
from calc.units import round12


def model_range(base: Evaluation, name: str) -> tuple[float | None, float | None]:
    """Low and high of a result when speeds and memory are at their ends; (None, None) where nothing moves it.

    All speeds move together, and so do all parts of memory; the chain behind them is evaluated again at each end.
    """
    value = _number(base.get(name))
    if value is None:
        return None, None
    branches = uncertain.ends(base, name)
    if any(name in base.graph.descendants[target] for target, _, _ in memory_ranges.ENDS):
        branches = [*branches, *memory_ranges.ends(base)]
    found = [number for branch in branches if (number := _number(branch.get(name))) is not None]
    low, high = min([value, *found]), max([value, *found])
    return (None, None) if low == high else (low, high)


def _number(value: object) -> float | None:
    return round12(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None
