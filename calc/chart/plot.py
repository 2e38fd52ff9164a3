"""The rectangle in which lines are drawn, and the places of a series in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from calc.chart.model import Series
from calc.chart.scale import Scale

Place = tuple[float, float]
Values = tuple[float | None, float | None, float | None, float | None]  # x, y, low, high


@dataclass(frozen=True)
class Plot:
    """The rectangle of the lines, and how values get there."""

    left: float
    right: float
    top: float
    bottom: float
    width: float
    xs: Scale
    ys: Scale

    @property
    def level_lines(self) -> tuple[float, ...]:
        """Where the line of zero runs, if the plot has one."""
        return () if self.ys.log or self.ys.low > 0 or self.ys.high < 0 else (self.ys.at(0.0),)


@dataclass(frozen=True)
class Traced:
    """A series in places: its stretches without a gap, and the lower and upper edges of its bands."""

    series: Series
    runs: list[list[Place]]
    bands: list[tuple[list[Place], list[Place]]]


def trace(series: Series, points: Iterable[Values], plot: Plot) -> Traced:
    """Find the places of points from left to right; what is unknown interrupts line or band."""
    across, down = plot.xs.at, plot.ys.at
    runs: list[list[Place]] = [[]]
    bands: list[tuple[list[Place], list[Place]]] = [([], [])]
    for x, y, low, high in points:
        place = None if x is None else across(x)
        if place is None or y is None:
            runs.append([])
        else:
            runs[-1].append((place, down(y)))
        if place is None or low is None or high is None:
            bands.append(([], []))
        else:
            bands[-1][0].append((place, down(low)))
            bands[-1][1].append((place, down(high)))
    return Traced(series, [run for run in runs if run], [band for band in bands if len(band[0]) > 1])
