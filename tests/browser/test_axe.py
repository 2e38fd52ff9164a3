"""Axe: pages can be read by all, in every look, and while things on them are open."""

from playwright.sync_api import expect

from tests.browser.axe import ALL_RULES, violations

BILL = "api_usd_per_month"
# What can differ between two looks of one page; everything is asked on a desk by day and on a phone by night.
RULES_OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
LOOKS = [
    ("light", 1280, ALL_RULES),
    ("dark", 1280, RULES_OF_LOOKS),
    ("dark", 390, ALL_RULES),
    ("light", 390, RULES_OF_LOOKS),
]


def test_axe_finds_nothing(open_guide, addresses):
    guide = open_guide(reduced_motion="reduce")
    found = []
    for address in addresses:
        guide.open(address)
        guide.page.add_style_tag(content="* { transition: none !important; animation: none !important }")
        for scheme, width, rules in LOOKS:
            guide.page.emulate_media(color_scheme=scheme)
            guide.page.set_viewport_size({"width": width, "height": 900})
            found += [f"{address} {scheme} {width}: {said}" for said in violations(guide, rules)]
    assert found == []


def test_axe_finds_nothing_while_things_are_open(guide):
    guide.open()
    guide.type("requests_per_day", "nonsense")
    expect(guide.wrapper("requests_per_day").locator("[data-error]")).to_be_visible()
    guide.number(BILL).click()
    expect(guide.page.locator(".explanation__text *").first).to_be_visible()
    assert list(violations(guide, ALL_RULES)) == []
