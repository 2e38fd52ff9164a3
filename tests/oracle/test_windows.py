"""A second opinion on hours, weekdays and holidays: model-prices, its own data and its own engine, hour by hour.

It is the only public data set that knows weekdays and Chinese holidays.  Rates are compared too: where one of the two
moves, this fails and somebody has to look.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import model_prices
import pytest

from tests.calc.asking import evaluation

FRESH, READ, OUTPUT = 1000, 9000, 500
RELATIVE = 1e-12
HOURS_PER_WEEK = 168
# Our model, theirs, the Monday of a week, and how many of its hours are at another price than the others.
WEEKS = [
    ("deepseek-flash", "deepseek-flash", "2026-10-12", 35),  # a plain week
    ("deepseek-flash", "deepseek-flash", "2026-10-05", 14),  # Monday to Wednesday are holidays
    ("deepseek-flash", "deepseek-flash", "2026-09-28", 21),  # Thursday and Friday are
    ("deepseek-flash", "deepseek-flash", "2026-09-21", 28),  # the Mid-Autumn Festival, a Friday
    ("deepseek-v4-flash", "deepseek-v4-flash", "2026-10-12", 35),
    ("deepseek-v4-pro", "deepseek-v4-pro", "2026-08-24", 35),
    ("deepseek-v4-pro", "deepseek-v4-pro", "2026-10-05", 14),
    ("deepseek-v4-flash", "deepseek-v4-flash", "2026-07-06", 0),  # before peak hours existed
    ("deepseek-v3", "deepseek-chat", "2025-07-07", 7 * 8),  # a discount that begins and ends at half past
]


def instants(monday: str) -> Iterator[datetime]:
    """Each hour of a week: its first minute, the middle and its last minute."""
    start = datetime.fromisoformat(monday).replace(tzinfo=UTC)
    for hour in range(HOURS_PER_WEEK):
        for minute in (0, 30, 59):
            yield start + timedelta(hours=hour, minutes=minute)


def ours(model: str, at: datetime) -> float:
    """The bill of one request at an instant, by the guide."""
    asked = at.strftime("%Y-%m-%dT%H:%MZ")
    found = evaluation(
        asked,
        api_model=f"deepseek/{model}",
        input_tok_per_request=FRESH + READ,
        cached_input_frac=READ / (FRESH + READ),
        output_tok_per_request=OUTPUT,
    )
    return float(found.get("api_usd_per_request"))


def theirs(model: str, at: datetime) -> float:
    """The same by the other package; it takes disjoint counts."""
    found = model_prices.cost(
        model, input_tokens=FRESH, cache_read_tokens=READ, output_tokens=OUTPUT, at=at, provider="deepseek"
    )
    assert found is not None, f"{model} has no price at {at}"
    return float(found)


@pytest.mark.parametrize(("model", "named", "monday", "different"), WEEKS)
def test_each_hour_of_a_week(model: str, named: str, monday: str, different: int) -> None:
    bills = [(at, ours(model, at), theirs(named, at)) for at in instants(monday)]
    apart = [
        f"{at}: {one} here, {other} there" for at, one, other in bills if not math.isclose(one, other, rel_tol=RELATIVE)
    ]
    assert apart == []
    seen = [one for at, one, _ in bills if at.minute == 0 or at.minute == 30]
    usual = max(set(seen), key=seen.count)
    assert sum(one != usual for one in seen) == 2 * different, "half hours at another price"


def test_a_wrong_hour_is_seen() -> None:
    peak, off_peak = (datetime(2026, 10, 12, hour, tzinfo=UTC) for hour in (2, 5))
    assert not math.isclose(ours("deepseek-flash", peak), theirs("deepseek-flash", off_peak), rel_tol=RELATIVE)
    saturday, holiday = datetime(2026, 10, 17, 2, tzinfo=UTC), datetime(2026, 10, 5, 2, tzinfo=UTC)
    assert ours("deepseek-flash", saturday) == ours("deepseek-flash", holiday) == ours("deepseek-flash", off_peak)
