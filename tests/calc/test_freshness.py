"""Freshness: amber at half the limit, red past it, and never for what cannot change."""

from datetime import date, timedelta

import pytest

from calc.facts.freshness import LIMIT_DAYS, Kind, due, freshness, kind_of, turns


@pytest.mark.parametrize(
    ("kind", "on", "state"),
    [
        # Checked on 23 November 2026.  A limit of 60 days ends on 22 January 2027, its half on 23 December.
        ("api_price", "2026-11-01", "fresh"),
        ("api_price", "2026-11-23", "fresh"),
        ("api_price", "2026-12-22", "fresh"),
        ("api_price", "2026-12-23", "amber"),
        ("api_price", "2027-01-22", "amber"),
        ("api_price", "2027-01-23", "red"),
        # 6 months of 30 days: half is 90 days (21 February), the end 180 (22 May).
        ("street_price", "2027-02-20", "fresh"),
        ("street_price", "2027-02-21", "amber"),
        ("street_price", "2027-05-22", "amber"),
        ("street_price", "2027-05-23", "red"),
        # 12 months: half is 180 days, the end 360 (18 November 2027).
        ("tariff", "2027-05-22", "amber"),
        ("tariff", "2027-11-18", "amber"),
        ("tariff", "2027-11-19", "red"),
        ("specification", "2099-01-01", "fresh"),
    ],
)
def test_amber_at_half_and_red_past_the_limit(kind, on, state):
    assert freshness(kind, "2026-11-23", on) == state


def test_the_due_day_is_the_last_that_is_not_red():
    assert due("api_price", "2026-11-23") == "2027-01-22"
    assert due("specification", "2026-11-23") is None


@pytest.mark.parametrize(
    ("table", "field", "kind"),
    [
        ("api_model", "cache_read_usd_per_mtok", "api_price"),
        ("api_model", "tool_usd_per_1000_calls", "api_price"),
        ("api_model", "gateway_fee_frac", "api_price"),
        ("api_model", "input_ratio", "api_price"),
        ("api_model", "region_rate_ratio", "api_price"),
        ("api_model", "context_tok", "specification"),
        ("api_model", "status", "specification"),
        ("tariff", "electricity_usd_per_kwh", "tariff"),
        ("hardware", "used_usd", "street_price"),
        ("hardware", "memory_gb", "specification"),
        ("rental", "rental_usd_per_hour", "street_price"),
        ("benchmark", "score_elo", "specification"),
    ],
)
def test_the_kind_follows_from_the_key(table, field, kind):
    assert kind_of(table, field) == kind
    assert kind in LIMIT_DAYS


@pytest.mark.parametrize("kind", LIMIT_DAYS)
@pytest.mark.parametrize("checked", ["2026-11-23", "2024-02-28", "2026-12-31"])
def test_the_days_on_which_it_turns_are_the_first_ones(kind: Kind, checked: str) -> None:
    days = turns(kind, checked)
    if LIMIT_DAYS[kind] is None:
        assert days is None
        return
    assert days is not None
    for day, state, before in zip(days, ("amber", "red"), ("fresh", "amber"), strict=True):
        eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        assert (freshness(kind, checked, eve), freshness(kind, checked, day)) == (before, state)
