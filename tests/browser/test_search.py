"""Search: nothing of it is fetched until somebody reaches for it, and then it finds."""

from playwright.sync_api import expect

INDEX = "search/search_index.json"
WORKER = "assets/javascripts/workers/search."


def test_it_waits_for_somebody_to_search(open_guide):
    guide = open_guide()  # a reader whose browser has kept nothing
    page = guide.open()
    page.wait_for_load_state("networkidle")
    assert INDEX not in guide.server.served
    assert guide.served(WORKER) == []

    page.keyboard.press("s")
    page.keyboard.type("break-even")

    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert INDEX in guide.server.served
    assert len(guide.served(WORKER)) == 1


def test_a_link_that_searches_does_so_at_once(open_guide):
    guide = open_guide()
    page = guide.open("?q=break-even")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
