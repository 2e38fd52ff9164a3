"""How long nobody has looked, by the reader's own clock: signs in tables, words in the explanation, sums above."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from calc.door import catalog
from calc.facts.freshness import turns
from tests.browser.axe import ALL_RULES, violations

FACT = "api_model.openai/gpt-6-luna.output_usd_per_mtok"
CHECKED = catalog().edition  # on which every figure of these tests was checked; the page says if that is no longer so
AMBER, RED = turns("api_price", CHECKED) or ("", "")
_, STREET_RED = turns("street_price", CHECKED) or ("", "")


@pytest.fixture
def guide(guide_elsewhen):
    """Days are set here."""
    return guide_elsewhen


def on(guide, day):
    guide.page.clock.set_fixed_time(f"{day}T09:00:00")


def fact(guide, key=FACT):
    return guide.page.locator(f"""a.num[data-args^='{{"fact":"{key}"']""").first


def day_before(day):
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("day", "sign", "words"),
    [
        (catalog().edition, "", ""),
        (day_before(AMBER), "", ""),
        (AMBER, "▲", "check due before"),
        (day_before(RED), "▲", "check due before"),
        (RED, "■", "check overdue since"),
        ("2029-01-01", "■", "check overdue since"),
    ],
)
def test_a_price_shows_how_long_nobody_looked(open_guide, day, sign, words):
    guide = open_guide()
    on(guide, day)
    guide.open("reference/prices/")
    badge = fact(guide).locator(".due")
    note = guide.page.locator("[data-fresh-note]").first
    if not sign:
        expect(badge).to_have_count(0)
        expect(note).to_be_hidden()
    else:
        expect(badge).to_have_text(sign)
        expect(badge).to_have_attribute("aria-label", re.compile(words))
        expect(note).to_contain_text(re.compile(rf"Of (\d+) figures with a limit, \1 {sign}"))
    assert guide.served("rt/") == []


def test_kinds_turn_on_days_of_their_own_and_what_was_built_never_does(open_guide):
    guide = open_guide()
    on(guide, RED)
    guide.open("hardware/nvidia/rtx-3090/")
    expect(fact(guide, "hardware.nvidia/rtx-3090.used_usd").locator(".due")).to_have_count(0)
    on(guide, STREET_RED)
    guide.open("hardware/nvidia/rtx-3090/")
    expect(fact(guide, "hardware.nvidia/rtx-3090.used_usd").locator(".due--red")).to_have_count(1)
    expect(fact(guide, "hardware.nvidia/rtx-3090.memory_gb").locator(".due")).to_have_count(0)


def test_the_page_of_freshness_says_what_is_due(open_guide):
    guide = open_guide()
    on(guide, AMBER)
    guide.open("reference/freshness/")
    row = guide.page.locator("tr", has=guide.page.get_by_role("rowheader", name="API price"))
    expect(row).to_contain_text("▲ check due before")
    expect(guide.page.locator("tr", has=guide.page.get_by_role("rowheader", name="Tariff"))).to_contain_text("in time")


def test_the_explanation_tells_it_in_words(guide):
    on(guide, RED)
    guide.open("reference/prices/")
    fact(guide).click()
    explanation = guide.page.locator(".explanation__text")
    expect(explanation).to_contain_text("■ check overdue since")
    expect(explanation).to_contain_text(re.compile("(imported|cross-checked) 23 Nov 2026"))


def test_the_tip_of_any_number_says_when_its_facts_were_checked(open_guide):
    guide = open_guide()
    guide.open()
    expect(guide.number("api_usd_per_month")).to_have_attribute("data-tip", re.compile(r"checked (since )?23 Nov 2026"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("day", [AMBER, RED])
def test_all_can_read_it(open_guide, scheme, width, day):
    guide = open_guide(color_scheme=scheme, viewport={"width": width, "height": 700}, reduced_motion="reduce")
    on(guide, day)
    for address in ("reference/prices/", "reference/freshness/"):
        guide.open(address)
        assert list(violations(guide, ALL_RULES)) == []
