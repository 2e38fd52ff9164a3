"""Numbers to words, at the places where the form changes."""

from __future__ import annotations

import math
from datetime import date

import pytest

from calc import text
from calc.units import UNITS, round12, unit_of, whole_up

WORDS: list[tuple[str, object, str]] = [
    # sums of money: cents up to a hundred, whole dollars from there, two digits where it is less than a cent
    ("usd", 0, "$0.00"),
    ("usd", 0.1, "$0.10"),
    ("usd", 0.0999, "$0.10"),
    ("usd", 0.05, "$0.05"),
    ("usd", 0.00027, "$0.00027"),
    ("usd", 0.000123456, "$0.00012"),
    ("usd", 16.2, "$16.20"),
    ("usd", 99.99, "$99.99"),
    ("usd", 750, "$750"),
    ("usd", 999.99, "$1,000"),
    ("usd", 1000, "$1,000"),
    ("usd", 1234567.8, "$1,234,568"),
    ("usd", -50, "−$50.00"),
    ("usd", -0.0, "$0.00"),
    ("usd", 1e-300, "$0.00"),
    # bills keep their cents up to a thousand
    ("usd_per_month", 810, "$810.00"),
    ("usd_per_month", 1620, "$1,620"),
    # rates: never rounded away
    ("usd_per_mtok", 0.1, "$0.10"),
    ("usd_per_mtok", 0.125, "$0.125"),
    ("usd_per_mtok", 5, "$5.00"),
    ("usd_per_kwh", 0.1805, "$0.1805"),
    ("usd_per_mtok", 0, "$0.00"),
    # plain: three digits, whole numbers kept
    ("w", 334, "334 W"),
    ("w", 1234.5, "1,234 W"),
    ("tok_per_s", 39.84, "39.8 tok/s"),
    # spans of time: two digits, because a payback in tenths of a month is no forecast
    ("months", 11.774, "12 months"),
    ("months", 7.47, "7.5 months"),
    ("months", 0.468, "0.47 months"),
    ("months", 300.2, "300 months"),
    ("months", 1, "1 month"),
    ("lifetime_years", 1, "1 year"),
    ("context_tok", 1, "1 token"),
    ("kwh_per_month", 0, "0 kWh"),
    ("s", 0.02512, "0.0251 s"),
    ("gb", 9.999, "10 GB"),
    # counts: whole from ten on
    ("count", 9.96, "9.96"),
    ("count", 10, "10"),
    ("requests_per_day", 8936.9, "8,937"),
    ("count", 1_000_000, "1,000,000"),
    # shares
    ("cached_input_frac", 0.3, "30%"),
    ("cached_input_frac", 0.12345, "12.3%"),
    ("cached_input_frac", 1, "100%"),
    ("peak_load_frac", 2.5, "250%"),
    ("api_price_change_frac_per_year", -0.5, "−50% a year"),
    # no number
    ("break_even_months", None, "never"),
    ("hardware_owned", True, "yes"),
    ("hardware_owned", False, "no"),
    ("cheapest_option", "api", "api"),
]
RANGES: list[tuple[str, float, float, str]] = [
    ("kwh_per_month", 252, 324, "252–324 kWh"),
    ("usd", 25.2, 97.2, "$25.20–$97.20"),
    ("usd", 5, 5.001, "$5.00"),
    ("frac", 0.1, 0.3, "10–30%"),
    ("requests_per_day", 1000, 2000, "1,000–2,000"),
    ("usd", -5, 5, "−$5.00–$5.00"),
]
ABOUT: list[tuple[float, float]] = [
    *((25.2, 25), (97.2, 100), (0, 0), (1, 1), (1.4, 1), (1.6, 2), (2.2, 2), (2.3, 2.5), (3.7, 2.5), (3.8, 5)),
    *((7.4, 5), (7.6, 10), (99, 100), (0.00026, 0.00025), (-25.2, -25), (100, 100), (999_999, 1_000_000)),
]
FIELDS: list[tuple[str, object, str]] = [
    ("requests_per_day", 2000, "2,000"),
    ("electricity_usd_per_kwh", 0.1805, "0.1805"),
    ("cached_input_frac", 0.3, "30%"),
    ("load_power_w", (350.0, 450.0), "350–450"),
    ("cached_input_frac", (0.1, 0.3), "10%–30%"),
    ("break_even_months", None, ""),
    ("hardware", "nvidia/rtx-3090", "nvidia/rtx-3090"),
    ("hardware_owned", True, "yes"),
    ("load_power_w", 0.1 + 0.2, "0.3"),
    ("resale_frac", -0.5, "−50%"),
]
DAYS = [
    ("2026-05-16", "16 May 2026", date(2026, 5, 16)),
    ("2026-05", "May 2026", date(2026, 5, 1)),
    ("2026-Q2", "Q2 2026", date(2026, 4, 1)),
    ("2026", "2026", date(2026, 1, 1)),
]


@pytest.mark.parametrize(("name", "value", "wanted"), WORDS)
def test_a_value_reads_as_people_write_it(name: str, value: object, wanted: str) -> None:
    assert text.words(value, name) == wanted


@pytest.mark.parametrize(("name", "low", "high", "wanted"), RANGES)
def test_a_range_names_its_unit_once(name: str, low: float, high: float, wanted: str) -> None:
    assert text.words((low + high) / 2, name, low, high) == wanted


@pytest.mark.parametrize(("value", "wanted"), ABOUT)
def test_about_is_the_nearest_handy_number(value: float, wanted: float) -> None:
    assert text.about_value(value) == wanted


def test_about_in_words() -> None:
    assert text.words(61.2, "usd", 25.2, 97.2, "about") == "$25–$100"
    assert text.words(0.12, "frac", style="about") == "10%"
    assert text.words(288, "kwh_per_month", style="about") == "250 kWh"


def test_bare_words_have_no_unit_but_money() -> None:
    assert text.words(334, "w", style="bare") == "334"
    assert text.words(16.2, "usd", style="bare") == "$16.20"


@pytest.mark.parametrize(("name", "value", "wanted"), FIELDS)
def test_a_field_rounds_nothing_away(name: str, value: object, wanted: str) -> None:
    assert text.field(value, name) == wanted


@pytest.mark.parametrize(("written", "words", "first"), DAYS)
def test_a_date_of_any_precision_has_words_and_a_first_day(written: str, words: str, first: date) -> None:
    assert text.day(written) == words
    assert text.first_day(written) == first


@pytest.mark.parametrize("written", ["2026-Q5", "2026-Q0", "2026-13", "2026-02-30", "soon"])
def test_a_day_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        text.first_day(written)


def test_an_ulp_never_flips_a_word() -> None:
    """0.1 + 0.2 is written as 0.3, and a hair under a boundary as the boundary."""
    assert text.words(0.1 + 0.2, "w") == text.words(0.3, "w")
    assert text.words(math.nextafter(1000.0, 0), "usd") == "$1,000"
    assert text.words(math.nextafter(10.0, 0), "count") == "10"
    assert whole_up(3.0000000000001) == 3
    assert whole_up(3.0001) == 4


def test_twelve_digits() -> None:
    assert round12(1 / 3) == 0.333333333333
    assert round12(0) == 0
    assert math.isinf(round12(math.inf))


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("local_levelized_usd_per_output_mtok", "usd_per_output_mtok"),
        ("api_usd_per_month", "usd_per_month"),
        ("success_frac_api", "frac"),
        ("hardware.nvidia/rtx-3090.memory_gb", "gb"),
        ("params_b", "params_b"),
        ("active_params_b", "params_b"),
        ("api_price_change_frac_per_year", "frac_per_year"),
        ("local_usd_per_accepted_request", "usd_per_accepted_request"),
        ("concurrency", "concurrency"),
    ],
)
def test_the_longest_suffix_is_the_unit(name: str, suffix: str) -> None:
    unit = unit_of(name)
    assert unit is not None
    assert unit.suffix == suffix


@pytest.mark.parametrize("name", ["hardware", "verdict", "speed_basis", "weights_fit"])
def test_a_name_without_a_suffix_has_no_unit(name: str) -> None:
    assert unit_of(name) is None


def test_every_unit_writes_a_number() -> None:
    for suffix, unit in UNITS.items():
        assert "#" in unit.pattern
        assert text.words(2.0, suffix)
