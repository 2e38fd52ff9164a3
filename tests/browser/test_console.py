"""The console: Python on the reader's scenario, in a worker of its own that can be ended, from this site alone."""

import re

import pytest
from playwright.sync_api import expect

from calc import compute
from tests.browser.guide import DEADLINE_MS

PAGE = "reference/console/"
START_MS = 3 * DEADLINE_MS  # the whole standard library is read from source, on machines that are often busy


class Console:
    """A reader at the console."""

    def __init__(self, guide, query=""):
        self.guide = guide
        self.page = guide.open(PAGE + query)
        self.box = self.page.get_by_label("Python. Enter runs a line")
        self.log = self.page.get_by_role("log")
        self.stop = self.page.get_by_role("button", name="Stop")
        self.status = self.page.locator("[data-console-status]")

    def type(self, code, key="Control+Enter"):
        self.box.fill(code)
        self.box.press(key)

    def shows(self, kind, text):
        expect(self.log.locator(f".console__{kind}").last).to_have_text(text, timeout=START_MS)

    def ready(self):
        expect(self.stop).to_be_hidden(timeout=START_MS)
        expect(self.status).to_have_text("Ready.", timeout=START_MS)


@pytest.fixture
def console(guide):
    return Console(guide)


def test_nothing_is_fetched_before_a_touch(open_guide):
    guide = open_guide()
    console = Console(guide)
    expect(console.box).to_be_visible()
    assert guide.served("rt/") == []
    assert guide.served("assets/js/console-worker.mjs") == []
    console.box.focus()
    console.ready()
    assert any(address.endswith("python_stdlib.zip") for address in guide.served("rt/"))
    assert not guide.served("assets/js/worker.mjs"), "the calculator has a worker of its own"


def test_the_readers_scenario_is_there_and_computes_as_the_pages_do(guide):
    console = Console(guide, "?requests_per_day=7000&api_model=openai/gpt-4o-mini")
    console.type("scenario['requests_per_day']")
    console.shows("value", re.compile("7,?000"))
    console.type('from calc import compute\ncompute("api_usd_per_month", **scenario)')
    console.shows("value", repr(compute("api_usd_per_month", requests_per_day=7000, api_model="openai/gpt-4o-mini")))


def test_names_live_on_from_input_to_input_and_nothing_is_said_of_nothing(console):
    console.type("x = 20", "Enter")
    console.type("x + 22", "Enter")
    console.shows("value", "42")
    console.type("_ * 2", "Enter")
    console.shows("value", "84")
    console.type("None", "Enter")
    console.type("print('said'); print('twice')", "Enter")
    console.shows("out", "twice")
    expect(console.log.locator(".console__value")).to_have_count(2)


def test_an_error_shows_the_readers_lines_and_no_others(console):
    console.type("def f(n):\n    return 1 / n\n\nf(0)")
    error = console.log.locator(".console__error").last
    expect(error).to_contain_text("ZeroDivisionError", timeout=START_MS)
    said = error.inner_text()
    assert "your code, input 1" in said
    assert "return 1 / n" in said
    assert "/console.py" not in said
    assert "/app/" not in said
    console.type('from calc import compute\ncompute("api_usd_per_mont")')
    expect(error).to_contain_text("api_usd_per_month?")
    assert "/app/" not in error.inner_text()
    console.type("1 +")
    expect(error).to_contain_text("SyntaxError")
    console.type("exit()")
    expect(error).to_contain_text("SystemExit")
    console.type("'alive'")
    console.shows("value", "'alive'")


def test_a_loop_without_end_is_stopped_and_the_site_goes_on(console):
    console.type("kept = 1")
    console.ready()
    console.type("while True: pass")
    expect(console.status).to_have_text("Running …")
    expect(console.stop).to_be_visible()
    console.page.evaluate("() => new Promise(requestAnimationFrame)")  # the page is not frozen
    console.stop.click()
    console.shows("error", "Stopped. What you had defined is gone.")
    expect(console.stop).to_be_hidden()
    expect(console.box).to_be_focused()
    console.type("'kept' in globals()")
    console.shows("value", "False")


def test_a_flood_of_output_is_cut(console):
    console.type("for i in range(100_000): print(i)")
    console.ready()
    console.shows("out", re.compile("more was printed"))
    assert console.log.locator("pre").count() <= 500
    console.type("'x' * 100_000")
    expect(console.log.locator(".console__value")).to_contain_text("…")


def test_enter_runs_a_line_and_goes_on_in_a_block(console):
    console.box.focus()
    console.page.keyboard.type("for i in (1, 2):")
    console.page.keyboard.press("Enter")
    console.page.keyboard.type("print(i * 21)")
    assert console.box.input_value() == "for i in (1, 2):\n    print(i * 21)"
    console.page.keyboard.press("Enter")
    expect(console.log.locator("pre")).to_have_count(0)
    for _ in range(4):
        console.page.keyboard.press("Backspace")
    console.page.keyboard.press("Enter")
    console.shows("out", "42")


def test_the_arrows_bring_back_what_was_typed_and_what_is_being_typed(console):
    console.type("1 + 1", "Enter")
    console.type("2 + 2", "Enter")
    console.shows("value", "4")
    console.box.fill("unfinished")
    console.box.press("Home")
    console.box.press("ArrowUp")
    console.box.press("ArrowUp")
    expect(console.box).to_have_value("1 + 1")
    console.box.press("ArrowDown")
    console.box.press("ArrowDown")
    expect(console.box).to_have_value("unfinished")
    console.box.press("Tab")
    expect(console.page.get_by_role("button", name="Run")).to_be_focused()


def test_every_example_runs(console):
    examples = console.page.locator("[data-console-example]")
    assert examples.count() >= 8
    for example in examples.all():
        example.click()
    console.ready()
    expect(console.log.locator(".console__code")).to_have_count(examples.count())
    expect(console.log.locator(".console__error")).to_have_count(0)
    expect(console.log.locator(".console__value")).to_have_count(examples.count() - 1)  # the import says nothing


def test_the_whole_standard_library_is_there(console):
    """Also what the pages' own library leaves out, and parts of packages of which they use others."""
    console.type(
        "import statistics, csv, sqlite3, decimal, calendar, json.tool, importlib.metadata, email.message, xml.dom\n"
        "statistics.median([1, 2, 9])"
    )
    console.shows("value", "2")
    console.type("import html, ipaddress\nhtml.unescape('&eacute;') + str(ipaddress.ip_address('::1'))")
    console.shows("value", "'é::1'")
    console.type("import numpy")
    expect(console.log.locator(".console__error").last).to_contain_text("ModuleNotFoundError")


def test_a_missing_runtime_is_said_and_can_be_tried_again(open_guide):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.server.broken = "rt/"
    console = Console(guide)
    console.type("1 + 1")
    expect(console.status).to_contain_text("could not be started")
    guide.server.broken = ""
    console.type("1 + 1")
    console.shows("value", "2")


def test_leaving_ends_it_and_coming_back_starts_anew(console):
    console.type("x = 1")
    console.ready()
    console.guide.follow("glossary/")
    expect(console.page.get_by_role("heading", name="Glossary", level=1)).to_be_visible()
    console.page.go_back()
    expect(console.box).to_be_visible()
    console.type("'x' in globals()")
    console.shows("value", "False")


def test_it_works_under_the_policy_of_the_site(open_guide):
    guide = open_guide(bypass_csp=False)
    console = Console(guide)
    console.type("from calc import compute\ncompute('api_usd_per_month').status")
    console.shows("value", "'known'")
