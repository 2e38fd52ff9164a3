"""Changing an input: typing, keys, dragging, touching; and what happens when it makes no sense."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import expected

VOLUME = "requests_per_day"
BILL = "api_usd_per_month"


def test_people_may_type_as_they_think(guide):
    guide.open()
    guide.type(VOLUME, "1.2k")
    guide.shows(BILL, expected.number(BILL, requests_per_day="1200"))
    expect(guide.field(VOLUME)).to_have_value("1.2k")
    guide.field(VOLUME).blur()
    expect(guide.field(VOLUME)).to_have_value("1,200")


def test_a_choice_is_taken_at_once(guide):
    guide.open()
    guide.field("tariff").select_option("de/residential")
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", tariff="de/residential"))
    expect(guide.page).to_have_url(re.compile("tariff=de/residential"))


def test_the_keyboard_alone_does_it_all(guide):
    guide.open()
    field = guide.field(VOLUME)
    for _ in range(60):
        guide.page.keyboard.press("Tab")
        if field.evaluate("(node) => node === document.activeElement"):
            break
    expect(field).to_be_focused()
    guide.page.keyboard.press("ArrowUp")
    guide.page.keyboard.press("ArrowUp")
    up = expected.stepped(VOLUME, expected.default(VOLUME), 2)
    expect(field).to_have_value(up)
    guide.shows(BILL, expected.number(BILL, requests_per_day=up))
    guide.page.keyboard.press("Shift+ArrowDown")
    down = expected.stepped(VOLUME, expected.default(VOLUME), -8)
    expect(field).to_have_value(down)
    guide.shows(BILL, expected.number(BILL, requests_per_day=down))
    guide.page.keyboard.press("Tab")
    expect(guide.wrapper(VOLUME).locator("[data-reset]")).to_be_focused()
    guide.page.keyboard.press("Enter")
    guide.shows(BILL, expected.number(BILL))
    expect(field).to_be_focused()


def test_a_field_is_dragged_sideways(guide):
    guide.open()
    box = guide.field(VOLUME).bounding_box()
    x, y = box["x"] + 8, box["y"] + box["height"] / 2
    guide.page.mouse.move(x, y)
    guide.page.mouse.down()
    guide.page.mouse.move(x + 41, y, steps=10)
    dragged = expected.stepped(VOLUME, expected.default(VOLUME), 5)
    expect(guide.field(VOLUME)).to_have_value(dragged)
    guide.page.mouse.up()
    guide.shows(BILL, expected.number(BILL, requests_per_day=dragged))
    guide.page.mouse.move(x + 200, y)
    expect(guide.field(VOLUME)).to_have_value(dragged)


def test_a_small_movement_is_a_click_that_puts_the_cursor_there(guide):
    guide.open()
    box = guide.field(VOLUME).bounding_box()
    guide.page.mouse.move(box["x"] + 8, box["y"] + 8)
    guide.page.mouse.down()
    guide.page.mouse.move(box["x"] + 11, box["y"] + 8)
    guide.page.mouse.up()
    expect(guide.field(VOLUME)).to_be_focused()
    expect(guide.field(VOLUME)).to_have_value(expected.default(VOLUME))
    guide.page.keyboard.type("900")
    guide.shows(BILL, expected.number(BILL, requests_per_day="900"))


def test_a_finger_drags_too(open_guide):
    guide = open_guide(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    guide.open()
    box = guide.field(VOLUME).bounding_box()
    x, y = box["x"] + 8, box["y"] + box["height"] / 2
    cdp = guide.context.new_cdp_session(guide.page)

    def touch(kind, *points):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    touch("touchStart", (x, y))
    for step in range(1, 11):
        touch("touchMove", (x + 4.1 * step, y))
    touch("touchEnd")
    dragged = expected.stepped(VOLUME, expected.default(VOLUME), 5)
    expect(guide.field(VOLUME)).to_have_value(dragged)
    guide.shows(BILL, expected.number(BILL, requests_per_day=dragged))


@pytest.mark.parametrize("nonsense", ["lots", "-5", "1.2.3", "1,2"])
def test_nonsense_is_told_beside_the_field_and_the_last_results_stay(guide, nonsense):
    guide.open("?requests_per_day=3000")
    valid = expected.number(BILL, requests_per_day="3000")
    guide.shows(BILL, valid)
    guide.type(VOLUME, nonsense)
    error = guide.wrapper(VOLUME).locator("[data-error]")
    expect(error).to_be_visible()
    expect(error).to_contain_text("expected")
    field = guide.field(VOLUME)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert error.get_attribute("id") in field.get_attribute("aria-describedby").split()
    guide.shows(BILL, valid)
    assert guide.page.locator("[data-part][data-stale]").count() > 0
    guide.type(VOLUME, "4,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="4000"))
    expect(error).to_be_hidden()
    expect(guide.page.locator("[data-stale]")).to_have_count(0)
    assert field.get_attribute("aria-invalid") is None


def test_a_field_that_is_emptied_is_back_at_its_default(guide):
    guide.open("?requests_per_day=3000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    guide.type(VOLUME, "lots")
    error = guide.wrapper(VOLUME).locator("[data-error]")
    expect(error).to_be_visible()
    guide.type(VOLUME, "")
    guide.shows(BILL, expected.number(BILL))
    expect(error).to_be_hidden()
    expect(guide.field(VOLUME)).to_have_value("")
    guide.field(VOLUME).blur()
    expect(guide.field(VOLUME)).to_have_value(expected.default(VOLUME))
    assert "requests_per_day" not in guide.page.url


def test_screen_readers_hear_the_newest_verdict_once(guide):
    guide.open()
    guide.page.evaluate(
        """() => { window.heard = []; const status = document.getElementById('live-status');
        new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true}) }"""
    )
    for text in ("3,000", "4,000", "50,000"):
        guide.type(VOLUME, text)
        guide.page.wait_for_timeout(150)
    expect(guide.page.locator("#live-status")).to_have_text(expected.status(requests_per_day="50000"))
    heard = guide.page.evaluate("() => window.heard")
    assert heard[-1] == expected.status(requests_per_day="50000")
    assert len(heard) <= 2
    assert guide.page.locator("#live-status").get_attribute("role") == "status"


def test_what_is_entered_before_the_scripts_are_there_counts(open_guide):
    """As on a slow line, where the first page can be read and used seconds before."""
    guide = open_guide()
    held = []
    guide.context.route("**/js/app.mjs", lambda route: held.append(route))
    guide.page.goto(guide.server.url, wait_until="commit")
    guide.type(VOLUME, "5,000")
    guide.field("tariff").select_option("de/residential")
    while not held:
        guide.page.wait_for_timeout(50)
    held.pop().continue_()
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    electricity = "electricity_usd_per_month"
    guide.shows(electricity, expected.number(electricity, requests_per_day="5000", tariff="de/residential"))
