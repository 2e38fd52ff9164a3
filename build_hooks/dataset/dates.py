"""Dates of a day, month, quarter or year, as text: 2026-05-16, 2026-05, 2026-Q2, 2026; instants: 2026-05-16T04:00Z."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from calc.facts.moments import begins
from calc.text import first_day as parse

ANY = "a date that exists (YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD)"
DAY = "a day that exists (YYYY-MM-DD)"
MOMENT = "a date that exists (YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD) or an instant (YYYY-MM-DDThh:mmZ)"
_SHAPE = re.compile(r"\d{4}(-Q\d|-\d\d(-\d\d)?)?", re.ASCII)


@lru_cache(maxsize=8192)
def first_day(text: str) -> date | None:
    """The first day of the date, whatever its precision; None where there is no such date."""
    if not _SHAPE.fullmatch(text):
        return None
    try:
        return parse(text)
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Whether the text is a date of one day that exists."""
    return len(text) == len("2026-05-16") and first_day(text) is not None


def moment(text: str) -> str | None:
    """When a date of any precision or an instant begins, as an instant; None where there is no such moment."""
    try:
        return begins(text) if "T" in text or _SHAPE.fullmatch(text) else None
    except ValueError:
        return None
