"""A week of one's own: chosen, typed, kept, carried by a link, drawn; and what is wrong with it said beside it."""

import pytest
from playwright.sync_api import expect

from tests.browser import expected
from tests.browser.axe import ALL_RULES, STILL, violations

DEEPSEEK = {"api_model": "deepseek/deepseek-flash", "utc_offset_hours": "5.5"}
PAGE = "calculators/api-bill/?api_model=deepseek/deepseek-flash&utc_offset_hours=5.5"
TYPED = "mon-fri 7-9; sat 10-14 x0.3"
WRITTEN = "mon-fri 07:00-09:00; sat 10:00-14:00 x0.3"
BILL = "api_usd_per_month"
OUTSIDE = """(svg) => [...svg.querySelectorAll("text")].filter((one) => {
  const {x, width} = one.getBBox();
  return x < -1 || x + width > svg.viewBox.baseVal.width + 1;
}).map((one) => one.textContent)"""
GROUP = "details.group:has([data-own])"


@pytest.fixture
def form(guide):
    """The form with the hours of use unfolded, and the reader's own hours chosen."""
    guide.open(PAGE)
    guide.shows(BILL, expected.number(BILL, **DEEPSEEK))
    guide.page.locator(f"{GROUP} > summary").click()
    expect(own(guide)).to_be_hidden()
    guide.field("hours_profile").select_option(label="hours of your own")
    expect(own(guide)).to_be_visible()
    return guide


def own(guide):
    """The field in which the week is written."""
    return guide.page.locator(".field__own input").first


def test_a_week_is_typed_kept_and_carried_by_a_link(form, open_guide):
    wanted = expected.number(BILL, **DEEPSEEK, hours_profile=WRITTEN)
    assert wanted != expected.number(BILL, **DEEPSEEK)
    own(form).fill(TYPED)
    form.shows(BILL, wanted)
    own(form).blur()
    expect(own(form)).to_have_value(WRITTEN)
    link = form.page.url
    assert "hours_profile=mon-fri%2007:00-09:00%3B%20sat%2010:00-14:00%20x0.3" in link
    form.page.reload()
    form.shows(BILL, wanted)
    expect(own(form)).to_have_value(WRITTEN)
    other = open_guide()
    other.open(link.removeprefix(other.server.url))
    other.shows(BILL, wanted)
    expect(own(other)).to_have_value(WRITTEN)
    expect(other.field("hours_profile").locator(":checked")).to_have_text("hours of your own")


def test_the_form_opens_with_what_was_typed_before_and_a_named_profile_replaces_it(form):
    own(form).fill(TYPED)
    form.shows(BILL, expected.number(BILL, **DEEPSEEK, hours_profile=WRITTEN))
    form.field("hours_profile").focus()
    form.field("hours_profile").select_option("office")
    form.shows(BILL, expected.number(BILL, **DEEPSEEK, hours_profile="office"))
    expect(own(form)).to_be_hidden()
    form.field("hours_profile").select_option(label="hours of your own")
    form.shows(BILL, expected.number(BILL, **DEEPSEEK, hours_profile=WRITTEN))
    expect(own(form)).to_have_value(WRITTEN)
    form.wrapper("hours_profile").locator("[data-reset]").click()
    form.shows(BILL, expected.number(BILL, **DEEPSEEK))
    expect(form.field("hours_profile")).to_have_value("around-the-clock")


def test_a_faulty_week_is_told_beside_it_and_moves_no_number(form):
    own(form).fill(TYPED)
    before = expected.number(BILL, **DEEPSEEK, hours_profile=WRITTEN)
    form.shows(BILL, before)
    link = form.page.url
    own(form).fill("mon-fri 7-25; sat 10-14")
    said = form.wrapper("hours_profile").locator("[data-error]")
    expect(said).to_have_text(
        "Hours of use: expected a time from 00:00 to 24:00, got '25' in 'mon-fri 7-25'; write 9:30 or 17:00"
    )
    expect(own(form)).to_have_attribute("aria-invalid", "true")
    form.shows(BILL, before)
    assert form.page.url == link
    own(form).fill(WRITTEN)
    expect(said).to_be_hidden()


def test_typing_past_a_week_that_has_a_name_does_not_take_the_field_away(form):
    """`mon-fri 9-18` is the office, but whoever types it may not have finished."""
    own(form).fill("mon-fri 9-18")
    form.shows(BILL, expected.number(BILL, **DEEPSEEK, hours_profile="office"))
    expect(own(form)).to_be_visible()
    own(form).press_sequentially("; sat 9-12")
    form.shows(BILL, expected.number(BILL, **DEEPSEEK, hours_profile="mon-fri 9-18; sat 9-12"))


def test_the_picture_shows_the_week_and_the_hours_of_the_api(form):
    own(form).fill(TYPED)
    form.shows(BILL, expected.number(BILL, **DEEPSEEK, hours_profile=WRITTEN))
    figure = form.page.locator(f"{GROUP} .part--chart")
    wanted = expected.part("chart", {"chart": "week"}, **DEEPSEEK, hours_profile=WRITTEN)
    assert "Saturday: 10:00–14:00 (×0.3)" in wanted
    expect(figure.locator("figcaption")).to_have_text(wanted.partition("<figcaption>")[2].partition("</figcaption>")[0])
    figure.locator("summary").click()
    monday = figure.get_by_role("row", name="Monday")
    expect(monday).to_contain_text("07:00–09:00")
    expect(monday).to_contain_text("06:30–09:30, 11:30–15:30")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_field_and_the_picture_fit_a_small_screen_and_can_be_used_by_all(open_guide, scheme):
    guide = open_guide(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    guide.open(f"{PAGE}&hours_profile={WRITTEN}")
    guide.page.locator(f"{GROUP} > summary").click()
    expect(own(guide)).to_be_visible()
    guide.ready()
    guide.page.add_style_tag(content=STILL)
    assert list(violations(guide, ALL_RULES)) == []
    assert guide.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert guide.page.locator(f"{GROUP} svg:visible").evaluate(OUTSIDE) == []
