"""One scenario for the whole site: change it anywhere, and everything follows, on every page and in the link."""

import re

from playwright.sync_api import expect

from tests.browser import expected

VOLUME = "requests_per_day"
BILL = "api_usd_per_month"


def test_nothing_of_the_runtime_is_fetched_before_a_touch(open_guide):
    guide = open_guide()
    guide.open()
    guide.page.mouse.move(2, 2)
    guide.page.wait_for_timeout(600)
    assert guide.served("rt/") == []
    assert "assets/js/worker.mjs" not in guide.served("assets/js/")


def test_a_touch_starts_it_and_progress_is_shown_with_its_size(open_guide):
    guide = open_guide()
    guide.open()
    guide.page.evaluate(
        """() => { window.seen = new Set();
        new MutationObserver(() => window.seen.add(document.getElementById('live-progress').textContent.trim()))
          .observe(document.getElementById('live-progress'), {childList: true, subtree: true, characterData: true}) }"""
    )
    guide.field(VOLUME).focus()
    guide.type(VOLUME, "2,345")
    guide.shows(BILL, expected.number(BILL, requests_per_day="2345"))
    seen = guide.page.evaluate("() => [...window.seen]")
    assert any(re.fullmatch(r"Loading the calculator: [\d.]+ of [\d.]+ MB", text) for text in seen), seen
    expect(guide.page.locator("#live-progress")).to_be_hidden()


def test_an_input_in_a_sentence_changes_a_number_on_another_page(guide):
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.follow("guide/cost-math/")
    expect(guide.page).to_have_url(re.compile(r"/guide/cost-math/"))
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", requests_per_day="5000"))


def test_the_scenario_outlives_a_reload_without_a_link(guide):
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.open()
    assert "?" not in guide.server.url
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    expect(guide.field(VOLUME)).to_have_value("5,000")


def test_what_was_typed_before_python_runs_outlives_a_reload(open_guide):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.server.broken = "rt/"  # it never runs, so nothing has read what was typed
    guide.open("?tariff=de/residential")
    guide.type(VOLUME, "5.5k")
    expect(guide.page).to_have_url(re.compile(r"\?tariff=de/residential&requests_per_day=5.5k$"))
    guide.server.broken = ""
    guide.page.reload()
    guide.shows(BILL, expected.number(BILL, tariff="de/residential", requests_per_day="5500"))
    expect(guide.page).to_have_url(re.compile("requests_per_day=5500"))
    expect(guide.field(VOLUME)).to_have_value("5,500")


def test_what_was_typed_before_python_runs_goes_along_to_the_next_page(open_guide):
    guide = open_guide()
    guide.open()
    loading = guide.page.locator("#live-progress", has_text="Loading")
    guide.type(VOLUME, "5.5k")
    expect(loading).to_be_visible()
    guide.follow("guide/cost-math/")
    expect(guide.page).to_have_url(re.compile(r"/guide/cost-math/\?requests_per_day=5500$"))
    volume = {"requests_per_day": "5500"}
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", **volume))


def test_nonsense_that_was_typed_before_python_runs_leaves_the_address(open_guide):
    guide = open_guide()
    guide.open("?tariff=de/residential")
    guide.type(VOLUME, "lots")
    expect(guide.wrapper(VOLUME).locator("[data-error]")).to_be_visible()
    expect(guide.page).to_have_url(re.compile(r"\?tariff=de/residential$"))
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", tariff="de/residential"))


def test_instant_navigation_keeps_the_worker(guide):
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.ready()
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    workers = guide.page.workers
    assert any("worker.mjs" in worker.url for worker in workers)
    guide.follow("guide/cost-math/")
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", requests_per_day="5000"))
    assert guide.page.workers == workers
    guide.page.go_back()
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    assert guide.page.workers == workers


def test_going_back_does_not_bring_an_older_scenario_back(guide):
    guide.open("?requests_per_day=3000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    guide.follow("guide/cost-math/")
    expect(guide.page).to_have_url(re.compile(r"/guide/cost-math/\?requests_per_day=3000"))
    guide.type(VOLUME, "7,000")
    expect(guide.page).to_have_url(re.compile(r"requests_per_day=7000"))
    guide.page.go_back()
    guide.shows(BILL, expected.number(BILL, requests_per_day="7000"))


def test_a_link_brings_the_state_and_replaces_what_was_kept(guide):
    guide.open()
    guide.type("input_tok_per_request", "9,000")
    guide.shows(BILL, expected.number(BILL, input_tok_per_request="9000"))
    guide.open("?requests_per_day=3000&hardware_owned=yes")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    expect(guide.field(VOLUME)).to_have_value("3,000")
    expect(guide.field("input_tok_per_request")).to_have_value(expected.default("input_tok_per_request"))
    expect(guide.wrapper(VOLUME)).to_have_class(re.compile("field--changed"))


def test_what_a_link_says_wrongly_is_left_out_and_said(guide):
    guide.open("?requests_per_day=3000&request_per_day=4&tariff=nowhere")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    note = guide.page.locator("#live-note")
    expect(note).to_contain_text("request_per_day")
    expect(note).to_contain_text("Electricity")
    expect(guide.page).to_have_url(re.compile(r"\?requests_per_day=3000$"))


def test_words_to_highlight_are_no_scenario(guide):
    guide.open("?h=api")
    guide.page.wait_for_timeout(400)
    assert guide.served("rt/") == []


def test_one_input_is_reset(guide):
    guide.open("?requests_per_day=3000&input_tok_per_request=2000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000", input_tok_per_request="2000"))
    guide.wrapper(VOLUME).locator("[data-reset]").click()
    guide.shows(BILL, expected.number(BILL, input_tok_per_request="2000"))
    expect(guide.field(VOLUME)).to_be_focused()
    expect(guide.wrapper(VOLUME).locator("[data-reset]")).to_be_hidden()
    expect(guide.page).to_have_url(re.compile(r"\?input_tok_per_request=2000$"))


def test_all_is_reset(guide):
    guide.open("?requests_per_day=3000&input_tok_per_request=2000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000", input_tok_per_request="2000"))
    guide.page.locator("[data-reset-all]").first.click()
    guide.shows(BILL, expected.number(BILL))
    expect(guide.page.locator("[data-reset-all]").first).to_be_hidden()
    expect(guide.page).to_have_url(re.compile(r"/$"))
    assert guide.page.evaluate("() => localStorage.getItem('local-or-api/scenario')") is None


def test_presets_replace_each_other_and_leave_the_rest_alone(guide):
    guide.open("?tariff=de/residential")
    presets = guide.page.locator("[data-preset]")
    for index in range(presets.count()):
        presets.nth(index).click()
        values = guide.page.evaluate(
            "(i) => JSON.parse(document.querySelectorAll('[data-preset]')[i].dataset.preset)", index
        )
        guide.shows(BILL, expected.number(BILL, tariff="de/residential", **values))
        expect(guide.page).to_have_url(re.compile("tariff=de/residential"))


def test_the_link_is_copied(open_guide):
    guide = open_guide(permissions=["clipboard-read", "clipboard-write"])
    guide.open("?requests_per_day=3000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    guide.page.locator("[data-share]").first.click()
    expect(guide.page.locator("#live-note")).to_contain_text("copied")
    copied = guide.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == guide.server.url + "?requests_per_day=3000"


def test_where_copying_is_refused_the_link_stands_selected(guide):
    guide.open("?requests_per_day=3000")
    guide.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')) }")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    guide.page.locator("[data-share]").first.click()
    expect(guide.page.locator("#live-note input")).to_have_value(guide.server.url + "?requests_per_day=3000")
    expect(guide.page.locator("#live-note input")).to_be_focused()


def test_another_tab_follows(guide):
    guide.open()
    other = guide.context.new_page()
    other.goto(guide.server.url)
    other.locator(f'[data-input="{VOLUME}"]').first.fill("6,000")
    expect(other).to_have_url(re.compile("requests_per_day=6000"))
    guide.page.bring_to_front()
    guide.shows(BILL, expected.number(BILL, requests_per_day="6000"))
    expect(guide.field(VOLUME)).to_have_value("6,000")


def test_a_dated_edition_ignores_the_scenario(guide):
    guide.open("?requests_per_day=3000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
    guide.open("editions/2026-05-16/")
    before = guide.page.locator("[data-part]").all_inner_texts()
    guide.page.wait_for_timeout(1200)
    assert guide.page.locator("[data-part]").all_inner_texts() == before
    assert "?" not in guide.page.url
