"""What changed since a reader's last visit: kept by the browser, told once, forgotten on reset, without any runtime."""

import re

import pytest
from playwright.sync_api import expect

from build_hooks.changes import entries
from build_hooks.site import Site
from calc.door import catalog
from tests.browser.axe import ALL_RULES, violations

KEY = "local-or-api/edition-seen"
EDITION = catalog().edition
SEEN = "2026-05-16"


def strip(guide):
    return guide.page.locator("[data-since]")


def kept(guide):
    return guide.page.evaluate("(key) => localStorage.getItem(key)", KEY)


def come_back(guide, seen=SEEN):
    """A reader whose browser saw an earlier edition."""
    guide.open("404.html")
    guide.page.evaluate("([key, seen]) => localStorage.setItem(key, seen)", [KEY, seen])
    guide.open()


def since(seen):
    return [one for one in entries(Site.read()) if one.kind != "announced" and seen < one.day <= EDITION]


def test_a_first_visit_is_remembered_and_told_nothing(open_guide):
    guide = open_guide()
    guide.open()
    expect(strip(guide)).to_be_hidden()
    assert kept(guide) == EDITION
    assert guide.served("assets/changes.json") == []


def test_who_comes_back_after_a_newer_edition_is_told_once(open_guide):
    guide = open_guide()
    come_back(guide)
    changes = since(SEEN)
    assert len(changes) > 3
    expect(strip(guide)).to_contain_text(
        f"{len(changes)} changes since you were last here, in the edition of 16 May 2026"
    )
    strip(guide).locator("summary").press("Enter")
    prices = [one for one in changes if one.kind == "price"]
    expect(strip(guide).locator("li", has_text=prices[0].text)).to_have_count(1)
    expect(strip(guide).get_by_role("link", name=re.compile("All changes"))).to_be_visible()
    strip(guide).get_by_role("button", name="Seen").click()
    expect(strip(guide)).to_be_hidden()
    assert kept(guide) == EDITION
    guide.open()
    expect(strip(guide)).to_be_hidden()
    assert guide.served("rt/") == []


def test_an_item_leads_to_its_day(open_guide):
    guide = open_guide()
    come_back(guide)
    strip(guide).locator("summary").click()
    price = next(one for one in since(SEEN) if one.kind == "price")
    strip(guide).get_by_role("link", name=price.text).click()
    expect(guide.page).to_have_url(re.compile(re.escape(price.href)))
    expect(guide.page.locator(f"#d{price.day}")).to_contain_text(price.text)


def test_the_day_of_the_last_visit_is_not_told_again(open_guide):
    guide = open_guide()
    day = next(one.day for one in since(SEEN) if one.day < EDITION)
    later = len(since(day))
    assert 0 < later < len(since(SEEN))
    come_back(guide, day)
    expect(strip(guide)).to_contain_text(f"{later} change")
    assert kept(guide) == day


@pytest.mark.parametrize("junk", ["", "yesterday", "2026-13-45", "<b>"])
def test_junk_in_the_browsers_store_is_a_first_visit(open_guide, junk):
    guide = open_guide()
    come_back(guide, junk)
    expect(strip(guide)).to_be_hidden()
    assert kept(guide) == EDITION


def test_a_reset_forgets_it(guide):
    come_back(guide)
    expect(strip(guide)).to_be_visible()
    guide.type("requests_per_day", "3,000")
    guide.ready()
    guide.page.locator("[data-reset-all]:visible").first.click()
    expect(strip(guide)).to_be_hidden()
    assert kept(guide) is None


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_all_can_read_it(open_guide, scheme, width):
    guide = open_guide(color_scheme=scheme, viewport={"width": width, "height": 700}, reduced_motion="reduce")
    come_back(guide)
    strip(guide).locator("summary").click()
    assert guide.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert list(violations(guide, ALL_RULES)) == []
