"""With the repository's address set, every figure leads to its line in the editor and to a filled-in form."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.fetch_pyodide import fetch
from tests.browser.guide import Guide
from tests.browser.serving import StaticServer

ROOT = Path(__file__).resolve().parents[2]
REPOSITORY = "https://github.com/someone/local-or-api"


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Iterator[StaticServer]:
    """The site as the deploy workflow builds it: with the repository's address."""
    fetch()
    server = StaticServer()
    server.folder = tmp_path_factory.mktemp("published")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", str(server.folder)]
    environment = {**os.environ, "SITE_URL": server.url, "REPO_URL": REPOSITORY, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        assert built.returncode == 0, built.stdout + built.stderr
        server.start()
        yield server
        server.shutdown()
    finally:
        server.server_close()


@pytest.fixture
def reader(browser, published) -> Iterator[Guide]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    guide = Guide(context, published)
    yield guide
    guide.finish()
    context.close()


def box(reader: Guide):
    return reader.page.get_by_role("dialog", name="How was this computed?")


def test_a_computed_number_leads_to_the_lines_of_what_went_in(reader):
    reader.open()
    reader.number("api_usd_per_month").click()
    expect(box(reader)).to_contain_text("Suggest a correction")
    edits = box(reader).locator("a.suggest__edit")
    for address in edits.evaluate_all("links => links.map((link) => link.href)"):
        assert address.startswith(f"{REPOSITORY}/edit/main/prices/") and "#L" in address
    forms = box(reader).locator("a.suggest__form")
    assert forms.count() == edits.count() > 0
    assert forms.first.get_attribute("href").startswith(f"{REPOSITORY}/issues/new?template=wrong-figure.yml")


def test_a_figure_in_a_table_leads_to_its_line(reader):
    reader.open("hardware/")
    reader.page.locator("a.num--fact").first.click()
    expect(box(reader).locator("a.suggest__edit")).to_have_count(1)
    expect(box(reader).locator("a.suggest__form")).to_be_visible()
    reader.page.keyboard.press("Tab")
    assert box(reader).evaluate("(box) => box.contains(document.activeElement)")
