"""One input moved: how much a quantity answers, and the value at which something becomes true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calc.units import round12

if TYPE_CHECKING:
    from calc.engine.evaluate import Evaluation

STEPS = 60
CLOSE = 1e-13


def least_crossing(gap: Callable[[float], float], low: float, high: float) -> float | None:
    """The least x between `low` and `high` at which `gap(x) <= 0`, for a gap that crosses at most once.

    None for never.  Regula falsi (Illinois), which meets a straight line in one step.
    """
    at_low = gap(low)
    if at_low <= 0:
        return low
    at_high = gap(high)
    if at_high > 0:
        return None
    side = 0
    for _ in range(STEPS):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        at_middle = gap(middle)
        if at_middle == 0 or abs(high - low) <= CLOSE * max(abs(high), 1.0):
            return middle
        if at_middle < 0:
            high, at_high, at_low = middle, at_middle, at_low / 2 if side < 0 else at_low
            side = -1
        else:
            low, at_low, at_high = middle, at_middle, at_high / 2 if side > 0 else at_high
            side = 1
    return high


def greatest_crossing(gap: Callable[[float], float], low: float, high: float) -> float | None:
    """The greatest x between `low` and `high` at which `gap(x) <= 0`, for a gap that crosses at most once.

    None for never.
    """
    found = least_crossing(lambda mirrored: gap(low + high - mirrored), low, high)
    return None if found is None else round12(low + high - found)


def number(value: Any) -> float | None:
    """A value rounded to 12 digits, or None where there is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round12(float(value))


@dataclass(frozen=True)
class Sensitivity:
    """How a quantity answers when one input is a tenth lower or higher."""

    name: str
    low: float | None
    high: float | None

    @property
    def swing(self) -> float:
        """Distance between the two answers; 0 where one of them is not known."""
        return 0.0 if self.low is None or self.high is None else abs(self.high - self.low)


def sensitivity(evaluation: Evaluation, quantity: str, names: Sequence[str], share: float = 0.1) -> list[Sensitivity]:
    """How much each input moves a quantity, strongest first; each is moved by `share` of its value either way."""
    found = []
    for name in names:
        value = number(evaluation.get(name))
        if value:
            ends = [number(evaluation.overlay({name: value * (1 + move)}).get(quantity)) for move in (-share, share)]
            found.append(Sensitivity(name, ends[0], ends[1]))
    return sorted(found, key=lambda one: -one.swing)
