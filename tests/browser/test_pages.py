"""Every page: the same before and after the runtime starts, within its width, silent to others."""

import pytest
from playwright.sync_api import expect

from tests.browser import expected

BILL = "api_usd_per_month"
RECOMPUTE = """async () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const html = (part) => { // the theme writes links out in full, and heads of tables become buttons at any moment
    const copy = part.cloneNode(true);
    for (const button of copy.querySelectorAll('th > .sort')) button.replaceWith(button.textContent);
    for (const name of ['data-ready', 'aria-sort']) {
      for (const made of copy.querySelectorAll(`[${name}]`)) made.removeAttribute(name);
    }
    for (const link of copy.querySelectorAll('a[href]')) link.setAttribute('href', link.href);
    return copy.innerHTML;
  };
  const parts = () => all('[data-part]').map((part) => [part.dataset.part, html(part)]);
  const fields = () => all('[data-input]').map((field) => [field.dataset.input, field.value]);
  const before = [...parts(), ...fields()];
  if (document.querySelector('[data-frozen-edition]')) return [];
  await (await import('/assets/js/live.mjs')).refresh();
  const after = [...parts(), ...fields()];
  if (document.querySelector('[data-stale], [aria-invalid]')) return [['stale', 'stale', 'stale']];
  return before.map(([name, text], i) => [name, text, after[i][1]]).filter(([, one, other]) => one !== other);
}"""
# As a reader goes from page to page: Python is started once.
FOLLOW = """(address) => new Promise((arrived) => {
  let here = true;
  const pages = document$.subscribe(() => {
    if (here) return; // it tells at once of the page that is being left
    pages.unsubscribe();
    arrived(location.pathname);
  });
  here = false;
  const link = document.body.appendChild(document.createElement('a'));
  link.href = `/${address}`;
  link.click();
})"""


def test_recomputing_changes_not_a_letter_on_any_page(guide, addresses):
    different = []
    guide.open("404.html").wait_for_load_state("networkidle")  # the theme follows no link before it has the sitemap
    for address in addresses:
        assert guide.page.evaluate(FOLLOW, address) == f"/{address}"
        different += [f"{address}: {found}" for found in guide.page.evaluate(RECOMPUTE)]
    assert different == []


def test_a_recomputation_that_differs_would_be_found(guide):
    guide.open()
    guide.page.evaluate("() => { document.querySelector('a.num').textContent = 'tampered' }")
    assert guide.page.evaluate(RECOMPUTE) != []


def test_no_page_scrolls_sideways_at_320_pixels(open_guide, addresses):
    guide = open_guide(viewport={"width": 320, "height": 640})
    too_wide = []
    for address in addresses:
        guide.open(address)
        width = guide.page.evaluate("() => document.documentElement.scrollWidth")
        if width > 320:
            too_wide.append(f"{address}: {width}")
    assert too_wide == []


def test_words_of_a_chart_are_no_larger_than_the_text(open_guide):
    """A picture grows with its place by a fifth at most, however wide the page is."""
    guide = open_guide(viewport={"width": 1600, "height": 900})
    for address in ("calculators/local-or-api/", "hardware/nvidia/rtx-3090/"):
        page = guide.open(address)
        sizes = page.locator(".chart:visible").evaluate_all("all => all.map(one => one.getScreenCTM().a)")
        assert sizes and max(sizes) <= 1.3, (address, sizes)


def test_on_paper_the_answer_leads_and_closed_figures_take_no_room(open_guide):
    guide = open_guide()
    page = guide.open("calculators/local-or-api/")
    page.emulate_media(media="print")
    answer, form = page.locator(".calc__answer"), page.locator(".calc__form")
    assert answer.bounding_box()["y"] < form.bounding_box()["y"]
    assert page.locator(".chart-data:not([open]):visible").count() == 0 < page.locator(".chart-data").count()


def test_the_keyboard_stops_nowhere_that_cannot_be_seen(open_guide):
    """From the head of the first page to its first blank."""
    guide = open_guide()
    page = guide.open()
    unseen = """() => {
        const at = document.activeElement;
        if (at.matches('[data-input]')) return 'blank';
        return at.checkVisibility({visibilityProperty: true}) ? '' : at.className;
    }"""
    for _ in range(20):
        page.keyboard.press("Tab")
        found = page.evaluate(unseen)
        if found:
            break
    assert found == "blank"


@pytest.mark.parametrize(("page", "what"), [("", "body"), ("404.html", "kbd")])
def test_dark_is_dark(open_guide, page, what):
    guide = open_guide(color_scheme="dark")
    guide.open(page)
    colour = guide.page.locator(what).first.evaluate("(one) => getComputedStyle(one).backgroundColor")
    red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3])
    assert max(red, green, blue) < 80


def test_without_javascript_the_answer_stands(open_guide):
    guide = open_guide(java_script_enabled=False)
    page = guide.open()
    expect(guide.number(BILL)).to_have_text(expected.number(BILL))
    expect(guide.field("requests_per_day")).to_have_value(expected.default("requests_per_day"))
    assert page.locator('[data-part="verdict"]').inner_text().strip()
    assert page.locator('[data-part="chart"] svg').count() >= 1
    assert page.locator("table").count() >= 1
    guide.number(BILL).click()
    assert page.url.endswith(f"/reference/quantities/#{BILL}")
    expect(page.locator(f'[id="{BILL}"]')).to_have_count(1)


def test_the_policy_holds_on_every_page_and_the_calculator_runs_under_it(open_guide, addresses):
    guide = open_guide(bypass_csp=False)
    for address in addresses:
        guide.open(address)
        expect(guide.page.locator('meta[http-equiv="Content-Security-Policy"]')).to_have_count(1)
    guide.open()
    guide.type("requests_per_day", "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.number(BILL).hover()
    expect(guide.page.get_by_role("tooltip")).to_be_visible()
    guide.number(BILL).click()
    expect(guide.page.locator(".explanation__text *").first).to_be_visible()
    guide.page.keyboard.press("Escape")
    guide.page.keyboard.press("/")
    guide.page.keyboard.type("electricity")
    expect(guide.page.locator(".md-search-result__item").first).to_be_visible()
    guide.page.keyboard.press("Escape")
    guide.page.locator('label[for^="__palette"]:visible').first.click()
    guide.follow("guide/cost-math/")
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", requests_per_day="5000"))


def test_the_policy_would_stop_an_inline_script(open_guide):
    guide = open_guide(bypass_csp=False)
    guide.expected_errors += ["Content Security Policy"]
    guide.context.route(
        "**/guide/hybrid/",
        lambda route: route.fulfill(
            body=(guide.server.folder / "guide/hybrid/index.html")
            .read_text()
            .replace("</body>", "<script>document.title = 'run'</script></body>"),
            content_type="text/html",
        ),
    )
    guide.open("guide/hybrid/")
    assert guide.page.title() != "run"
    assert any("Content Security Policy" in error for error in guide.errors)
