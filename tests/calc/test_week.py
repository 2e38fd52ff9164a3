"""Weeks as people write them: each way of writing, the one way they are written back, and every fault's message."""

from __future__ import annotations

import pytest

from calc.errors import CalcError
from calc.facts.week import LONGEST, NAMED, read
from tests.calc.asking import ask, reply

EXAMPLE = "mon-fri 09:00-12:00 13:00-18:00; sat 10:00-14:00 x0.3"
# As typed, as written back.
READ = [
    (EXAMPLE, EXAMPLE),
    ("Mon - Fri 9-12, 13-18; Saturday 10:00–14:00 × 0.3", EXAMPLE),
    ("sat 10-14 x3\nmonday,tues,wed,thurs,fri 9-12 13-18 x10", EXAMPLE),
    ("9-17", "mon-sun 09:00-17:00"),
    ("mon 9:05-17:55", "mon 09:05-17:55"),
    ("fri 22-6", "fri 22:00-06:00"),
    ("sun 22:00-02:00", "sun 22:00-02:00"),
    ("mon 0-2; sun 22-24", "sun 22:00-02:00"),
    ("fri 20-0", "fri 20:00-24:00"),
    ("fri 20-24; sat 0-20", "fri 20:00-24:00; sat 00:00-20:00"),
    ("sat-mon 10-12", "mon,sat-sun 10:00-12:00"),
    ("mon wed 10-12 x5", "mon,wed 10:00-12:00"),
    ("mon 9-10 x3; tue 9-10 x7", "mon 09:00-10:00 x3; tue 09:00-10:00 x7"),
    ("mon 9-10 x2; tue 9-10", "mon 09:00-10:00; tue 09:00-10:00 x0.5"),
    ("mon 9-10 x.125; mon 10-11", "mon 09:00-10:00 x0.125; mon 10:00-11:00"),
    ("mon 9-11; mon 11-12", "mon 09:00-12:00"),
    ("mon [0 0 0 0 0 0 0 0 0 1 1 1 0 0 0 0 0 0 0 0 0 0 0 0]", "mon 09:00-12:00"),
    *((week, name) for name, week in NAMED.items()),
    ("mon-sun 0-24 x7", "around-the-clock"),
]


@pytest.mark.parametrize(("typed", "written"), READ)
def test_a_week_is_read_in_many_ways_and_written_in_one(typed: str, written: str) -> None:
    assert read("hours_profile", typed) == written
    if written not in NAMED:
        assert read("hours_profile", written) == written


def test_weights_hour_by_hour_are_written_as_rows_where_that_is_shorter() -> None:
    row = "[0 0 0 0 0 0 1 2 5 8 9 9 7 8 9 8 6 3 1 1 0 0 0 0]"
    assert read("hours_profile", f"mon-fri {row}; sat {row.replace(' ', ', ')}") == f"mon-sat {row}"


# As typed; what was expected, what was found, what to do.
FAULTS = [
    ("mno 9-10", "a weekday such as mon, or days such as mon-fri", "'mno' in 'mno 9-10'", "mon?"),
    ("mon 9-10; tue-fir 9-10", "a weekday", "'fir' in 'tue-fir 9-10'", "fri?"),
    ("mon 20-25:00", "a time from 00:00 to 24:00", "'25:00' in", "write 9:30 or 17:00"),
    ("mon 9-12:60", "a time from", "'12:60' in", "17:00"),
    ("mon 9am-5pm", "a time from", "'9am' in", "5 pm is 17:00"),
    ("mon; tue 9-10", "hours such as 09:00-17:00", "none in 'mon'", "from and to"),
    ("tue 9", "hours such as 09:00-17:00", "'9' in 'tue 9'", "from and to"),
    ("tue 9-9", "hours that end after they begin", "'9-9'", "a whole day is 00:00-24:00"),
    ("tue 24:00-3:00", "hours that end after they begin", "'24:00-3:00'", "00:00-24:00"),
    ("tue 9-10 x0", "a weight above 0", "'x0'", "leave out the hours"),
    ("tue 9-10 x-2", "a weight such as x0.3 or x2", "'x-2'", "requests per hour against"),
    ("tue 9-10 x1e3", "a weight such as", "'x1e3'", "requests per hour"),
    ("tue 9-10 x0.0001", "a weight such as", "'x0.0001'", "to three decimals"),
    ("tue 9-10 x9000000", "at most 1,000,000", "'x9000000'", "requests per hour"),
    ("tue 9-10 x1000000; wed 9-10 x.001", "weights that differ less", "'tue 9-10", "1,000,000 times the least"),
    ("tue 9-12; mon-fri 11-13", "each hour once", "tue 11:00 again in 'mon-fri 11-13'", "do not add up"),
    ("mon 22-6; tue 5-7", "each hour once", "tue 05:00 again", "do not add up"),
    ("tue [1 2 3]", "24 weights in brackets", "3 in 'tue [1 2 3]'", "one for each hour from midnight on"),
    ("tue 9-10 [1]", "24 weights in brackets", "1 in", "0 where there are no requests"),
    ("tue [" + "0 " * 24 + "]", "at least an hour of requests a week", "'tue [", "as in mon-fri"),
    ("tue 9:00-9:59", "at least an hour of requests a week", "'tue 9:00-9:59'", "as in mon-fri"),
    ("tue 9-10 " * 300, f"at most {LONGEST:,} characters", "2,699", "as one piece"),
]


@pytest.mark.parametrize(("typed", "expected", "got", "hint"), FAULTS)
def test_every_fault_has_its_place_and_the_next_step(typed: str, expected: str, got: str, hint: str) -> None:
    with pytest.raises(CalcError) as raised:
        read("hours_profile", typed)
    error = raised.value
    assert (error.type, error.input) == ("bad_hours", "hours_profile")
    assert expected in error.expected
    assert got in error.got
    assert hint in error.hint


def test_a_fault_is_told_in_the_words_of_the_form_and_no_number_comes() -> None:
    answered = reply(call="page", scenario={"hours_profile": "mon 9-25"}, inputs=["hours_profile"])
    assert "result" not in answered
    said = "Hours of use: expected a time from 00:00 to 24:00, got '25' in 'mon 9-25'; write 9:30 or 17:00"
    assert answered["error"]["message"] == said


def test_a_word_that_is_no_profile_is_told_that_days_and_hours_will_do() -> None:
    answered = reply(call="evaluate", quantity="api_usd_per_month", scenario={"hours_profile": "weekends"})
    assert answered["error"]["message"].endswith(
        "expected around-the-clock, office, evenings, nights, got 'weekends'; "
        "or days with hours, such as mon-fri 09:00-18:00"
    )


def test_a_link_carries_the_week_in_its_one_way() -> None:
    answered = [
        reply(call="page", scenario={"hours_profile": typed})["result"]
        for typed in (EXAMPLE, "sat 10-14 x3; mon-fri 9-12 13-18 x10")
    ]
    assert answered[0]["link"] == answered[1]["link"]
    back = reply(call="link", query=answered[0]["link"])["result"]["scenario"]
    assert back == {"hours_profile": EXAMPLE} == answered[0]["scenario"]


def test_a_week_of_one_s_own_that_has_a_name_is_the_named_one() -> None:
    assert reply(call="page", scenario={"hours_profile": "mon-fri 9-18"})["result"]["link"] == "hours_profile=office"


def test_what_rests_on_the_hours_follows_them() -> None:
    """The same requests in fewer hours: another bill where hours have prices, other hours of the box, another load."""
    base = {"api_model": "deepseek/deepseek-flash", "requests_per_day": 2000}
    own = {**base, "hours_profile": "mon-fri 02:00-04:00 x3; mon-fri 08:00-10:00"}
    assert ask("api_peak_frac", own)["value"] == 1
    assert ask("api_usd_per_month", own)["value"] > ask("api_usd_per_month", base)["value"]
    assert ask("powered_hours_per_day", own)["value"] == pytest.approx(20 / 7)
    assert ask("busy_hours_per_day", {**own, "requests_per_day": 1e6})["value"] == pytest.approx(20 / 7)
    assert ask("peak_to_mean", own)["value"] == pytest.approx(1.5)
    assert ask("peak_requests_per_hour", own)["value"] == pytest.approx(2000 / (20 / 7) * 1.5)
    for name in ("break_even_months", "local_usd_per_month", "api_blended_output_usd_per_mtok"):
        assert ask(name, own)["value"] != ask(name, base)["value"], name


def test_the_explanation_names_the_hours() -> None:
    html = reply(
        call="explain",
        args={"q": "api_usd_per_month"},
        scenario={"api_model": "deepseek/deepseek-flash", "hours_profile": EXAMPLE},
    )["result"]["html"]
    assert f"Hours of use <b>{EXAMPLE}</b>" in html
    html = reply(call="explain", args={"q": "peak_to_mean"}, scenario={"hours_profile": EXAMPLE})["result"]["html"]
    assert EXAMPLE in html


def test_at_an_instant_the_hours_of_the_week_do_not_matter() -> None:
    """The price of one moment is that of the moment."""
    base = {"api_model": "deepseek/deepseek-flash"}
    for when, share in (("2026-11-24T02:00Z", 1), ("2026-11-24T12:00Z", 0)):
        assert ask("api_peak_frac", {**base, "hours_profile": EXAMPLE}, when)["value"] == share
