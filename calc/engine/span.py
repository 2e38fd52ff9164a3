"""The least and the greatest of several answers, of which some may be "never"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from calc.units import round12

NEVER_IS_LEAST = ("break_even_electricity_usd_per_kwh",)  # no power is cheap enough; elsewhere no time is long enough


def span(name: str, values: Sequence[object]) -> tuple[float | None, float | None]:
    """The least and the greatest of numbers and "never" (None), which lies beyond every number at one end.

    (None, None) where there is no number, or something else among them.
    """
    numbers = [round12(float(value)) for value in values if is_number(value)]
    nevers = sum(value is None for value in values)
    if not numbers or len(numbers) + nevers < len(values):
        return None, None
    low, high = min(numbers), max(numbers)
    if not nevers:
        return low, high
    return (None, high) if name in NEVER_IS_LEAST else (low, None)


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number: a flag is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)
