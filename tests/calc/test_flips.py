"""What would change the answer: only what would, in words that fit the answer there is."""

from __future__ import annotations

from typing import Any

from calc.parts.flips import flips
from calc.sentences import plain
from tests.calc.asking import evaluation

SIZE = {"capacity_requests_per_day": 9000, "break_even_electricity_usd_per_kwh": 0.3, "electricity_usd_per_kwh": 0.2}
API_PAYS = {**SIZE, "api_usd_per_month": 10, "local_total_usd_per_month": 40, "break_even_requests_per_day": 5000}
BOX_PAYS = {**SIZE, "api_usd_per_month": 100, "local_total_usd_per_month": 40, "break_even_requests_per_day": 800}
PRIVACY = "If privacy, working offline or control is what binds you, none of this matters: run it yourself."


def said(**values: Any) -> list[str]:
    return [plain(parts) for _, parts in flips(evaluation("2026-11-23", **values))]


def test_where_the_api_is_cheaper_all_that_speaks_for_the_box_is_said() -> None:
    volume, experts, _, boundary, privacy = said(**API_PAYS)
    assert volume == "Volume: from 5,000 requests a day the box costs no more than the API; it can serve 9,000."
    assert experts.startswith("A mixture of experts") and boundary.startswith("What the box is charged with")
    assert privacy == PRIVACY


def test_where_the_box_is_cheaper_only_what_speaks_against_it() -> None:
    assert said(**BOX_PAYS, overflow_requests_per_day=0) == [
        "Volume: below 800 requests a day the API costs less; the box can serve 9,000.",
        "Power above $0.30 a kilowatt-hour; yours is $0.20.",
        PRIVACY,
    ]


def test_a_box_that_is_full_may_still_want_a_faster_model() -> None:
    assert said(**BOX_PAYS, overflow_requests_per_day=500)[1].startswith("A mixture of experts")


def test_a_box_that_costs_nothing_to_have_is_cheaper_at_any_volume() -> None:
    first, *_ = said(**{**BOX_PAYS, "break_even_requests_per_day": 0}, overflow_requests_per_day=0)
    assert first == "No volume: however small it is, the box costs no more than the API; it can serve 9,000."
