"""Days as places on an axis, and what holds from one day to the next as steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from calc import text
from calc.chart import Axis, Point

Dated = tuple[str, float | None]  # from a day on, a value; None: unknown or never


def place(day: str) -> float:
    """A day as a place on an axis."""
    return float(date.fromisoformat(day[:10]).toordinal())


def _day(value: float) -> str:
    return text.day(date.fromordinal(round(value)).isoformat())


def time_axis(first: str, last: str) -> Axis:
    """An axis of days with a tick at each year, or at each quarter of a short time."""
    start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    every = 12 if (end - start).days > 900 else 6 if (end - start).days > 500 else 3
    months = [(year, month) for year in range(start.year, end.year + 1) for month in range(1, 13, every)]
    ticks = [one for year, month in months if start <= (one := date(year, month, 1)) <= end]
    words = tuple(text.day(f"{one.year}-{one.month:02}") for one in ticks)
    return Axis("", _day, ticks=tuple(float(one.toordinal()) for one in ticks), tick_texts=words, zero=False)


def stairs(values: Iterable[Dated], until: str) -> tuple[Point, ...]:
    """Steps: each value holds from its day until the next one's, the last until a day."""
    points: list[Point] = []
    for day, value in values:
        if points:
            points.append(Point(place(day), points[-1].y))
        points.append(Point(place(day), value))
    if points and points[-1].x < place(until):
        points.append(Point(place(until), points[-1].y))
    return tuple(points)
