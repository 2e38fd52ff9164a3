"""The main path in Firefox and in WebKit; what the other tests see, they see in Chromium."""

import pytest

from scripts import engines
from tests.browser import expected, webdriver

BILL = "api_usd_per_month"
MODEL, DAY = "openai/gpt-5.6-luna", "2026-07-29"  # the day before that model's price fell
VOLUME = '[data-input="requests_per_day"]'
NUMBER = f"""a.num[data-args='{{"q":"{BILL}"}}']"""
SHOWS = "return document.querySelector(arguments[0])?.textContent.trim() === arguments[1]"
SIZE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module", params=engines.wanted())
def engine(request):
    with webdriver.reader(request.param) as found:
        yield found


@pytest.fixture
def reader(engine, server):
    """On the first page, with nothing changed; at the end the browser has complained of nothing."""
    engine.ask("size", **SIZE)
    engine.open(server.url + "404.html")
    engine.run("localStorage.removeItem('local-or-api/scenario')")
    engine.open(server.url)
    engine.until("return document.documentElement.classList.contains('alive')")  # WebKit's driver is early
    yield engine
    assert engine.errors(server.url) == []


def test_what_is_typed_is_computed_and_outlives_a_reload(reader):
    reader.type(VOLUME, "5,000")
    reader.until(SHOWS, NUMBER, expected.number(BILL, requests_per_day="5000"))
    reader.until("return location.search === '?requests_per_day=5000'")
    reader.ask("reload")
    reader.until(SHOWS, NUMBER, expected.number(BILL, requests_per_day="5000"))
    assert reader.run(f"return document.querySelector('{VOLUME}').value") == "5,000"


def test_a_number_can_be_seen_to_be_a_link_and_explains_itself(reader):
    line = reader.run("return getComputedStyle(document.querySelector(arguments[0])).textDecorationLine", NUMBER)
    assert line == "underline"
    reader.click(NUMBER)
    title = "return document.querySelector('[data-explanation] .explain__title')?.textContent"
    assert expected.number(BILL) in reader.until(title)
    reader.click("[data-explanation] [data-close]")
    assert not reader.run("return document.querySelector('[data-explanation]')")


def test_a_link_with_a_choice_and_a_day_shows_both(reader, server):
    reader.open(f"{server.url}?api_model={MODEL}&as_of={DAY}")
    reader.until(SHOWS, NUMBER, expected.number(BILL, DAY, api_model=MODEL))
    assert reader.run("return document.querySelector('select[data-input=api_model]').value") == MODEL
    reader.click("[data-as-of]")  # the scripts are here: they have shown the number
    assert reader.until("return document.querySelector('#as-of-day').value") == DAY
    reader.until("return document.querySelector('[data-as-of-changes]').options.length > 1")


def test_the_console_has_a_python_of_its_own(reader, server):
    reader.open(server.url + "reference/console/")
    reader.until("return !document.querySelector('[data-console-live]').hidden")
    reader.type("[data-console-input]", "import statistics; statistics.mean([20, 64])\ue007", clear=False)
    reader.until(SHOWS, ".console__value", "42")


@pytest.fixture(scope="module")
def frame(server):
    """Shows a page of the site as wide as a small phone; browsers' own windows do not get as narrow."""
    page = server.folder / "narrow.html"
    page.write_text('<!doctype html><iframe width="320" height="640"></iframe>')
    yield server.url + page.name
    page.unlink()  # others look at every page of the site


def test_no_page_is_wider_than_a_small_phone(reader, server, frame):
    reader.open(frame)
    for page in ("", "calculators/electricity/", "models/", "models/openai/gpt-6-luna/", "reference/console/"):
        reader.run("window.frames[0].location = arguments[0]", server.url + page)
        reader.until(
            "const {location, document} = window.frames[0];"
            "return location.href === arguments[0] && document.readyState === 'complete'",
            server.url + page,
        )
        wide, there = reader.run(
            "const {scrollWidth, clientWidth} = window.frames[0].document.documentElement;"
            "return [scrollWidth, clientWidth]"
        )
        assert (page, wide) == (page, there)
        assert there <= 320
