"""Days as places on an axis, what holds from one day to the next as steps, and the day that is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from calc import text
from calc.chart import Axis, Mark, Point
from calc.facts.catalog import Snapshot

Dated = tuple[str, float | None]  # from a day on, a value; None: unknown or never
# A picture of more days than these has ticks at years, half years, quarters; of fewer at months.
YEARS, HALVES, QUARTERS = 900, 500, 200


def place(day: str) -> float:
    """A day as a place on an axis."""
    return float(date.fromisoformat(day[:10]).toordinal())


def at(value: float) -> str:
    """The day of a place."""
    return date.fromordinal(round(value)).isoformat()


def later(day: str, days: int) -> str:
    """A day so many days after another."""
    return at(place(day) + days)


def _day(value: float) -> str:
    return text.day(at(value))


def time_axis(first: str, last: str) -> Axis:
    """An axis of days with ticks at first days of years, or of months where it is short."""
    start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    length = (end - start).days
    every = 12 if length > YEARS else 6 if length > HALVES else 3 if length > QUARTERS else 1
    months = [(year, month) for year in range(start.year, end.year + 1) for month in range(1, 13, every)]
    ticks = [one for year, month in months if start <= (one := date(year, month, 1)) <= end]
    words = tuple(_tick(one, one == ticks[0]) for one in ticks)
    places = tuple(float(one.toordinal()) for one in ticks)
    return Axis("", _day, ticks=places, tick_texts=words, low=place(first), high=place(last), zero=False)


def _tick(day: date, first: bool) -> str:
    """A year where one begins, else a month; the first says its year too."""
    month = text.MONTHS[day.month - 1]
    return str(day.year) if day.month == 1 else f"{month} {day.year}" if first else month


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


def whole(snapshot: Snapshot) -> Snapshot:
    """All that is known to have held: the state of the edition's day, or of a later one that is looked at."""
    if snapshot.day[:10] >= snapshot.edition:
        return snapshot
    if "whole" not in snapshot.memo:
        snapshot.memo["whole"] = snapshot.on(snapshot.edition)
    found: Snapshot = snapshot.memo["whole"]
    return found


def looked_at(snapshot: Snapshot) -> list[Mark]:
    """The day that is looked at where it is before the edition's; what came later is shaded."""
    if snapshot.day[:10] >= snapshot.edition:
        return []
    return [Mark(place(snapshot.day), None, f"{text.day(snapshot.day)}; shaded: later", "limit")]


def until(snapshot: Snapshot, values: Iterable[Dated]) -> list[Dated]:
    """The values up to the day that is looked at."""
    return [(day, value) for day, value in values if day <= snapshot.day[:10]]
