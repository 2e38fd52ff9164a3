"""Any day: pick one, and every figure on every page is what held on it, until the reader goes back."""

import re

import pytest
from playwright.sync_api import expect

from build_hooks.changes import entries
from build_hooks.site import Site
from calc.door import catalog
from tests.browser import expected
from tests.browser.axe import ALL_RULES, violations

BILL = "api_usd_per_month"
MODEL = "openai/gpt-5.6-luna"
EDITION = catalog().edition
DEAR, CHEAP = "2026-07-29", "2026-07-30"  # the days around a fall of that model's price


@pytest.fixture
def guide(guide_elsewhen):
    """Days are set here."""
    return guide_elsewhen


@pytest.fixture(autouse=True)
def _sane():
    assert expected.number(BILL, DEAR, api_model=MODEL) != expected.number(BILL, CHEAP, api_model=MODEL)


def strip(guide):
    return guide.page.locator("[data-as-of-strip]")


def panel(guide):
    """The picker, opened by keyboard."""
    found = guide.page.get_by_role("dialog", name="Show every figure as of")
    if not found.is_visible():
        guide.page.locator("[data-as-of]").press("Enter")
    return found


def look(guide, day):
    panel(guide).get_by_label("Show every figure as of").fill(day)
    panel(guide).get_by_role("button", name="Show", exact=True).click()


def test_a_day_is_followed_by_every_figure_and_stays_in_the_link(guide):
    guide.open(f"?api_model={MODEL}")
    guide.shows(BILL, expected.number(BILL, api_model=MODEL))
    expect(strip(guide)).to_be_hidden()
    look(guide, DEAR)
    guide.shows(BILL, expected.number(BILL, DEAR, api_model=MODEL))
    expect(strip(guide)).to_contain_text("As of 29 Jul 2026.")
    expect(guide.page).to_have_url(re.compile(f"as_of={DEAR}"))
    chart = guide.page.locator('[data-part="chart"]').first
    expect(chart).to_contain_text("As of 29 Jul 2026")
    guide.follow("guide/cost-math/")
    expect(guide.page).to_have_url(re.compile(r"/guide/cost-math/\?.*as_of=2026-07-29"))
    expect(strip(guide)).to_contain_text("As of 29 Jul 2026.")
    guide.shows(BILL, expected.number(BILL, DEAR, api_model=MODEL))
    guide.number(BILL).click()
    expect(guide.page.locator(".explain__foot")).to_contain_text("As of 29 Jul 2026")


def test_an_instant_in_a_link_is_shown_as_one(guide):
    guide.open(f"?api_model={MODEL}&as_of={CHEAP}T01:30%2B02:00")  # half an hour to midnight of the day before, in UTC
    guide.shows(BILL, expected.number(BILL, f"{DEAR}T23:30Z", api_model=MODEL))
    expect(strip(guide)).to_contain_text("As of 29 Jul 2026, 23:30 UTC.")
    expect(guide.page.locator("[data-as-of] time")).to_have_text("29 Jul 2026, 23:30 UTC")
    expect(panel(guide).get_by_label("Show every figure as of")).to_have_value(DEAR)


def test_what_was_before_the_edition_is_fetched_when_a_day_asks_for_it(open_guide):
    guide = open_guide()
    guide.open(f"?api_model={MODEL}")
    guide.shows(BILL, expected.number(BILL, api_model=MODEL))
    guide.type("requests_per_day", "3,000")
    guide.shows(BILL, expected.number(BILL, api_model=MODEL, requests_per_day="3000"))
    guide.ready()
    assert [one for one in guide.served("rt/") if "/more/" in one] == []
    for day in (DEAR, CHEAP):
        look(guide, day)
        guide.shows(BILL, expected.number(BILL, day, api_model=MODEL, requests_per_day="3000"))
    assert [one.rpartition("/")[2] for one in guide.served("rt/") if "/more/" in one] == ["earlier.bin"]


def test_where_what_was_before_can_not_be_had_the_page_says_so_and_can_try_again(open_guide):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.open()
    guide.type("requests_per_day", "3,000")
    now = expected.number(BILL, requests_per_day="3000")
    guide.shows(BILL, now)
    guide.server.broken = next(one for one in guide.served("rt/") if one.endswith("calc.bin")).replace(
        "calc.bin", "more/"
    )
    look(guide, DEAR)
    note = guide.page.locator("#live-note")
    expect(note).to_contain_text("could not be loaded")
    assert guide.number(BILL).inner_text() == now
    guide.server.broken = ""
    note.get_by_role("button", name="Try again").click()
    guide.shows(BILL, expected.number(BILL, DEAR, requests_per_day="3000"))
    expect(note).to_be_hidden()


def test_facts_follow_the_day_and_come_back(guide):
    guide.open("reference/prices/")
    key = f"api_model.{MODEL}.output_usd_per_mtok"
    fact = guide.page.locator(f"""a.num[data-args='{{"fact":"{key}"}}']""")
    now = fact.inner_text()
    look(guide, DEAR)
    then = expected.part("fact", {"fact": key}, DEAR)
    assert then != now
    expect(fact).to_have_text(then)
    row = guide.page.locator("tr", has=guide.page.locator("code", has_text="openai/gpt-4.1-nano"))
    expect(row).not_to_contain_text("retired")  # that came in October
    look(guide, "2024-01-05")
    expect(fact).to_have_text("unknown")
    expect(fact).to_have_class(re.compile("num--unknown"))
    strip(guide).get_by_role("button").click()
    expect(fact).to_have_text(now)
    expect(row).to_contain_text("retired")
    expect(fact).not_to_have_class(re.compile("num--unknown"))


def test_a_records_page_is_that_of_the_day_with_what_came_later_marked(guide):
    guide.open(f"models/{MODEL}/")
    chart = guide.page.locator('[data-args*="price_history"]')
    rows = guide.page.locator('[data-args*="every_price"] tbody tr')
    expect(chart).not_to_contain_text("later")
    expect(rows.first).to_contain_text("in force")
    look(guide, DEAR)
    expect(chart.locator(".chart--wide")).to_contain_text("29 Jul 2026; shaded: later")
    expect(rows.first).to_have_class("later")
    expect(rows.first).to_contain_text("later")
    expect(rows.nth(1)).to_contain_text("held on 29 Jul 2026")
    rate = guide.page.locator('[data-args*="rates"] tbody tr').first
    expect(rate).to_contain_text(expected.number("api_input_usd_per_mtok", DEAR, api_model=MODEL))
    guide.follow("providers/openai/")
    expect(guide.page).to_have_url(re.compile(f"as_of={DEAR}"))
    expect(guide.page.locator('[data-args*="provider_models"]')).not_to_contain_text("GPT-6 Luna")


def test_what_stays_with_the_edition_says_so(guide):
    guide.open("guide/what-each-side-wins/")
    note = guide.page.locator(".claim .stays").first
    expect(note).to_be_hidden()
    look(guide, DEAR)
    expect(note).to_be_visible()
    expect(note).to_contain_text("whatever day you look at")


def test_named_days_and_days_of_change(guide):
    guide.page.clock.set_fixed_time("2026-11-25T10:00:00")
    guide.open(f"?api_model={MODEL}")
    panel(guide).get_by_role("button", name="Edition of 16 May 2026").click()
    expect(strip(guide)).to_contain_text("As of 16 May 2026.")
    guide.shows(BILL, "unknown")
    panel(guide).get_by_role("button", name="Today").click()
    expect(strip(guide)).to_contain_text("As of 25 Nov 2026.")
    expect(strip(guide)).to_contain_text("after this edition")
    changed = panel(guide).get_by_label("A day on which API prices changed")
    expect(changed).to_be_enabled()
    days = {one.day for one in entries(Site.read()) if one.kind in ("new", "price") and one.day <= EDITION}
    assert changed.locator("option").count() == len(days) + 1
    changed.select_option(CHEAP)
    guide.shows(BILL, expected.number(BILL, CHEAP, api_model=MODEL))
    panel(guide).get_by_role("button", name=re.compile("Edition of 23 Nov 2026")).click()
    expect(strip(guide)).to_be_hidden()
    expect(guide.page).not_to_have_url(re.compile("as_of"))


def test_it_is_marked_and_reset_by_itself_and_with_all(guide):
    guide.open()
    guide.type("requests_per_day", "3,000")
    guide.ready()
    button = guide.page.locator("[data-as-of]")
    expect(button).not_to_have_class(re.compile("as-of--changed"))
    look(guide, DEAR)
    expect(button).to_have_class(re.compile("as-of--changed"))
    strip(guide).get_by_role("button").click()
    expect(button).not_to_have_class(re.compile("as-of--changed"))
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    look(guide, DEAR)
    guide.shows(BILL, expected.number(BILL, DEAR))
    guide.page.locator("[data-reset-all]:visible").first.click()
    guide.shows(BILL, expected.number(BILL))
    expect(strip(guide)).to_be_hidden()
    assert "?" not in guide.page.url


def test_a_link_with_a_day_brings_it_and_one_with_a_wrong_day_says_so(guide):
    guide.open(f"?api_model={MODEL}&as_of={DEAR}")
    guide.shows(BILL, expected.number(BILL, DEAR, api_model=MODEL))
    expect(strip(guide)).to_contain_text("As of 29 Jul 2026.")
    guide.open(f"?api_model={MODEL}&as_of=2026-02-31")
    expect(guide.page.locator("#live-note")).to_contain_text("expected a day such as 2026-05-16")
    guide.shows(BILL, expected.number(BILL, api_model=MODEL))
    expect(strip(guide)).to_be_hidden()


def test_a_day_that_is_none_is_refused_beside_the_field(guide):
    guide.open()
    before = guide.number(BILL).inner_text()
    field = panel(guide).get_by_label("Show every figure as of")
    field.fill("")
    field.press("Enter")
    expect(panel(guide).locator("[data-error]")).to_contain_text("Expected a day such as 16 May 2026")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert guide.number(BILL).inner_text() == before
    field.fill(DEAR)
    field.press("Enter")
    expect(strip(guide)).to_contain_text("29 Jul 2026")


def test_before_history_is_unknown_and_said_so(guide):
    guide.open()
    look(guide, "2024-01-05")
    expect(strip(guide)).to_contain_text("Our API prices begin on")
    guide.shows(BILL, "unknown")


def test_a_dated_edition_ignores_it(guide):
    guide.open(f"?as_of={DEAR}")
    expect(strip(guide)).to_be_visible()
    guide.shows(BILL, expected.number(BILL, DEAR))
    guide.open("editions/2026-05-16/")
    before = guide.page.locator("[data-part]").all_inner_texts()
    guide.page.wait_for_timeout(1000)
    assert guide.page.locator("[data-part]").all_inner_texts() == before
    expect(strip(guide)).to_be_hidden()


def test_a_picker_opened_before_the_scripts_came_is_filled_in_when_they_do(open_guide):
    guide = open_guide()
    held = []
    guide.context.route("**/app.mjs", lambda route: held.append(route))
    guide.page.goto(guide.server.url, wait_until="commit")
    guide.page.wait_for_function("document.readyState != 'loading'")  # the page is whole, and its scripts are awaited
    day = panel(guide).get_by_label("Show every figure as of")
    expect(day).to_have_value("")
    held[0].continue_()
    expect(day).to_have_value(EDITION)
    expect(panel(guide).get_by_label("A day on which API prices changed")).to_be_enabled()


def test_escape_closes_the_picker_and_gives_the_focus_back(guide):
    guide.open()
    expect(panel(guide)).to_be_visible()
    guide.page.keyboard.press("Escape")
    expect(guide.page.get_by_role("dialog", name="Show every figure as of")).to_be_hidden()
    expect(guide.page.locator("[data-as-of]")).to_be_focused()


def test_without_javascript_there_is_no_picker_but_a_link(open_guide):
    guide = open_guide(java_script_enabled=False)
    guide.open()
    expect(guide.page.locator("[data-as-of]")).to_be_hidden()
    expect(guide.page.locator("#as-of-panel")).to_be_hidden()
    expect(guide.page.locator("a.as-of")).to_contain_text("23 Nov 2026")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_all_can_read_it_at_any_width(open_guide, scheme, width):
    guide = open_guide(color_scheme=scheme, viewport={"width": width, "height": 700}, reduced_motion="reduce")
    guide.open()
    look(guide, DEAR)
    expect(strip(guide)).to_be_visible()
    guide.ready()
    expect(panel(guide)).to_be_visible()
    assert guide.page.evaluate("() => document.documentElement.scrollWidth") <= width
    box = panel(guide).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert list(violations(guide, ALL_RULES)) == []


def test_the_pace_of_a_tier_can_be_tried_and_taken_back(guide):
    guide.open("guide/price-drift/")
    pace = expected.number("cheapest_price_change_frac_per_year", price_tier="small")
    field = guide.field("api_price_change_frac_per_year")
    before = guide.number("twin_break_even_months").inner_text()
    guide.page.get_by_role("button", name=f"{pace}, as the small tier").click()
    expect(field).to_have_value(pace.removesuffix(" a year"))
    expect(guide.number("twin_break_even_months")).not_to_have_text(before)
    guide.page.locator("[data-reset-all]:visible").first.click()
    guide.shows("twin_break_even_months", before)


def test_where_a_model_had_no_price_yet_another_is_offered(guide):
    guide.open("?as_of=2025-03-03")
    note = guide.page.locator('[data-part="coming"]').first
    expect(note).to_contain_text("GPT-6 Luna has a price from")
    offered = note.locator("[data-preset]")
    name = offered.inner_text()
    offered.click()
    expect(guide.field("api_model").locator("option:checked")).to_have_text(name)
    expect(guide.number(BILL)).to_have_text(re.compile(r"^\$"))
    expect(strip(guide)).to_contain_text("As of 3 Mar 2025.")
