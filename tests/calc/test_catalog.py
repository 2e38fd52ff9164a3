"""What held on a day: dates of every precision, announcements, ranges, gaps.  On a catalog made for this."""

from __future__ import annotations

from typing import Any

import pytest

from calc.facts.catalog import Catalog, Snapshot
from calc.lookups.api import rates_for
from tests.calc.asking import ask

COMMON = {"source": "somebody", "checked": "2026-06-01", "how": "imported", "line": 7}


def dated(since: str, **rest: Any) -> dict[str, Any]:
    return {"since": since, **COMMON, **rest}


def price(since: str, rate: str, **rest: Any) -> dict[str, Any]:
    return dated(since, input_usd_per_mtok=rate, output_usd_per_mtok=rate, **rest)


HARDWARE = {
    "memory_gb": [dated("2024", value="16"), dated("2025-Q2", value="24"), dated("2025-08", value="32")],
    "used_usd": [dated("2025-03-10", low="700", high="900"), dated("2026-01-01", value="650", announced=True)],
}
PRICES = {
    "acme/steady": [price("2025-01-01", "1.00"), price("2025-07-01", "0.50")],
    "acme/announced": [price("2025-01-01", "1.00"), price("2026-01-01", "2.00", announced=True)],
    "acme/overtaken": [
        price("2025-01-01", "1.00"),
        price("2025-Q4", "2.00", announced=True),
        price("2025-12-01", "3.00"),
    ],
    "acme/tiered": [
        price(
            "2025-01-01",
            "1.00",
            tiers=[
                {"when": ">", "prompt_tok": 100, "input_usd_per_mtok": "2", "output_usd_per_mtok": "2"},
                {"when": ">=", "prompt_tok": 200, "input_usd_per_mtok": "3", "output_usd_per_mtok": "3"},
            ],
        )
    ],
}
DATA = {
    "edition": "2026-06-01",
    "sources": {"somebody": {"title": "Somebody's list", "publisher": "Somebody", "url": "https://example.org"}},
    "tables": {
        "hardware": {
            "acme/card": {"file": "prices/hardware/acme.yml", "line": 3, "fields": {"name": "Card"}, "values": HARDWARE}
        },
        "api_model": {
            model: {"file": "prices/api/acme.yml", "line": 1, "fields": {"name": model}, "values": {}, "prices": rows}
            for model, rows in PRICES.items()
        },
    },
}


def on(day: str) -> Snapshot:
    return Catalog(DATA).at(day)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2023-12-31", None),
        ("2024-01-01", "16"),
        ("2025-03-31", "16"),
        ("2025-04-01", "24"),  # the second quarter begins
        ("2025-07-31", "24"),
        ("2025-08-01", "32"),
        ("2030-01-01", "32"),
    ],
)
def test_a_value_holds_from_its_first_day_until_the_next(day: str, value: str | None) -> None:
    fact = on(day).fact("hardware", "acme/card", "memory_gb")
    assert (fact.value if fact else None) == value


def test_a_fact_can_be_cited() -> None:
    fact = on("2026-01-01").fact("hardware", "acme/card", "memory_gb")
    assert fact is not None
    assert (fact.key, fact.unit, fact.number) == ("hardware.acme/card.memory_gb", "GB", 32.0)
    assert (fact.file, fact.line, fact.date) == ("prices/hardware/acme.yml", 7, "2025-08")
    assert (fact.source, fact.checked, fact.how) == ("somebody", "2026-06-01", "imported")


def test_the_middle_stands_for_a_range() -> None:
    fact = on("2025-05-01").fact("hardware", "acme/card", "used_usd")
    assert fact is not None
    assert (fact.value, fact.low, fact.high) == ("800", "700", "900")


def test_an_announcement_is_never_applied() -> None:
    fact = on("2026-05-01").fact("hardware", "acme/card", "used_usd")
    assert fact is not None
    assert fact.value == "800"


def test_what_is_not_known_is_none() -> None:
    snapshot = on("2026-01-01")
    assert snapshot.fact("hardware", "acme/card", "new_usd") is None
    assert snapshot.fact("hardware", "acme/other", "memory_gb") is None
    assert snapshot.fact("nothing", "acme/card", "memory_gb") is None
    assert snapshot.attribute("hardware", "acme/card", "kind") is None
    assert snapshot.price("acme/none") is None
    assert snapshot.announced("acme/none") is None
    assert list(snapshot.ids("nothing")) == []


@pytest.mark.parametrize(
    ("model", "day", "rate", "pending"),
    [
        ("acme/steady", "2024-12-31", None, None),
        ("acme/steady", "2025-06-30", "1.00", None),
        ("acme/steady", "2025-07-01", "0.50", None),
        ("acme/announced", "2025-12-31", "1.00", None),
        ("acme/announced", "2026-01-01", "1.00", "2.00"),
        ("acme/overtaken", "2025-09-30", "1.00", None),
        ("acme/overtaken", "2025-10-01", "1.00", "2.00"),  # the fourth quarter begins
        ("acme/overtaken", "2025-12-01", "3.00", None),  # a checked price came after it
    ],
)
def test_the_price_in_force(model: str, day: str, rate: str | None, pending: str | None) -> None:
    found = on(day).price(model)
    if rate is None:
        assert found is None
        return
    assert found is not None
    assert found.row.input_usd_per_mtok == rate
    assert [row.input_usd_per_mtok for row in found.pending] == ([pending] if pending else [])


def test_the_next_announcement() -> None:
    before = on("2025-12-31").announced("acme/announced")
    assert before is not None
    assert before.row.input_usd_per_mtok == "2.00"
    assert on("2026-01-01").announced("acme/announced") is None


@pytest.mark.parametrize(
    ("prompt", "rate"), [(0, "1.00"), (100, "1.00"), (101, "2"), (199, "2"), (200, "3"), (1e6, "3")]
)
def test_the_last_tier_passed_counts(prompt: float, rate: str) -> None:
    found = on("2026-01-01").price("acme/tiered")
    assert found is not None
    assert rates_for(found.row, prompt).input_usd_per_mtok == rate


def test_a_base_rate_is_a_fact() -> None:
    fact = on("2026-01-01").fact("api_model", "acme/steady", "input_usd_per_mtok")
    assert fact is not None
    assert (fact.key, fact.value, fact.unit) == ("api_model.acme/steady.input_usd_per_mtok", "0.50", "$/1M tok")
    assert on("2026-01-01").fact("api_model", "acme/steady", "cache_read_usd_per_mtok") is None


def test_a_day_is_looked_up_once() -> None:
    catalog = Catalog(DATA)
    assert catalog.at("2026-01-01") is catalog.at("2026-01-01")


def test_hours_rest_on_the_calendar_that_they_leave_out() -> None:
    found = ask("api_usd_per_month", {"api_model": "deepseek/deepseek-flash"})
    (cited,) = [fact for fact in found["facts"] if fact["key"].startswith("calendar.")]
    assert (cited["key"], cited["value"]) == ("calendar.cn-public-holidays.days_count", "33")
    assert (cited["source"], cited["file"]) == ("cn-holidays-2026", "prices/calendars/china.yml")
    without = ask("api_usd_per_month", {"api_model": "deepseek/deepseek-v4-flash"}, "2026-08-20")
    assert not [fact for fact in without["facts"] if fact["key"].startswith("calendar.")]
