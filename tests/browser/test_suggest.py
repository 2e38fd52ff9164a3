"""With the repository's address set, every figure leads to its line in the editor and to a filled-in form."""

from playwright.sync_api import expect

from tests.browser.conftest import REPOSITORY
from tests.browser.guide import Guide


def box(guide: Guide):
    return guide.page.get_by_role("dialog", name="How was this computed?")


def test_a_computed_number_leads_to_the_lines_of_what_went_in(guide):
    guide.open()
    guide.number("api_usd_per_month").click()
    expect(box(guide)).to_contain_text("Suggest a correction")
    edits = box(guide).locator("a.suggest__edit")
    for address in edits.evaluate_all("links => links.map((link) => link.href)"):
        assert address.startswith(f"{REPOSITORY}/edit/main/prices/") and "#L" in address
    forms = box(guide).locator("a.suggest__form")
    assert forms.count() == edits.count() > 0
    assert forms.first.get_attribute("href").startswith(f"{REPOSITORY}/issues/new?template=wrong-figure.yml")


def test_a_figure_in_a_table_leads_to_its_line(guide):
    guide.open("hardware/")
    guide.page.locator("a.num--fact").first.click()
    expect(box(guide).locator("a.suggest__edit")).to_have_count(1)
    expect(box(guide).locator("a.suggest__form")).to_be_visible()
    guide.page.keyboard.press("Tab")
    assert box(guide).evaluate("(box) => box.contains(document.activeElement)")
