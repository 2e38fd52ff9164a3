"""Scales and ticks: from values to places in the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from calc.chart.model import Axis

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0, 20.0)
LOG_STEPS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0))
HUGE, TINY = 1e290, 1e-290  # beyond them differences and quotients overflow
GREATEST, SMALLEST = 1e300, 1e-300  # the widest that an axis reaches
EDGE = 0.05  # of a log axis, in powers of ten, left free above and below so that no line runs along the rim
LEAST_SPAN = 1e-9  # relative; less is not a difference that a picture can show


def known(value: float | None, log: bool = False) -> float | None:
    """A value as it is drawn: 12 significant digits; None where it is unknown or has no place on the axis.

    What is greater than a picture can hold is drawn at the rim and what is too small at zero: the table has the words.
    """
    if value is None or not math.isfinite(value):
        return None
    value = float(f"{min(HUGE, max(-HUGE, value)):.12g}")
    if -TINY < value < TINY:
        value = 0.0
    return None if log and value <= 0 else value


def extent(values: Iterable[float | None], axis: Axis) -> tuple[float, float] | None:
    """Least and greatest of the drawable values and what the axis adds; None where there is no value at all."""
    log = axis.scale == "log"
    found = [one for value in values if (one := known(value, log)) is not None]
    if not found:
        return None
    wished = (axis.low, axis.high, *axis.ticks, 0.0 if axis.zero and not log else None)
    found += [one for value in wished if (one := known(value, log)) is not None]
    low, high = min(found), max(found)
    if high - low > LEAST_SPAN * max(abs(low), abs(high)):
        return low, high
    if log:
        return low / 2, high * 2
    return low - abs(low) / 2 - (low == 0), high + abs(high) / 2 + (high == 0)


class Scale:
    """Maps values from `low` to `high` onto places from `start` to `end`; beyond them it stays at the edge."""

    def __init__(self, low: float, high: float, start: float, end: float, log: bool = False) -> None:
        self.log = log
        self.low, self.high = (math.log10(low), math.log10(high)) if log else (low, high)
        self.start, self.end = start, end
        self._first, self._last = min(start, end), max(start, end)
        self._slope = (end - start) / (self.high - self.low)

    def at(self, value: float) -> float:
        """The place of a value."""
        if self.log:
            value = math.log10(value) if value > 0 else self.low
        place = self.start + (value - self.low) * self._slope
        return self._first if place < self._first else self._last if place > self._last else place


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """About so many ticks at steps of 1, 2, 2.5, 5 or 10 x 10^n, from at or below `low` to at or above `high`."""
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in STEPS if power * one >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Ticks of a log axis from `low` to `high`: powers of ten, fewer over many decades, 3 or 2 and 5 over few."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = max(1, -(-(last - first) // max(1, most - 1)))
    found: list[float] = []
    for steps in LOG_STEPS:
        powers = range(first, last + 1, every)
        ticks = [float(f"{step}e{power}") for power in powers for step in steps]
        inside = [tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
        if len(inside) <= most or len(found) < 2:
            found = inside
    return found if len(found) > 1 else [tick for tick in nice_ticks(low, high, most) if low <= tick <= high]


def axis_ticks(axis: Axis, low: float, high: float, most: int) -> list[float]:
    """The ticks of an axis over an extent: its own, or nice ones, which on a linear axis may lie just outside."""
    if axis.ticks:
        return sorted(axis.ticks)
    return log_ticks(low, high, most) if axis.scale == "log" else nice_ticks(low, high, most)


def covering(axis: Axis, span: tuple[float, float], most: int) -> tuple[list[float], float, float]:
    """Ticks, and the extent widened so that it begins and ends at a tick where the axis is linear."""
    ticks = axis_ticks(axis, *span, most)
    low, high = min(ticks[0], span[0]), max(ticks[-1], span[1])
    if axis.scale != "log":
        return ticks, low, high
    free = 10 ** (EDGE * (math.log10(high) - math.log10(low)))
    return ticks, max(low / free, SMALLEST), min(high * free, GREATEST)


def within(ticks: Sequence[float], low: float, high: float) -> list[float]:
    """The ticks that lie inside an extent."""
    return [tick for tick in ticks if low <= tick <= high]
