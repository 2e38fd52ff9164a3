"""The price history of a model as a picture: steps, dashes, what was taken back, and words for all of it."""

import re
from dataclasses import replace

import pytest

from build_hooks.generated import history, rates
from build_hooks.site import Site
from calc.rates import Batch, Fees, PriceRow, Region, Tier, Window

ROW = PriceRow("2026-01-10", "genai-prices", "2026-11-23", "imported", "1.00", "5.00")
CUT = replace(ROW, since="2026-06-10", input_usd_per_mtok="0.50", output_usd_per_mtok="2.50")
RISE = replace(ROW, since="2027-02-01", output_usd_per_mtok="10.00", announced=True)


@pytest.fixture(scope="module")
def page():
    return Site.read().page("../../../")


def figures(html: str) -> list[list[str]]:
    """The rows of the table below a picture."""
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_a_price_steps_on_its_day_and_holds_until_the_edition(page):
    html = history.chart(page, "Model", [ROW, CUT])
    assert "Output fell from $5.00 to $2.50 since 10 Jan 2026" in html
    assert figures(html)[1:] == [
        ["10 Jan 2026", "$5.00", "$1.00"],
        ["10 Jun 2026", "$2.50", "$0.50"],
        ["23 Nov 2026", "$2.50", "$0.50"],
    ]
    drawn = re.search(r'class="line series-api"[^>]* d="M([^"]+)"', html)
    assert drawn is not None
    (_, first), (turn, level), (same, fallen), (_, last) = (place.split() for place in drawn[1].split("L"))
    assert level == first and same == turn, "it holds until the day, and falls on it"
    assert fallen == last != level


def test_what_is_announced_is_dashed_and_what_holds_is_not(page):
    html = history.chart(page, "Model", [ROW, RISE])
    dashes = re.findall(r'class="line series-api" stroke-dasharray="([^"]*)"', html)
    assert dashes.count("none") == dashes.count("3 5") == 4  # two lines, in a wide and a narrow picture
    assert "$10.00 announced for 1 Feb 2027" in html
    assert "stroke-dasharray" not in history.chart(page, "Model", [ROW]).replace('stroke-dasharray="none"', "")


def test_what_was_taken_back_is_told_and_not_drawn(page):
    back = replace(RISE, since="2026-09-01", cancelled="2026-08-12")
    assert figures(history.chart(page, "Model", [ROW, back])) == figures(history.chart(page, "Model", [ROW]))
    assert "taken back 12 Aug 2026" in history.rows_table(page, "Model", [ROW, back])


def test_a_price_that_has_ended_is_not_drawn_beyond_its_end(page):
    ended = replace(ROW, until="2026-03-01", promotion=True)
    assert figures(history.chart(page, "Model", [ended]))[-1] == ["1 Mar 2026", "$5.00", "$1.00"]
    assert "promotion until 1 Mar 2026" in history.rows_table(page, "Model", [ended])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ROW], "The same price since 10 Jan 2026"),
        ([ROW, replace(CUT, output_usd_per_mtok="5.00")], "Output costs what it did on 10 Jan 2026; input has changed"),
        ([CUT, replace(ROW, since="2026-07-01")], "Output rose from $2.50 to $5.00 since 10 Jun 2026"),
    ],
)
def test_the_title_says_what_happened(rows, said):
    assert history.title(rows, []) == said


def test_nothing_that_held_is_no_picture(page):
    assert history.chart(page, "Model", [RISE]) == ""


def test_every_condition_of_a_row_is_said(page):
    row = replace(
        ROW,
        tiers=(Tier(">=", 200_000, "2.00", "7.50", scope="excess", batch=Batch("0.6", "0.7")),),
        batch=Batch("0.5", "0.5"),
        windows=(Window("peak", ("01:00-04:00",), ("mon", "tue", "wed", "thu", "fri"), "2", note="Holidays too."),),
        regions={"eu": Region(rate_ratio="1.1"), "in": Region(input_usd_per_mtok="1.20")},
        fees=Fees(gateway_fee_frac="0.055", tool_usd_per_1000_calls="10"),
        until="2027-01-01",
        promotion=True,
    )
    said = " ".join(rates.conditions(page, row))
    for words in (
        "Only the part of the prompt above the boundary",
        "From 200,000 tokens of prompt, what is sent as batch costs 0.6× in and 0.7× out.",
        "01:00–04:00 UTC, Monday to Friday",
        "Holidays too.",
        "Kept in the European Union, every rate is 1.1×",
        "Kept in in, it costs input $1.20",
        "adds 5.5% to the bill",
        "A thousand calls of its tool cost $10.00",
        "holds until 1 Jan 2027",
        "no price for input read from the cache or input written to the cache; that is not the same as free",
    ):
        assert words in re.sub(r"<[^>]+>", "", said)
    assert "From 200,000 tokens of prompt" in rates.rates_table(page, row)


def test_a_row_without_conditions_says_none(page):
    row = replace(ROW, cache_read_usd_per_mtok="0.10", cache_write_usd_per_mtok="1.25")
    assert list(rates.conditions(page, row)) == []
