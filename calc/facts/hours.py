"""Hours of the week: in which of a price's windows the requests of a profile fall, holidays left out.

A week is Monday to Sunday in UTC and is counted in minutes.  Profiles are weeks in the reader's own time (see
`week`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from calc.facts.moments import MINUTES_PER_DAY, MINUTES_PER_HOUR, day_of, is_instant, minute_of
from calc.facts.records_api import Window
from calc.facts.week import WEEKDAYS, Span, Weighted, around, spans


@dataclass(frozen=True)
class Holidays:
    """A calendar: its days, for which days it is complete, and how many minutes its days are ahead of UTC."""

    days: frozenset[str]
    first: str
    last: str
    ahead_min: int

    def covers(self, day: str) -> bool:
        """Whether the calendar knows if the day is a holiday."""
        return self.first <= day <= self.last

    def free(self, day: str, if_unknown: bool) -> bool:
        """Whether the day is a holiday; `if_unknown` where the calendar does not know."""
        return day in self.days if self.covers(day) else if_unknown


Calendars = Mapping[str, Holidays]


def read(fields: Mapping[str, object]) -> Holidays:
    """The holidays of a compiled calendar."""
    days = fields["days"]
    return Holidays(
        frozenset(days if isinstance(days, list) else ()),
        str(fields["covers_from"]),
        str(fields["covers_through"]),
        round(float(str(fields["utc_offset_hours"])) * MINUTES_PER_HOUR),
    )


@lru_cache(maxsize=256)
def profile_spans(profile: str, utc_offset_hours: float) -> tuple[Weighted, ...]:
    """The hours of a profile in UTC with their weights, for a reader so many hours ahead of UTC."""
    ahead = round(utc_offset_hours * MINUTES_PER_HOUR)
    return tuple(
        (first, last, weight)
        for start, end, weight in spans(profile)
        for first, last in around(start - ahead, end - ahead)
    )


def monday_of(asked: str) -> date:
    """The Monday of the week (UTC) in which a day or an instant lies."""
    day = day_of(asked)
    return day - timedelta(days=day.weekday())


def window_spans(window: Window, monday: date, calendars: Calendars, if_unknown: bool = False) -> list[Span]:
    """The minutes of one very week in which a window holds."""
    holidays = calendars.get(window.except_calendar or "")
    found: list[Span] = []
    for weekday in sorted(WEEKDAYS.index(name) for name in window.weekdays):
        for hours in window.hours_utc:
            start, end = (weekday * MINUTES_PER_DAY + _minute(part) for part in hours.split("-"))
            pieces = [(start, end)] if holidays is None else _by_day(start, end, holidays.ahead_min)
            found += [
                piece
                for piece in pieces
                if holidays is None or not holidays.free(_local_day(monday, piece[0], holidays), if_unknown)
            ]
    return found


def _minute(clock: str) -> int:
    return int(clock[:2]) * MINUTES_PER_HOUR + int(clock[3:5])


def _by_day(start: int, end: int, ahead_min: int) -> list[Span]:
    """A span cut where a day of the calendar begins."""
    cut = start + (-(start + ahead_min)) % MINUTES_PER_DAY
    return [(start, cut), (cut, end)] if start < cut < end else [(start, end)]


def _local_day(monday: date, minute: int, holidays: Holidays) -> str:
    return (monday + timedelta(days=(minute + holidays.ahead_min) // MINUTES_PER_DAY)).isoformat()


def window_at(windows: Iterable[Window], instant: str, calendars: Calendars, if_unknown: bool = False) -> Window | None:
    """The window that holds at an instant, if any."""
    monday = monday_of(instant)
    minute = (day_of(instant) - monday).days * MINUTES_PER_DAY + minute_of(instant)
    for window in windows:
        if any(start <= minute < end for start, end in window_spans(window, monday, calendars, if_unknown)):
            return window
    return None


def shares(
    windows: Sequence[Window], profile: Sequence[Weighted], asked: str, calendars: Calendars, if_unknown: bool = False
) -> list[tuple[Window, float]]:
    """For each window the share of a profile's requests that falls into it.

    On a day: over the week in which the day lies, its holidays left out.  At an instant: all or nothing.
    """
    if is_instant(asked):
        held = window_at(windows, asked, calendars, if_unknown)
        return [(window, 1.0 if window is held else 0.0) for window in windows]
    monday = monday_of(asked)
    whole = sum((end - start) * weight for start, end, weight in profile)
    return [
        (window, _common(window_spans(window, monday, calendars, if_unknown), profile) / whole) for window in windows
    ]


def _common(some: Sequence[Span], others: Sequence[Weighted]) -> int:
    """The minutes that two lists of spans have in common, times their weight."""
    return sum(max(0, min(end, to) - max(start, from_)) * weight for start, end in some for from_, to, weight in others)


def unknown_days(windows: Iterable[Window], asked: str, calendars: Calendars) -> list[str]:
    """The ids of calendars that do not know all days that the answer for a day or an instant needs."""
    found = []
    monday = monday_of(asked)
    for window in windows:
        holidays = calendars.get(window.except_calendar or "")
        if holidays is None:
            continue
        if is_instant(asked):
            unsure = window_at([window], asked, calendars) is not window_at([window], asked, calendars, True)
        else:
            unsure = window_spans(window, monday, calendars) != window_spans(window, monday, calendars, True)
        if unsure:
            found.append(str(window.except_calendar))
    return list(dict.fromkeys(found))
