"""The reader's own day: what is announced for the models of a page, before its day, on it and after it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import expected
from tests.browser.axe import ALL_RULES, violations

BILL = "api_usd_per_month"
ARGON = "google/gemini-4-argon"
OLD, NEW = (
    expected.part("number", {"q": BILL, "with": {"api_price_row": since}}, api_model=ARGON)
    for since in ("2026-10-13", "2026-12-01")
)
MINI = re.compile("GPT-4o mini is announced to end on 14 Jan 2027, in 50 days")


@pytest.fixture
def guide(guide_elsewhen):
    """Days are set here."""
    return guide_elsewhen


def on(guide, day):
    """The reader's clock stands at noon of a day."""
    guide.page.clock.set_fixed_time(f"{day}T12:00:00")


def banner(guide):
    return guide.page.locator('[data-part="coming"]').first


def test_the_two_bills_differ():
    assert OLD != NEW


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-25", f"Gemini 4 Argon is announced to go from $2/$10 to $4/$20 per 1M tokens on 1 Dec 2026, "
                       f"in 6 days: your bill {OLD} → {NEW}."),
        ("2026-11-30", f"on 1 Dec 2026, tomorrow: your bill {OLD} → {NEW}."),
        ("2026-12-01", f"on 1 Dec 2026, today, and nobody has checked whether it did: your bill is {OLD} or {NEW}."),
        ("2026-12-02", "▲ not checked Gemini 4 Argon was announced to go from $2/$10 to $4/$20 per 1M tokens on "
                       "1 Dec 2026, yesterday, and nobody has checked"),
        ("2027-03-01", "on 1 Dec 2026, 90 days ago, and nobody has checked"),
    ],
)  # fmt: skip
def test_an_announced_price_before_on_and_after_its_day(guide, day, said):
    on(guide, day)
    guide.open(f"?api_model={ARGON}")
    expect(banner(guide)).to_contain_text(said, use_inner_text=True)
    other = "is announced" if "nobody" in said else "was announced"
    expect(banner(guide)).not_to_contain_text(other, use_inner_text=True)


def test_the_bills_are_the_readers_and_explain_themselves(guide):
    on(guide, "2026-11-25")
    guide.open(f"?api_model={ARGON}&requests_per_day=4000")
    after = expected.part(
        "number", {"q": BILL, "with": {"api_price_row": "2026-12-01"}}, api_model=ARGON, requests_per_day="4000"
    )
    assert after not in (OLD, NEW)
    link = banner(guide).locator("a.num:visible").last
    expect(link).to_have_text(after)
    link.click()
    expect(guide.page.locator(".explain__title")).to_contain_text(after)
    expect(guide.page.locator(".explanation__text")).to_contain_text("from 1 Dec 2026")


def test_recomputing_as_of_today_shows_the_range_once_the_day_has_passed(guide):
    on(guide, "2026-12-05")
    guide.open(f"?api_model={ARGON}")
    banner(guide).get_by_role("button", name="Recompute as of today").click()
    expect(guide.page.locator("[data-as-of-strip]")).to_contain_text("As of 5 Dec 2026.")
    both = expected.number(BILL, "2026-12-05", api_model=ARGON)
    assert both == f"{OLD}–{NEW}"
    guide.shows(BILL, both)
    expect(banner(guide)).to_contain_text("4 days ago, and nobody has checked", use_inner_text=True)


def test_a_page_says_what_is_announced_for_the_models_it_names_without_any_runtime(open_guide):
    guide = open_guide()
    on(guide, "2026-11-25")
    guide.open("guide/cost-math/")
    expect(banner(guide)).to_contain_text(MINI, use_inner_text=True)
    on(guide, "2027-01-15")
    guide.open("guide/cost-math/")
    expect(banner(guide)).to_contain_text("▲ not checked GPT-4o mini was announced to end", use_inner_text=True)
    assert guide.served("rt/") == []


def test_nothing_to_say_is_no_banner(open_guide):
    guide = open_guide()
    on(guide, "2026-11-25")
    guide.open()
    expect(banner(guide)).to_be_hidden()


def test_from_a_day_in_the_past_it_tells_what_came_after(guide):
    on(guide, "2026-11-25")
    guide.open("?api_model=openai/gpt-5.6-luna&as_of=2026-07-20")
    expect(banner(guide)).to_contain_text(
        "GPT-5.6 Luna went from $1/$6 to $0.20/$1.20 per 1M tokens on 30 Jul 2026: your bill", use_inner_text=True
    )
    guide.open("?api_model=openai/gpt-5.6-luna&open_model=meta/llama-3.1-8b&as_of=2026-07-30")
    guide.shows(BILL, expected.number(BILL, "2026-07-30", api_model="openai/gpt-5.6-luna"))
    expect(banner(guide)).to_be_hidden()


def test_a_dated_edition_has_none(open_guide):
    guide = open_guide()
    guide.open("editions/2026-05-16/")
    expect(guide.page.locator('[data-part="coming"]')).to_have_count(0)


def test_without_javascript_it_is_what_the_edition_knew(open_guide):
    guide = open_guide(java_script_enabled=False)
    guide.open("guide/cost-math/")
    expect(banner(guide)).to_contain_text("GPT-4o mini is announced to end on 14 Jan 2027.", use_inner_text=True)
    expect(banner(guide).get_by_role("button")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_all_can_read_it(open_guide, scheme, width):
    guide = open_guide(color_scheme=scheme, viewport={"width": width, "height": 700}, reduced_motion="reduce")
    on(guide, "2026-12-05")
    guide.open(f"?api_model={ARGON}")
    expect(banner(guide)).to_be_visible()
    guide.ready()
    assert guide.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert list(violations(guide, ALL_RULES)) == []
