"""What is due: sorted, by the limits of each kind, and never a failure."""

import pytest

from build_hooks.__main__ import main
from build_hooks.site import Site
from build_hooks.upkeep import rolling
from build_hooks.upkeep.due import announcements, calendars, claims, ends, markdown, old_checks
from tests.upkeep.conftest import copy_data, put


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site.read(copy_data(tmp_path_factory.mktemp("due") / "data"))


def test_the_rates_of_a_model_are_one_line_and_the_first_due_stands_first(site):
    found = old_checks(site, "2026-11-25")
    luna = [one for one in found if one.record == "api_model.openai/gpt-6-luna" and one.kind == "api_price"]
    assert [(one.due, one.state, one.checked) for one in luna] == [("2027-01-22", "fresh", "2026-11-23")]
    assert {"input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok"} <= set(luna[0].fields)
    assert [one.due for one in found] == sorted(one.due for one in found)
    assert "specification" not in {one.kind for one in found}


@pytest.mark.parametrize(
    ("on", "states"),
    [
        ("2026-12-22", {"api_price": {"fresh"}, "tariff": {"fresh"}}),
        ("2026-12-23", {"api_price": {"amber"}, "tariff": {"fresh"}}),
        ("2027-01-23", {"api_price": {"red"}, "tariff": {"fresh"}}),
    ],
)
def test_each_kind_has_its_own_limit(site, on, states):
    found = old_checks(site, on)
    for kind, expected in states.items():
        assert {one.state for one in found if one.kind == kind} == expected


def test_an_announced_price_is_a_task_from_a_week_before(site):
    assert not any("gemini-4-argon" in line for line in announcements(site, "2026-11-23"))
    assert any("gemini-4-argon" in line and "in 7 days" in line for line in announcements(site, "2026-11-24"))
    assert any("gemini-4-argon" in line and "its day has come" in line for line in announcements(site, "2026-12-01"))


def test_an_announced_end_is_a_task_too(site):
    assert not any("gpt-5-mini" in line for line in ends(site, "2026-12-03"))
    assert any("gpt-5-mini" in line and "retired from 2026-12-11" in line for line in ends(site, "2026-12-04"))
    assert any("gpt-5-mini" in line for line in ends(site, "2027-03-01"))
    assert "### Ends" in markdown(site, "2027-03-01")


def test_a_price_that_ends_with_nothing_after_it_is_a_task(data):
    put(
        data,
        "prices/api/google.yml",
        "      - since: 2027-01-01\n        announced: true",
        "      - since: 2027-01-01\n        announced: true\n        until: 2027-06-01",
    )
    site = Site.read(data)
    assert not any("gemini-3.8-flash" in line for line in ends(site, "2027-04-01"))
    assert any("gemini-3.8-flash" in line and "ends at 2027-06-01" in line for line in ends(site, "2027-04-17"))


def test_calendars_claims_and_disputes_come_up_in_time(site):
    assert not list(calendars(site, "2026-11-01"))
    assert any("covers days up to 2026-12-31" in line for line in calendars(site, "2026-11-17"))
    assert not list(claims(site, "2026-11-25"))
    assert sum("dispute of" in line for line in claims(site, "2027-05-01")) == len(site.disputes)
    assert any("claim `capability`" in line for line in claims(site, "2027-03-31"))


def test_the_report_never_fails_and_says_so_when_nothing_is_due(site, data, capsys):
    assert main(["freshness", "--root", str(data), "--on", "2099-01-01"]) == 0
    said = capsys.readouterr().out
    assert "### Overdue (" in said and "| 2027-01-22 | `api_model.openai/gpt-6-luna` | API price | 2026-11-23 |" in said
    assert "Nothing is due." in markdown(site, "2026-11-01")
    assert main(["freshness", "--on", "tomorrow"]) == 2
    put(data, "prices/power/us.yml", '"0.1805"', "0.1805")
    assert main(["freshness", "--root", str(data)]) == 2


def test_the_rolling_report_says_whether_anything_has_changed_since_the_last_look(site):
    first = rolling.body(rolling.report(site, "no net", "2026-11-24"), "", "2026-11-24", "https://example.org/1")
    assert "Looked at on 2026-11-24 ([run](https://example.org/1)). This is the first look." in first
    # A day later the same announcement is a day nearer, which is no news.
    again = rolling.body(rolling.report(site, "no net", "2026-11-25"), first, "2026-11-25", "")
    assert "Looked at on 2026-11-25. Nothing has changed since the last look." in again
    later = rolling.body(rolling.report(site, "no net", "2026-12-02"), again, "2026-12-02", "")
    assert "Something has changed since the last look." in later
