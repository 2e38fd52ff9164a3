"""When the runtime can't be had the page stays what it was, says so, and can try again."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser import expected

VOLUME = "requests_per_day"
BILL = "api_usd_per_month"
REACHABLE = "() => fetch('/rt/manifest.json', {cache: 'reload'}).then(() => true, () => false)"


def test_a_missing_runtime_leaves_the_answer_and_a_way_to_try_again(open_guide):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.server.broken = "rt/"
    guide.open()
    guide.type(VOLUME, "5,000")
    note = guide.page.locator("#live-note")
    expect(note).to_contain_text("could not be loaded")
    assert guide.number(BILL).inner_text() == expected.number(BILL)
    expect(guide.page.locator("#live-progress")).to_be_hidden()
    expect(guide.page.locator("#live-status")).to_contain_text("could not be loaded")
    guide.server.broken = ""
    note.get_by_role("button", name="Try again").click()
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    expect(note).to_be_hidden()
    expect(guide.page.locator("[data-stale]")).to_have_count(0)


def test_a_missing_wasm_is_noticed_at_once(open_guide):
    guide = open_guide()
    guide.expected_errors += ["404", "wasm", "pyodide"]
    guide.open()
    manifest = guide.page.evaluate("async () => (await (await fetch('/rt/manifest.json')).json())")
    guide.server.broken = f"rt/python-{manifest['python']}/pyodide.asm.wasm"
    guide.type(VOLUME, "5,000")
    expect(guide.page.locator("#live-note")).to_contain_text("could not be loaded", timeout=5_000)
    assert guide.number(BILL).inner_text() == expected.number(BILL)


@pytest.mark.parametrize("file", ["js/worker.mjs", "rt/manifest.mjs", "pyodide.asm.mjs", "stdlib.bin", "calc.bin"])
def test_a_file_that_arrived_damaged_and_was_kept_is_brought_anew(open_guide, file):
    guide = open_guide()
    guide.expected_errors += ["SyntaxError", "Failed to fetch", "/rt/"]  # Pyodide complains of it too
    guide.server.damaged = file
    guide.open()
    guide.type(VOLUME, "5,000")
    note = guide.page.locator("#live-note")
    expect(note).to_contain_text("could not be loaded")
    assert guide.number(BILL).inner_text() == expected.number(BILL)
    guide.server.damaged = ""  # the browser has the other half of nothing in its cache
    note.get_by_role("button", name="Try again").click()
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    expect(note).to_be_hidden()


def test_a_file_that_never_comes_is_not_waited_for_for_ever(open_guide):
    guide = open_guide()
    guide.page.clock.install()
    guide.open()
    guide.context.route("**/calc.bin", lambda route: None)
    guide.type(VOLUME, "5,000")
    guide.page.clock.run_for(200)
    expect(guide.page.locator("#live-progress")).to_contain_text("Loading the calculator")
    with guide.page.expect_event("console", lambda said: "no sign of life" in said.text):
        for _ in range(6):  # what comes of other files meanwhile begins the wait anew
            guide.page.clock.run_for(11_000)
            guide.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(guide.page.locator("#live-note")).to_contain_text("could not be loaded")
    expect(guide.page.locator("#live-progress")).to_be_hidden()
    assert guide.number(BILL).inner_text() == expected.number(BILL)


def test_a_pack_that_never_comes_is_not_waited_for_as_long_as_a_busy_machine(open_guide):
    guide = open_guide()
    guide.page.clock.install()
    guide.context.route("**/more/*.bin", lambda route: None)
    with guide.page.expect_request("**/more/*.bin"):
        guide.open("?as_of=2025-01-01")
    with guide.page.expect_event("console", lambda said: "no sign of life" in said.text, timeout=12_000):
        for _ in range(4):  # a busy machine would have longer than all of them
            guide.page.clock.run_for(11_000)
            guide.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(guide.page.locator("#live-note")).to_contain_text("could not be loaded")


def test_a_machine_that_is_busy_for_long_says_so_and_still_answers(open_guide):
    guide = open_guide()
    guide.page.clock.install()
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    [worker] = (one for one in guide.page.workers if one.url.endswith("js/worker.mjs"))
    worker.evaluate("""() => {
      const answer = self.onmessage;
      self.onmessage = (question) => { self.held = () => answer(question); };
    }""")
    guide.type(VOLUME, "6,000")
    guide.page.clock.run_for(30_000)
    expect(guide.page.locator("#live-note")).to_be_hidden()
    expect(guide.page.locator("#live-progress")).to_have_text("Calculating")
    worker.evaluate("() => self.held()")
    guide.shows(BILL, expected.number(BILL, requests_per_day="6000"))
    expect(guide.page.locator("#live-progress")).to_be_hidden()


def test_a_reader_who_is_offline_is_told_so(open_guide):
    guide = open_guide()
    guide.expected_errors += ["ERR_INTERNET_DISCONNECTED"]
    guide.open().wait_for_load_state("networkidle")
    guide.context.set_offline(True)
    guide.type(VOLUME, "5,000")
    note = guide.page.locator("#live-note")
    expect(note).to_contain_text("because this device is offline")
    guide.context.set_offline(False)
    guide.page.wait_for_function(REACHABLE)  # a browser needs a moment to notice
    note.get_by_role("button", name="Try again").click()
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))


def test_once_started_it_needs_no_network(open_guide):
    guide = open_guide()
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.context.set_offline(True)
    guide.type(VOLUME, "6,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="6000"))


def test_tabs_that_start_at_once_all_answer(open_guide):
    """As when a browser opens what it had open before."""
    guide = open_guide()
    pages = [guide.page, guide.context.new_page(), guide.context.new_page()]
    for page in pages:
        page.goto(f"{guide.server.url}?requests_per_day=5000", wait_until="commit")
    for page in pages:
        page.bring_to_front()
        bill = page.locator(f"""a.num[data-args='{{"q":"{BILL}"}}']""").first
        expect(bill).to_have_text(expected.number(BILL, requests_per_day="5000"))
        expect(page.locator("#live-progress")).to_be_hidden()
        expect(page.locator("#live-note")).to_be_hidden()


def test_a_page_kept_whole_by_the_browser_follows_what_was_changed_since(guide):
    """As when a reader comes back by the browser's own button from another site."""
    guide.open("?requests_per_day=5000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.page.evaluate(
        """() => { localStorage.setItem('local-or-api/scenario', JSON.stringify({requests_per_day: '7000'}));
        dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})) }"""
    )
    guide.shows(BILL, expected.number(BILL, requests_per_day="7000"))
    expect(guide.field(VOLUME)).to_have_value("7,000")


@pytest.mark.parametrize("module", ["app.mjs", "fields.mjs"])
def test_where_the_scripts_do_not_come_the_page_says_so(open_guide, module):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.server.broken = f"assets/js/{module}"
    guide.open()
    note = guide.page.get_by_text("The scripts of this page did not arrive")
    expect(note).to_be_hidden()  # not at once: they may be on their way
    guide.page.evaluate("() => document.getAnimations().forEach((one) => one.finish())")
    expect(note).to_be_visible()
    guide.server.broken = ""
    guide.page.reload()
    guide.page.evaluate("() => document.getAnimations().forEach((one) => one.finish())")
    expect(note).to_be_hidden()


@pytest.mark.parametrize("folder", ["python", "calc"])
def test_a_list_of_files_older_than_the_site_is_asked_for_anew(open_guide, folder):
    guide = open_guide()
    guide.expected_errors += ["404"]
    listed = guide.server.folder / "rt/manifest.mjs"
    text = listed.read_text()
    current = json.loads((guide.server.folder / "rt/manifest.json").read_text())[folder]
    listed.write_text(text.replace(current, "0123456789abcdef"))
    try:
        guide.open()
        guide.type(VOLUME, "5,000")
        guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    finally:
        listed.write_text(text)
    asked_there = bool(guide.served(f"rt/{folder}-0123456789abcdef/"))
    assert asked_there is (folder == "python"), "whose figures they are, the page knows beforehand"


def test_what_is_said_of_loading_after_the_start_is_over_shows_no_progress(open_guide):
    """Of six starts one had the browser say that a script had come after Python had answered: a bar that stayed."""
    guide = open_guide()
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.ready()
    [worker] = (one for one in guide.page.workers if one.url.endswith("js/worker.mjs"))
    worker.evaluate("() => postMessage({progress: 'loading', bytes: 4.7e6, total: 4.7e6})")
    guide.type(VOLUME, "6,000")  # answered after that
    guide.shows(BILL, expected.number(BILL, requests_per_day="6000"))
    expect(guide.page.locator("#live-progress")).to_be_hidden()


def test_an_explanation_that_can_not_be_given_follows_its_link(open_guide):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.server.broken = "rt/"
    guide.open()
    guide.number(BILL).click()
    expect(guide.page).to_have_url(re.compile(rf"/reference/quantities/#{BILL}$"))


def test_a_damaged_snapshot_is_passed_over(open_guide):
    guide = open_guide()
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    wait_for_snapshot(guide)
    guide.page.evaluate(
        """async () => { const cache = await caches.open('local-or-api-runtime');
        const [key] = await cache.keys(); await cache.put(key, new Response(new Uint8Array([1, 2, 3]))) }"""
    )
    guide.expected_errors += ["snapshot", "Snapshot", "RangeError"]
    guide.open("?requests_per_day=6000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="6000"))


def wait_for_snapshot(guide):
    """Wait until the browser has put Python's memory into its cache."""
    guide.page.evaluate(
        """async () => { for (const began = performance.now(); ;) {
          if (performance.now() - began > 30000) throw new Error('no memory was kept within half a minute');
          const cache = await caches.open('local-or-api-runtime');
          const [key] = await cache.keys();
          const kept = key && await cache.match(key);
          if (kept && (await kept.arrayBuffer()).byteLength > 3e7) return;
          await new Promise((resolve) => setTimeout(resolve, 100));
        } }"""
    )


def test_the_second_start_comes_from_the_snapshot(open_guide):
    guide = open_guide()
    started = """(name) => new Promise((resolve) => {
      const worker = new Worker('/assets/js/worker.mjs', {type: 'module', name});
      worker.onmessage = ({data: {from, failed}}) => (from || failed) && resolve(from ?? failed);
    })"""
    guide.open("guide/hybrid/")
    assert guide.page.evaluate(started, "") == "cold"
    wait_for_snapshot(guide)
    assert guide.page.evaluate(started, "returning") == "snapshot"


def test_a_reader_who_returns_starts_from_the_snapshot(open_guide):
    guide = open_guide()
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.page.wait_for_function("() => localStorage.getItem('local-or-api/runtime-kept') === 'returning'")
    with guide.page.expect_worker(lambda worker: worker.url.endswith("js/worker.mjs")) as started:
        guide.open("?requests_per_day=6000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="6000"))
    assert "returning" in started.value.evaluate("() => self.name")


def test_the_snapshot_holds_nothing_that_the_reader_typed(open_guide):
    guide = open_guide()
    guide.open("?requests_per_day=4815162")
    guide.type(VOLUME, "2342151")
    guide.shows(BILL, expected.number(BILL, requests_per_day="2342151"))
    wait_for_snapshot(guide)
    found = guide.page.evaluate(
        """async () => {
          const cache = await caches.open('local-or-api-runtime');
          const [key] = await cache.keys();
          const heap = new Uint8Array(await (await cache.match(key)).arrayBuffer());
          const holds = (wanted) => {
            const last = wanted.length - 1; // a float of a whole number begins with zeros, and so does much of memory
            for (let at = heap.indexOf(wanted[last], last); at >= 0; at = heap.indexOf(wanted[last], at + 1))
              if (wanted.every((byte, index) => heap[at - last + index] === byte)) return true;
            return false;
          };
          const asText = (text) => holds(new TextEncoder().encode(text));
          const asFloat = (number) => holds(new Uint8Array(new Float64Array([number]).buffer));
          return {
            names: asText('requests_per_day'), bounds: asFloat(1e9),
            typed: ['4815162', '4,815,162', '2342151', '2,342,151'].some(asText) || [4815162, 2342151].some(asFloat),
          };
        }"""
    )
    assert found == {"names": True, "bounds": True, "typed": False}


def test_without_storage_everything_but_memory_works(open_guide):
    guide = open_guide()
    guide.context.add_init_script(
        """Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused') }})"""
    )
    guide.expected_errors += ["refused"]
    guide.open("?requests_per_day=3000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="3000"))
