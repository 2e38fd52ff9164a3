"""The site is updated while readers have it open or in their browser's cache: one price changes, and nothing else."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from build_hooks.build import RUNTIME_CACHE, pyodide_folder
from build_hooks.runtime import Runtime, packed
from tests.browser import expected
from tests.browser.conftest import ROOT
from tests.browser.serving import StaticServer

VOLUME = "requests_per_day"
BILL = "api_usd_per_month"
MODEL = "openai/gpt-6-luna"
ASK = "from calc import compute; print(compute('api_usd_per_month', requests_per_day=5000).text)"


class Update:
    """Two builds of the site, the second with another price; a server that shows the first until it is told."""

    def __init__(self, server: StaticServer, old: Path, new: Path, bill: str) -> None:
        self.server, self.old, self.new, self.bill = server, old, new, bill

    def happens(self) -> None:
        """The newer build is published in place of the older."""
        self.server.folder = self.new
        self.server.served.clear()


@pytest.fixture(scope="module")
def builds(server, tmp_path_factory) -> tuple[Path, Path, str]:
    """The site as it is, the same with a dearer model, and what the default bill is then."""
    old, new = tmp_path_factory.mktemp("builds") / "old", tmp_path_factory.mktemp("builds") / "new"
    calc = dearer(tmp_path_factory.mktemp("calc") / "calc")
    bill = subprocess.run([sys.executable, "-c", ASK], cwd=calc.parent, capture_output=True, text=True, check=True)
    runtime = packed(pyodide_folder(), calc, RUNTIME_CACHE)
    was = json.loads((server.folder / "rt/manifest.json").read_text())
    assert runtime.manifest["python"] == was["python"] and runtime.manifest["calc"] != was["calc"]
    shutil.copytree(server.folder, old)
    shutil.copytree(server.folder, new, ignore=shutil.ignore_patterns("calc-*", "manifest.*"))
    lay_out(new, runtime, was["calc"])
    return old, new, bill.stdout.strip()


def dearer(calc: Path) -> Path:
    """A copy of calc whose catalog has another price for the model of the default scenario."""
    shutil.copytree(ROOT / "calc", calc, ignore=shutil.ignore_patterns("__pycache__"))
    catalog = json.loads((calc / "catalog.json").read_text("utf-8"))
    for row in catalog["tables"]["api_model"][MODEL]["prices"]:
        row["output_usd_per_mtok"] = "0.77"
    (calc / "catalog.json").write_text(json.dumps(catalog), "utf-8")
    return calc


def lay_out(site: Path, runtime: Runtime, was: str) -> None:
    """Put another calc into a built site: its files, and its name in each page."""
    for address, file in runtime.site_files().items():
        (site / address).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, site / address)
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        if was in html:
            page.write_text(html.replace(was, runtime.manifest["calc"]), "utf-8")


@pytest.fixture
def update(server, builds):
    """The first build is shown, and the second waits."""
    old, new, bill = builds
    assert bill != expected.number(BILL, requests_per_day="5000")
    kept = server.folder
    server.folder = old
    yield Update(server, old, new, bill)
    server.folder = kept


def test_every_page_names_the_calc_that_made_it(server):
    calc = json.loads((server.folder / "rt/manifest.json").read_text())["calc"]
    pages = [page.read_text("utf-8") for page in server.folder.rglob("*.html")]
    frames = [html for html in pages if 'http-equiv="refresh"' not in html]
    assert len(frames) > 200
    assert all(f'<meta name="calc" content="{calc}">' in html for html in frames)


def test_a_price_that_changed_is_fetched_and_python_is_not(open_guide, update):
    guide = open_guide()
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    guide.page.wait_for_function("() => localStorage.getItem('local-or-api/runtime-kept') === 'returning'")
    update.happens()
    guide.page.reload()
    guide.shows(BILL, update.bill)
    asked = guide.served("rt/")
    assert [one for one in asked if "python-" in one] == []
    assert [one.rpartition("/")[2] for one in asked if "calc-" in one] == ["calc.bin"]


def test_a_page_that_is_older_than_the_site_calculates_nothing_and_says_why(open_guide, update):
    guide = open_guide()
    guide.expected_errors += ["404"]
    guide.open()
    before = guide.number(BILL).inner_text()
    update.happens()
    guide.type(VOLUME, "5,000")
    note = guide.page.locator("#live-note")
    expect(note).to_contain_text("The site was updated after this page was opened.")
    expect(guide.page.locator("#live-progress")).to_be_hidden()
    assert guide.number(BILL).inner_text() == before
    note.get_by_role("button", name="Reload").click()
    guide.shows(BILL, update.bill)
    expect(guide.field(VOLUME)).to_have_value("5,000")
    expect(note).to_be_hidden()


def test_on_a_page_that_is_newer_than_its_python_another_is_started(open_guide, update):
    guide = open_guide()
    guide.open("glossary/")
    guide.open()
    guide.type(VOLUME, "5,000")
    guide.shows(BILL, expected.number(BILL, requests_per_day="5000"))
    update.happens()
    guide.follow("guide/cost-math/")  # by the theme's instant navigation: the worker lives on
    expect(guide.page).to_have_url(re.compile("/guide/cost-math/"))
    guide.shows(BILL, update.bill)
