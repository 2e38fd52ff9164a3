"""How long a figure may go unchecked: the limits for each kind, in one place for the build and the reader's browser.

Old is not wrong: a figure past its limit gets a badge and a line in a report, and still counts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from calc.text import first_day
from calc.units import DAYS_PER_MONTH

Kind = Literal["api_price", "tariff", "street_price", "specification"]
State = Literal["fresh", "amber", "red"]

# Days after `checked` up to which a figure counts as looked after; None: what was built does not change.
LIMIT_DAYS: dict[Kind, int | None] = {
    "api_price": 60,
    "tariff": 12 * int(DAYS_PER_MONTH),
    "street_price": 6 * int(DAYS_PER_MONTH),
    "specification": None,
}
KIND_WORDS: dict[Kind, str] = {
    "api_price": "API price",
    "tariff": "tariff",
    "street_price": "street price",
    "specification": "specification",
}
# How the figures of a price row end: rates, what batch, hours and regions make of them, fees and tools.
_OF_A_ROW = ("_usd_per_mtok", "_ratio", "_frac", "_calls")
_STREET = ("used_usd", "new_usd", "rental_usd_per_hour")


def kind_of(table: str, field: str) -> Kind:
    """The kind of a figure by its table and the last part of its key: `hardware`, `used_usd` -> street price."""
    if table == "api_model" and field.endswith(_OF_A_ROW):
        return "api_price"
    if table == "tariff":
        return "tariff"
    return "street_price" if field in _STREET else "specification"


def freshness(kind: Kind, checked: str, on: str) -> State:
    """Fresh; amber from half of the kind's limit on; red past the limit.  Both dates are days (YYYY-MM-DD)."""
    limit = LIMIT_DAYS[kind]
    if limit is None:
        return "fresh"
    age = (first_day(on) - first_day(checked)).days
    if age > limit:
        return "red"
    return "amber" if 2 * age >= limit else "fresh"


def due(kind: Kind, checked: str) -> str | None:
    """The last day on which the figure is not yet red (YYYY-MM-DD); None where it never is."""
    limit = LIMIT_DAYS[kind]
    return None if limit is None else (first_day(checked) + timedelta(days=limit)).isoformat()


def turns(kind: Kind, checked: str) -> tuple[str, str] | None:
    """The first amber day and the first red day (YYYY-MM-DD); None for a kind that has no limit.

    With these two a page that knows the reader's day needs to compare texts only.
    """
    limit = LIMIT_DAYS[kind]
    if limit is None:
        return None
    day = first_day(checked)
    return (day + timedelta(days=-(-limit // 2))).isoformat(), (day + timedelta(days=limit + 1)).isoformat()
