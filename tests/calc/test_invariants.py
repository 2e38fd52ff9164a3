"""What holds in every scenario: parts sum to totals, prices only push upwards, break-even means what it says."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from calc import figures, results, scenario
from calc.door import catalog
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Floor, Unknown
from calc.model import GRAPH
from calc.scenario import Scenario
from calc.tables import answer
from tests.calc.asking import INPUTS, NAMES, evaluation
from tests.calc.drawn import PINNED, RANGES, SCENARIOS, number, steady

CLOSE = 1e-9
# Totals and their parts.
SUMS = {
    "api_usd_per_request": [row[3] for row in answer.BILL],
    "api_usd_per_month": ["api_usage_usd_per_month", "api_fixed_usd_per_month"],
    "energy_kwh_per_month": ["busy_energy_kwh_per_month", "rest_energy_kwh_per_month"],
    "local_running_usd_per_month": ["electricity_usd_per_month", "labour_usd_per_month"],
    "local_usd_per_month": ["ownership_usd_per_month", "local_running_usd_per_month"],
    "local_total_usd_per_month": [name for _, name in answer.LOCAL],
    "rental_total_usd_per_month": ["rental_usd_per_month", "labour_usd_per_month", "rental_overflow_usd_per_month"],
    "requests_per_day": ["served_requests_per_day", "overflow_requests_per_day"],
    "input_tok_per_request": [
        "fresh_input_tok_per_request",
        "cache_read_tok_per_request",
        "cache_write_tok_per_request",
    ],
    "cache_write_tok_per_request": ["cache_write_short_tok_per_request", "cache_write_1h_tok_per_request"],
}
# A price, and what it must never make cheaper.
PRICES = {
    "electricity_usd_per_kwh": ["electricity_usd_per_month", "local_total_usd_per_month"],
    "load_power_w": ["energy_kwh_per_month", "busy_energy_kwh_per_output_mtok"],
    "idle_power_w": ["energy_kwh_per_month"],
    "labour_usd_per_hour": ["local_total_usd_per_month", "rental_total_usd_per_month"],
    "labour_hours_per_month": ["local_total_usd_per_month", "rental_total_usd_per_month"],
    "rental_usd_per_hour": ["rental_total_usd_per_month"],
    "api_input_usd_per_mtok": ["api_usd_per_month", "local_total_usd_per_month"],
    "api_output_usd_per_mtok": ["api_usd_per_month", "local_total_usd_per_month"],
    "api_cache_read_usd_per_mtok": ["api_usd_per_month"],
    "api_cache_write_usd_per_mtok": ["api_usd_per_month"],
    "api_cache_write_1h_usd_per_mtok": ["api_usd_per_month"],
    "api_tool_usd_per_1000_calls": ["api_usd_per_month"],
    "api_gateway_fee_frac": ["api_usd_per_month"],
    "api_region_rate_ratio": ["api_usd_per_month"],
    "api_fixed_usd_per_month": ["api_usd_per_month"],
    "requests_per_day": ["api_usd_per_month", "busy_hours_per_day", "energy_kwh_per_month", "rental_usd_per_month"],
    "output_tok_per_request": ["api_usd_per_month", "seconds_per_request_s"],
    "reasoning_tok_per_request": ["api_usd_per_month", "seconds_per_request_s"],
    "input_tok_per_request": ["api_usd_per_month", "seconds_per_request_s"],
    "hardware_usd": ["purchase_usd"],
    "host_usd": ["purchase_usd"],
    "cost_of_money_frac_per_year": ["ownership_usd_per_month"],
    "powered_hours_per_day": ["capacity_requests_per_day"],
}
CONFLICTING = {"busy_hours_per_day"}  # cannot exceed the hours switched on
MAY_BE_NEGATIVE = {
    *("api_price_change_frac_per_year", "cheapest_price_change_frac_per_year", "median_price_change_frac_per_year"),
    "utc_offset_hours",
}


def value(found: Evaluation, name: str) -> float | None:
    """A number, or None where there is none."""
    got = found.get(name)
    return float(got) if isinstance(got, int | float) and not isinstance(got, bool) else None


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-9)


@steady
@given(SCENARIOS)
def test_parts_sum_to_their_total(raw: dict[str, Any]) -> None:
    found = evaluation(None, **raw)
    for total, parts in SUMS.items():
        whole, pieces = value(found, total), [value(found, part) for part in parts]
        if None in pieces and GRAPH.nodes[total].kind == "input":
            continue  # what the requests split into is unknown where the box is; the requests are not
        if whole is not None:
            assert None not in pieces, f"{total} is known and one of its parts is not"
            assert close(whole, math.fsum(piece or 0.0 for piece in pieces)), total


def test_the_stacks_of_the_charts_are_these_parts() -> None:
    assert [name for _, name in answer.LOCAL] == SUMS["local_total_usd_per_month"]
    page_sums = {total: set(parts) for total, parts in SUMS.items()}
    assert {row[3] for row in answer.BILL} == page_sums["api_usd_per_request"]
    assert figures.CHARTS.keys() >= {"bill_stack", "energy_stack", "local_stack"}


@steady
@given(SCENARIOS)
@example({})
@example({"electricity_usd_per_kwh": 0.05, "api_model": "anthropic/claude-3-haiku"})
def test_own_equals_api_at_the_tipping_point(raw: dict[str, Any]) -> None:
    found = evaluation(None, **raw)
    tipping = value(found, "break_even_requests_per_day")
    if tipping is None:
        return
    at = found.overlay({"requests_per_day": tipping})
    own, api = value(at, "local_total_usd_per_month"), value(at, "api_usd_per_month")
    drift = value(found, "api_price_drift_ratio")
    assert own is not None and api is not None and drift is not None
    if tipping == 0:
        assert own <= api * drift + CLOSE
    else:
        assert math.isclose(own, api * drift, rel_tol=1e-6, abs_tol=1e-9)
        assert tipping <= (value(found, "capacity_requests_per_day") or 0.0) * (1 + CLOSE)
        below = found.overlay({"requests_per_day": tipping * 0.9})
        assert (value(below, "local_total_usd_per_month") or 0.0) > (
            value(below, "api_usd_per_month") or 0.0
        ) * drift - 1e-9


@steady
@given(SCENARIOS)
@example({"api_model": "deepinfra/qwen3.8-27b"})
def test_payback_times_saving_is_the_purchase(raw: dict[str, Any]) -> None:
    found = evaluation(None, **raw)
    months = value(found, "break_even_months")
    if months is None or value(found, "api_price_change_frac_per_year") != 0:
        return
    bill, running, overflow, purchase = (
        value(found, name) or 0.0
        for name in (
            "api_usd_per_month",
            "local_running_usd_per_month",
            "overflow_usd_per_month",
            "purchase_usd",
        )
    )
    assert close(months * (bill - running - overflow), purchase)


@steady
@given(SCENARIOS, st.floats(0, 5), st.floats(0, 5))
def test_dearer_hardware_never_costs_less_a_month(raw: dict[str, Any], one: float, other: float) -> None:
    found = evaluation(None, **raw)
    resale = value(found, "resale_frac")
    assume(resale is not None and resale <= 1)
    low, high = sorted((one * 1000, other * 1000))
    first, second = (
        value(found.overlay({"hardware_usd": price}), "local_total_usd_per_month") for price in (low, high)
    )
    assert first is None or second is None or first <= second + CLOSE * abs(second)


def _rests_hungry(found: Evaluation) -> bool:
    """A reader's box that draws less at work than at rest: more work then saves energy."""
    return (value(found, "load_power_w") or 0.0) < (value(found, "idle_power_w") or 0.0)


@pytest.mark.parametrize("price", PRICES)
def test_a_price_only_pushes_upwards(price: str) -> None:
    @settings(steady, max_examples=25)
    @given(SCENARIOS, number(GRAPH.nodes[price]), number(GRAPH.nodes[price]))
    def check(raw: dict[str, Any], one: float, other: float) -> None:
        found = evaluation(None, **{name: each for name, each in raw.items() if name not in CONFLICTING})
        low, high = (found.overlay({price: level}) for level in sorted((one, other)))
        for cost in PRICES[price]:
            if cost == "energy_kwh_per_month" and price == "requests_per_day" and _rests_hungry(found):
                continue
            first, second = value(low, cost), value(high, cost)
            assert first is None or second is None or first <= second + CLOSE * abs(second), cost

    check()


@steady
@given(SCENARIOS)
def test_nothing_is_negative(raw: dict[str, Any]) -> None:
    if raw.get("resale_frac", 0) > 1:
        raw = raw | {"resale_frac": 1}
    found = evaluation(None, **raw)
    negative = [name for name in NAMES if name not in MAY_BE_NEGATIVE and (value(found, name) or 0.0) < 0]
    assert negative == []


def test_a_sentence_about_hours_at_work_holds_though_the_reader_switches_the_box_off() -> None:
    """Prose may say "24 hours at work" while the reader's box is on for 8; there is no rest below nothing."""
    branch = evaluation(powered_hours_per_day=8).overlay({"busy_hours_per_day": 24.0, "load_power_w": 350.0})
    assert value(branch, "energy_kwh_per_month") == 252
    assert value(branch, "rest_energy_kwh_per_month") == 0


@steady
@given(SCENARIOS)
def test_batch_never_costs_more_than_standard(raw: dict[str, Any]) -> None:
    found = evaluation(None, **raw)
    standard = value(found.overlay({"batch_frac": 0.0}), "api_usd_per_month")
    batch = value(found.overlay({"batch_frac": 1.0}), "api_usd_per_month")
    assert standard is None or batch is None or batch <= standard + CLOSE


@steady
@given(SCENARIOS)
def test_the_cache_saves_where_its_rate_is_lower(raw: dict[str, Any]) -> None:
    found = evaluation(None, **raw).overlay({"cache_write_frac": 0.0})
    read, fresh = value(found, "api_cache_read_usd_per_mtok"), value(found, "api_input_usd_per_mtok")
    assume(read is not None and fresh is not None and read <= fresh)
    shares = [value(found.overlay({"cached_input_frac": share}), "api_usd_per_month") for share in (0.0, 0.3, 1.0)]
    known = [bill for bill in shares if bill is not None]
    assert all(later <= earlier + CLOSE for earlier, later in itertools.pairwise(known))


@steady
@given(PINNED)
def test_known_or_unknown_travels_downwards(raw: dict[str, Any]) -> None:
    """A plain product of known figures is known, and of an unknown one unknown."""
    found = evaluation(None, **raw)
    if "electricity_usd_per_month" in raw:
        return
    energy, rate = found.get("energy_kwh_per_month"), found.get("electricity_usd_per_kwh")
    cost = found.get("electricity_usd_per_month")
    unknown = any(isinstance(part, Unknown | Floor) for part in (energy, rate))
    assert isinstance(cost, Unknown) == unknown


@steady
@given(RANGES)
def test_a_range_holds_its_value(raw: dict[str, Any]) -> None:
    found = evaluation(None, **raw)
    for name in NAMES:
        _, low, high = results.settled(found, name)
        got = results.shown(found.get(name))
        if low is not None and high is not None:
            assert low <= high
            assert isinstance(got, int | float)
            assert low <= got <= high, name


@steady
@given(st.one_of(PINNED, RANGES))
def test_a_scenario_survives_link_and_json(raw: dict[str, Any]) -> None:
    first = scenario.parse(GRAPH, catalog(), raw)
    shown = scenario.from_link("?" + scenario.to_link(first.pins))
    assert list(shown) == list(first.pins)
    assert rounded(scenario.parse(GRAPH, catalog(), shown)) == rounded(first)
    assert scenario.parse(GRAPH, catalog(), scenario.to_json(first.pins)) == first


def rounded(parsed: Scenario) -> dict[str, Any]:
    """Pins as a link carries them: numbers at 12 digits, a range that shrank to a point being one."""

    def short(one: Any) -> Any:
        if isinstance(one, tuple):
            low, high = (float(f"{part:.12g}") for part in one)
            return low if low == high else (low, high)
        return float(f"{one:.12g}") if isinstance(one, float) else one

    return {name: short(one) for name, one in parsed.pins.items()}


def test_a_link_carries_only_what_was_changed() -> None:
    parsed = scenario.parse(GRAPH, catalog(), {"requests_per_day": "2,000", "hardware": "nvidia/rtx-4090"})
    kept = scenario.changed(GRAPH, parsed.pins)
    assert scenario.to_link(kept) in ("hardware=nvidia/rtx-4090", "hardware=nvidia%2Frtx-4090")


def test_every_input_was_drawn() -> None:
    assert {node.name for node in INPUTS} == {name for name in NAMES if GRAPH.nodes[name].kind == "input"}
