"""Axe: pages can be read by all on a desk, by day and by night, and while things on them are open."""

from playwright.sync_api import expect

from tests.browser.axe import ALL_RULES, of_pages, violations

BILL = "api_usd_per_month"


def test_axe_finds_nothing_on_a_desk(open_guide, addresses):
    assert of_pages(open_guide(reduced_motion="reduce"), addresses, 1280, ("light", "dark")) == []


def test_axe_finds_nothing_while_things_are_open(guide):
    guide.open()
    guide.type("requests_per_day", "nonsense")
    expect(guide.wrapper("requests_per_day").locator("[data-error]")).to_be_visible()
    guide.number(BILL).click()
    expect(guide.page.locator(".explanation__text *").first).to_be_visible()
    assert list(violations(guide, ALL_RULES)) == []


def test_what_can_not_be_read_would_be_found(guide):
    guide.open()
    guide.page.evaluate(
        """() => { const text = document.querySelector('main article').appendChild(document.createElement('p'));
        text.textContent = 'pale'; text.style.color = '#ccc'; text.style.background = '#ddd' }"""
    )
    [found] = violations(guide, ALL_RULES)
    assert found.startswith("color-contrast:") and "pale" in found
