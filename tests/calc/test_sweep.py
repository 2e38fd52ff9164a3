"""One input moved: crossings, and how much each input matters."""

from __future__ import annotations

import pytest

from calc.engine.gaps import Unknown
from calc.engine.sweep import greatest_crossing, least_crossing, number, sensitivity
from tests.calc.asking import evaluation


def test_a_straight_line_is_met() -> None:
    assert least_crossing(lambda x: 30 - 3 * x, 0, 100) == pytest.approx(10, rel=1e-12)


def test_a_bend_is_met() -> None:
    assert least_crossing(lambda x: 2 - x**3, 0, 100) == pytest.approx(2 ** (1 / 3), rel=1e-9)


def test_a_kink_is_met() -> None:
    assert least_crossing(lambda x: max(5 - x, 40 - 20 * x), 0, 1000) == pytest.approx(5, rel=1e-9)


def test_crossed_from_the_start() -> None:
    assert least_crossing(lambda x: x - 5, 0, 100) == 0


def test_crossed_at_the_very_end() -> None:
    assert least_crossing(lambda x: 100 - x, 0, 100) == pytest.approx(100)


def test_never_crossed() -> None:
    assert least_crossing(lambda _: 1.0, 0, 100) is None
    assert greatest_crossing(lambda _: 1.0, 0, 100) is None


def test_the_greatest_place() -> None:
    assert greatest_crossing(lambda x: 3 * x - 30, 0, 100) == pytest.approx(10, rel=1e-12)
    assert greatest_crossing(lambda x: x - 500, 0, 100) == 100


def test_the_place_found_is_on_the_near_side() -> None:
    """What is called break-even is no dearer, up to the precision of the search."""
    for rate in (0.1, 0.37, 3.0, 41.0):
        place = least_crossing(lambda x, rate=rate: 17 - rate * x, 0, 1000)  # type: ignore[misc]
        assert place is not None
        assert 17 - rate * place <= 1e-9


def test_sensitivity_is_strongest_first() -> None:
    base = evaluation(electricity_usd_per_month=80, ownership_usd_per_month=20, overflow_usd_per_month=0)
    names = ["ownership_usd_per_month", "electricity_usd_per_month", "lifetime_years"]
    found = sensitivity(base, "local_total_usd_per_month", names)
    assert [(one.name, one.low, one.high) for one in found] == [
        ("electricity_usd_per_month", 92.0, 108.0),
        ("ownership_usd_per_month", 98.0, 102.0),
        ("lifetime_years", 100.0, 100.0),
    ]
    assert found[0].swing == pytest.approx(16)
    assert found[2].swing == 0


def test_only_numbers_are_numbers() -> None:
    assert number(True) is None
    assert number(None) is None
    assert number("3") is None
    assert number(Unknown("why")) is None
    assert number(1 / 3) == 0.333333333333


def test_the_tipping_power_price() -> None:
    """1,200 W around the clock are 864 kWh; a bill of 86.40 is met at 0.10."""
    values = {"load_power_w": 1200, "busy_hours_per_day": 24, "ownership_usd_per_month": 0, "overflow_usd_per_month": 0}
    found = evaluation(None, **values, api_usd_per_month=86.4).get("break_even_electricity_usd_per_kwh")
    assert found == pytest.approx(0.1, rel=1e-9)
    assert evaluation(None, **values, api_usd_per_month=1e6).get("break_even_electricity_usd_per_kwh") == 5
    dear = values | {"ownership_usd_per_month": 100}
    assert evaluation(None, **dear, api_usd_per_month=86.4).get("break_even_electricity_usd_per_kwh") is None
