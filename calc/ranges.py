"""The range that a modelled or measured result carries: the ends of what is not known to the digit, 80% of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from calc import uncertain
from calc.engine.evaluate import Evaluation
from calc.units import round12
from calc.wiring import memory_ranges

NEVER_IS_LEAST = ("break_even_electricity_usd_per_kwh",)  # no power is cheap enough; elsewhere no time is long enough


def model_span(base: Evaluation, name: str) -> tuple[float | None, float | None]:
    """Low and high of a result when speeds and memory are at their ends; (None, None) where nothing moves it.

    An end that is "never" is None beside one that is not.
    All speeds move together, and so do all parts of memory; the chain behind them is evaluated again at each end.
    """
    if not _counts(base.get(name)):
        return None, None
    branches = uncertain.ends(base, name)
    if any(name in base.graph.descendants[target] for target, _, _ in memory_ranges.ENDS):
        branches = [*branches, *memory_ranges.ends(base)]
    low, high = span(name, [value for one in (base, *branches) if _counts(value := one.get(name))])
    return (None, None) if low == high else (low, high)


def span(name: str, values: Sequence[object]) -> tuple[float | None, float | None]:
    """The least and the greatest of numbers and "never" (None), which lies beyond every number at one end.

    (None, None) where there is no number, or something else among them.
    """
    numbers = [round12(float(value)) for value in values if _is_number(value)]
    nevers = sum(value is None for value in values)
    if not numbers or len(numbers) + nevers < len(values):
        return None, None
    low, high = min(numbers), max(numbers)
    if not nevers:
        return low, high
    return (None, high) if name in NEVER_IS_LEAST else (low, None)


def _counts(value: object) -> bool:
    return value is None or _is_number(value)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
