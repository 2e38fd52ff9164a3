"""Moments as text: a date of any precision, or an instant in UTC to the minute, "2026-09-10T04:00Z".

Everything is compared as text of this one shape.  An instant asked for speaks for itself, a day for its noon: what
held for most of it, where something changed during the day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from calc.text import first_day

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)  # fromisoformat takes weeks and days without hyphens too
_INSTANT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(:[0-5]\d(\.\d+)?)?"
    r"(Z|(?P<sign>[+-])(?P<zone_hour>\d\d):(?P<zone_minute>[0-5]\d))",
    re.ASCII,
)


def is_instant(text: str) -> bool:
    """Whether the text is an instant and not a date."""
    return "T" in text


def parse(text: str) -> str:
    """A day or an instant as typed, in the one shape; seconds are dropped, other zones become UTC.

    Raises ValueError where there is no such moment, and where an instant names no zone.
    """
    if not is_instant(text):
        if not _DAY.fullmatch(text):
            raise ValueError(f"no day {text}")
        return date.fromisoformat(text).isoformat()
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(f"no instant {text}")
    minutes = int(found["hour"]) * MINUTES_PER_HOUR + int(found["minute"])
    zone = int(found["zone_hour"] or 0) * MINUTES_PER_HOUR + int(found["zone_minute"] or 0)
    return at_minute(date.fromisoformat(found["day"]), minutes + (zone if found["sign"] == "-" else -zone))


def at_minute(day: date, minutes: int) -> str:
    """The instant so many minutes after a day begins (before it, where negative)."""
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    hour, minute = divmod(rest, MINUTES_PER_HOUR)
    return f"{(day + timedelta(days)).isoformat()}T{hour:02}:{minute:02}Z"


@lru_cache(maxsize=8192)
def begins(text: str) -> str:
    """When a date of any precision or an instant begins.  Raises ValueError where there is no such moment."""
    if not is_instant(text):
        return f"{first_day(text).isoformat()}T00:00Z"
    if parse(text) != text:
        raise ValueError(f"write the instant {text} in UTC, to the minute")
    return text


def speaks_for(asked: str) -> str:
    """The moment that a day or an instant asked for speaks for: a day for its noon."""
    return asked if is_instant(asked) else f"{asked}T12:00Z"


def day_of(asked: str) -> date:
    """The day (UTC) of a day or an instant."""
    return date.fromisoformat(asked[:10])


def minute_of(instant: str) -> int:
    """Minutes since the day (UTC) of an instant began."""
    return int(instant[11:13]) * MINUTES_PER_HOUR + int(instant[14:16])
