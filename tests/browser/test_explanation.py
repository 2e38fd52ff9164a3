"""How was this computed?  Opens in place, by mouse or keyboard, and says where each figure is from."""

import re

from playwright.sync_api import expect

BILL = "api_usd_per_month"


def explanation(guide):
    return guide.page.get_by_role("dialog", name="How was this computed?")


def test_a_click_opens_it_in_place(guide):
    guide.open()
    address = guide.page.url
    guide.number(BILL).click()
    expect(explanation(guide)).to_contain_text(guide.number(BILL).inner_text())
    expect(explanation(guide)).to_contain_text(re.compile("2026"))
    expect(guide.number(BILL)).to_have_attribute("aria-expanded", "true")
    assert guide.page.url == address


def test_focus_goes_in_and_comes_back(guide):
    guide.open()
    guide.number(BILL).focus()
    guide.page.keyboard.press("Enter")
    expect(explanation(guide)).to_be_focused()
    expect(explanation(guide).locator(".explanation__text *").first).to_be_visible()
    guide.page.keyboard.press("Escape")
    expect(explanation(guide)).to_have_count(0)
    expect(guide.number(BILL)).to_be_focused()
    expect(guide.number(BILL)).to_have_attribute("aria-expanded", "false")


def test_a_click_elsewhere_closes_it(guide):
    guide.open()
    guide.number(BILL).click()
    expect(explanation(guide)).to_be_visible()
    guide.page.locator("h2").last.click()
    expect(explanation(guide)).to_have_count(0)


def test_it_follows_the_scenario_while_it_is_open(guide):
    guide.open()
    guide.number(BILL).click()
    before = guide.number(BILL).inner_text()
    expect(explanation(guide)).to_contain_text(before)
    guide.page.evaluate(
        """() => { const field = document.querySelector('[data-input=requests_per_day]'); field.value = '9,000';
        field.dispatchEvent(new Event('input', {bubbles: true})) }"""
    )
    expect(guide.number(BILL)).not_to_have_text(before)
    expect(explanation(guide)).to_contain_text(guide.number(BILL).inner_text())


def test_a_click_with_a_modifier_follows_the_link(guide):
    guide.open()
    with guide.context.expect_page() as opened:
        guide.number(BILL).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_load_state()
    assert "/reference/quantities/" in opened.value.url
    expect(explanation(guide)).to_have_count(0)


def test_hover_tells_date_and_source_and_escape_sends_it_away(guide):
    guide.open()
    number = guide.number(BILL)
    number.hover()
    tip = guide.page.get_by_role("tooltip").filter(has_text="As of")
    expect(tip).to_have_text(number.get_attribute("data-tip"))
    tip.hover()
    guide.page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    guide.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)


def test_it_fits_a_phone(open_guide):
    guide = open_guide(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    guide.open()
    guide.number(BILL).tap()
    expect(explanation(guide)).to_contain_text(guide.number(BILL).inner_text())
    box = explanation(guide).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320.5
    assert guide.page.evaluate("() => document.documentElement.scrollWidth") <= 320
