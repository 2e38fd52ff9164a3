"""A choice among so many that the page does not list them: typed into, offered as one types, told when it is none."""

import re

import pytest
from playwright.sync_api import expect

from build_hooks import options, views, widgets
from build_hooks.site import Site
from tests.browser import expected
from tests.browser.axe import ALL_RULES, violations

BILL = "api_usd_per_month"
LIST = "assets/options/api_model.json"


@pytest.fixture(scope="module")
def long_page(server):
    """The first page as it would be if today's models were too many to list; its address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "MOST_LISTED", 30)
        site = Site.read()
        field = widgets.choice(views.field(site, "api_model", "s"))
        listed = options.files(site)[LIST]
    html = (server.folder / "index.html").read_text()
    select = re.compile(
        r'<span class="?blank blank--choice"? data-field="?api_model"?>.*?data-error hidden></span>\s*</span>',
        re.DOTALL,
    )
    replaced, count = select.subn(lambda _: field, html, count=1)
    assert count == 1
    (server.folder / "long.html").write_text(replaced)
    (server.folder / LIST).parent.mkdir(parents=True)
    (server.folder / LIST).write_text(listed)
    yield "long.html"
    (server.folder / "long.html").unlink()  # others look at every page of the site
    (server.folder / LIST).unlink()
    (server.folder / LIST).parent.rmdir()


def test_the_list_comes_with_the_first_use_and_offers_what_fits(open_guide, long_page):
    guide = open_guide()
    guide.open(long_page)
    assert guide.served(LIST) == []
    field = guide.field("api_model")
    field.focus()
    offered = field.locator("xpath=following-sibling::datalist/option")
    expect(offered.first).to_be_attached()
    field.fill("luna openai")
    expect(offered).to_have_count(2)
    field.fill("openai/gpt-5.6-luna")  # as picked from the list: no need to leave the field
    guide.shows(BILL, expected.number(BILL, api_model="openai/gpt-5.6-luna"))
    assert guide.served(LIST) == [LIST]


def test_by_keyboard_a_name_will_do_and_what_is_none_is_told(open_guide, long_page):
    guide = open_guide()
    guide.open(long_page)
    field = guide.field("api_model")
    field.focus()
    expect(field.locator("xpath=following-sibling::datalist/option").first).to_be_attached()
    guide.page.keyboard.press("Control+A")
    guide.page.keyboard.type("gpt-5.6 LUNA")
    guide.page.keyboard.press("Enter")
    expect(field).to_have_value("openai/gpt-5.6-luna")
    guide.shows(BILL, expected.number(BILL, api_model="openai/gpt-5.6-luna"))
    guide.page.keyboard.press("Control+A")
    guide.page.keyboard.type("openai/gpt-5.6-lune")
    guide.page.keyboard.press("Tab")
    error = guide.wrapper("api_model").locator("[data-error]")
    expect(error).to_contain_text("openai/gpt-5.6-luna")
    expect(field).to_have_attribute("aria-invalid", "true")
    guide.shows(BILL, expected.number(BILL, api_model="openai/gpt-5.6-luna"))
    assert list(violations(guide, ALL_RULES)) == []


def test_without_the_list_an_id_can_be_typed(open_guide, long_page):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.server.broken = LIST
    guide.open(long_page)
    guide.field("api_model").fill("openai/gpt-5.6-luna")
    guide.page.keyboard.press("Tab")
    guide.shows(BILL, expected.number(BILL, api_model="openai/gpt-5.6-luna"))


def test_without_javascript_it_is_a_plain_field_with_the_default(open_guide, long_page):
    guide = open_guide(java_script_enabled=False)
    guide.open(long_page)
    expect(guide.field("api_model")).to_have_value(re.compile("^openai/"))
    expect(guide.page.locator("datalist")).to_have_count(0)
