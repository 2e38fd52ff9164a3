"""The price history of a model as a picture and as a table: what held, what came later, what was taken back."""

import re
from dataclasses import asdict, replace
from html import unescape
from typing import Any

import pytest

from calc import door
from calc.engine.evaluate import Evaluation
from calc.facts.catalog import Catalog
from calc.facts.records_api import Batch, Fees, PriceRow, Region, Tier, Window
from calc.figures import figure
from calc.figures.prices_over_time import history_title
from calc.model import GRAPH
from calc.parts.markup import Page
from calc.tables.prices import every_price
from calc.tables.rates import conditions, rates, rates_table
from tests.pinned import DAY

ROW = PriceRow("2026-01-10", "genai-prices", "2026-11-23", "imported", "1.00", "5.00")
CUT = replace(ROW, since="2026-06-10", input_usd_per_mtok="0.50", output_usd_per_mtok="2.50")
RISE = replace(ROW, since="2027-02-01", output_usd_per_mtok="10.00", announced=True)
MODEL = "openai/gpt-6-luna"


def on(day: str, *rows: PriceRow) -> Page:
    """A page about a model that has just these rows, looked at on a day; no day is the edition's, which is pinned."""
    known = door.catalog()
    tables: Any = known.at(known.edition).tables
    record = tables["api_model"][MODEL] | {"prices": [asdict(row) for row in rows]}
    tables = {**tables, "api_model": {**tables["api_model"], MODEL: record}}
    catalog = Catalog({"edition": DAY, "sources": known.sources, "tables": tables})
    return Page(Evaluation(GRAPH, catalog.at(day or catalog.edition), {"api_model": MODEL}), catalog.sources)


def chart(*rows: PriceRow, day: str = "") -> str:
    return figure(on(day, *rows), {"chart": "price_history"})


def table(*rows: PriceRow, day: str = "") -> list[str]:
    """The rows of the table of every price, as texts."""
    html = every_price(on(day, *rows), {}).split("<tbody>")[1]
    bare = [re.sub(r"<[^>]+>", " ", row) for row in html.split("</tr>")[:-1]]
    return [" ".join(unescape(row).split()) for row in bare]


def figures(html: str) -> list[list[str]]:
    """The rows of the table below a picture."""
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_a_price_steps_on_its_day_and_holds_until_the_edition():
    html = chart(ROW, CUT)
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


def test_what_is_announced_is_dashed_and_what_holds_is_not():
    html = chart(ROW, RISE)
    dashes = re.findall(r'class="line series-api" stroke-dasharray="([^"]*)"', html)
    assert dashes.count("none") == dashes.count("3 5") == 2  # in a wide and a narrow picture
    assert "$10.00 announced for 1 Feb 2027" in html
    assert "stroke-dasharray" not in chart(ROW).replace('stroke-dasharray="none"', "")


def test_what_was_taken_back_is_told_and_not_drawn():
    back = replace(RISE, since="2026-09-01", cancelled="2026-08-12")
    assert figures(chart(ROW, back)) == figures(chart(ROW))
    assert "taken back 12 Aug 2026" in " ".join(table(ROW, back))


def test_a_price_that_has_ended_is_not_drawn_beyond_its_end():
    ended = replace(ROW, until="2026-03-01", promotion=True)
    assert figures(chart(ended))[-1] == ["23 Nov 2026", "no price", "no price"]
    drawn = re.search(r'class="line series-api"[^>]* d="M([^"]+)"', chart(ended))
    whole = re.search(r'class="line series-api"[^>]* d="M([^"]+)"', chart(ROW))
    assert drawn and whole
    assert float(drawn[1].split("L")[-1].split()[0]) < float(whole[1].split("L")[-1].split()[0])
    assert "promotion until 1 Mar 2026" in " ".join(table(ended))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ROW], "The same price since 10 Jan 2026"),
        ([ROW, replace(CUT, output_usd_per_mtok="5.00")], "Output costs what it did on 10 Jan 2026; input has changed"),
        ([CUT, replace(ROW, since="2026-07-01")], "Output rose from $2.50 to $5.00 since 10 Jun 2026"),
    ],
)
def test_the_title_says_what_happened(rows, said):
    assert history_title(on("", *rows).evaluation.snapshot, rows, []) == said


def test_nothing_that_held_is_no_picture():
    assert "Nothing is known to draw" in chart(RISE)


def test_every_condition_of_a_row_is_said():
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
    said = " ".join(conditions(on("", row), row))
    for words in (
        "Only the part of the prompt above the boundary",
        "From 200,000 tokens of prompt, what is sent as batch costs 0.6× in and 0.7× out.",
        "01:00–04:00 UTC, Monday to Friday",
        "Holidays too.",
        "For work that must stay in the European Union, every rate is 1.1×",
        "For work that must stay in in, it costs input $1.20",
        "adds 5.5% to the bill",
        "Its tool: $10.00 for a thousand calls",
        "holds until 1 Jan 2027",
        "no price for input read from the cache or input written to the cache; that is not the same as free",
    ):
        assert words in re.sub(r"<[^>]+>", "", said)
    assert "From 200,000 tokens of prompt" in rates_table(on("", row), row)


def test_a_row_without_conditions_says_none():
    row = replace(ROW, cache_read_usd_per_mtok="0.10", cache_write_usd_per_mtok="1.25")
    assert list(conditions(on("", row), row)) == []


def test_on_an_earlier_day_the_picture_is_whole_and_what_came_later_is_shaded():
    now, then = chart(ROW, CUT), chart(ROW, CUT, day="2026-03-01")
    assert "The same price since 10 Jan 2026" in then
    assert "1 Mar 2026; shaded: later" in then and 'class="band band--limit"' in then
    assert "shaded" not in now and "band--limit" not in now
    line = r'class="line series-api"[^>]* d="M([^"]+)"'
    across = [[place.split()[0] for place in re.findall(line, html)[0].split("L")] for html in (now, then)]
    assert across[0] == across[1], "what came later is drawn all the same"


def test_before_the_first_price_the_title_says_since_when_there_is_one():
    assert "No price yet on 1 Jan 2025; the first is of 10 Jan 2026" in chart(ROW, day="2025-01-01")


def test_the_table_says_which_row_held_on_the_day_and_which_came_later():
    now, then, before = (table(ROW, CUT, RISE, day=day) for day in ("", "2026-03-01", "2025-01-01"))
    assert [row.split(" $")[0] for row in now] == ["1 Feb 2027 announced", "10 Jun 2026 in force", "10 Jan 2026"]
    assert [row.split(" $")[0] for row in then] == [
        "1 Feb 2027 announced",
        "10 Jun 2026 later",
        "10 Jan 2026 held on 1 Mar 2026",
    ]
    assert [row.split(" $")[0] for row in before][1:] == ["10 Jun 2026 later", "10 Jan 2026 later"]


def test_what_a_model_charges_is_that_of_the_day():
    tiered = replace(CUT, tiers=(Tier(">", 1000, "9.00", "9.00"),))
    now, then, before = (rates(on(day, ROW, tiered), {}) for day in ("", "2026-03-01", "2025-01-01"))
    assert "Above 1,000 tokens of prompt" in now and "$0.50" in now
    assert "Above" not in then and "$1.00" in then
    assert before == "<p>We know of no price on 1 Jan 2025.</p>"
