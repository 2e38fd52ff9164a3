"""The real site, built as the deploy workflow builds it, served on this machine and read in a real Chromium."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from build_hooks.generated import every, redirects
from build_hooks.site import Site
from scripts.browser import chromium_path
from scripts.fetch_pyodide import fetch
from tests.browser.guide import DEADLINE_MS, Guide
from tests.browser.serving import StaticServer

DESK = {"width": 1280, "height": 900}
ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=DEADLINE_MS)
# Generated pages that stand for the rest: each kind, and each way in which one of a kind differs from another.
SAMPLE = (
    "hardware/nvidia/b200/",  # no price is known
    "hardware/nvidia/rtx-3090/",
    "hardware/nvidia/rtx-5080/",  # the usual model does not fit
    "models/deepinfra/gpt-oss-20b/",  # open weights
    "models/google/gemini-4-argon/",  # a price is announced
    "models/openai/gpt-6-luna/",
    "open-models/openai/gpt-oss-120b/",
    "providers/deepseek/",
    "regions/us-ca/",  # households and businesses
)
REPOSITORY = "https://github.com/someone/local-or-api"
NOWHERE = '<!doctype html><link rel="icon" href="data:,">'  # a page of the site's origin that loads and runs nothing
KEPT = "local-or-api/runtime-kept"  # that the browser has put Python's memory away
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items) -> None:
    """Everything here needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[StaticServer]:
    """The built site behind a local server; built for that very address, which instant navigation needs."""
    fetch()
    server = StaticServer()
    server.folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(server.folder)]
    environment = {**os.environ, "SITE_URL": server.url, "REPO_URL": REPOSITORY, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    server.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_guide(browser, server) -> Iterator[Callable[..., Guide]]:
    """Opens readers who have never been here, with options; each is checked and leaves at the end."""
    opened: list[Guide] = []

    def open_one(**options) -> Guide:
        context = browser.new_context(**{"viewport": DESK, "bypass_csp": True, **options})
        opened.append(Guide(context, server))
        return opened[-1]

    server.broken = server.damaged = ""
    server.served.clear()
    yield open_one
    server.broken = server.damaged = ""
    try:
        for guide in opened:
            guide.finish()
    finally:
        for guide in opened:
            guide.context.close()


@pytest.fixture(scope="session")
def returning(browser, server) -> Iterator[BrowserContext]:
    """A reader who has been here: the browser has kept its snapshot, so that tests start quickly."""
    context = browser.new_context(viewport=DESK, bypass_csp=True)
    yield context
    context.close()


@pytest.fixture(scope="session")
def elsewhen(browser, server) -> Iterator[BrowserContext]:
    """Another such reader, whose clock tests may set: a clock that was set stays so for the whole context."""
    context = browser.new_context(viewport=DESK, bypass_csp=True)
    yield context
    context.close()


FORGET = """(kept) => {
  const returning = localStorage.getItem(kept);
  localStorage.clear();
  if (returning) localStorage.setItem(kept, returning);
}"""


@pytest.fixture
def guide(returning, server) -> Iterator[Guide]:
    """The reader who has been here, with nothing changed yet."""
    yield from visit(returning, server)


@pytest.fixture
def guide_elsewhen(elsewhen, server) -> Iterator[Guide]:
    """The one whose clock may be set, with nothing changed yet."""
    yield from visit(elsewhen, server)


def visit(context: BrowserContext, server: StaticServer) -> Iterator[Guide]:
    """A visit of a reader: what they did before is forgotten, and at the end nobody else was asked."""
    guide = Guide(context, server)
    guide.page.route("**/nowhere", lambda route: route.fulfill(content_type="text/html", body=NOWHERE))
    guide.open("nowhere")
    guide.page.evaluate(FORGET, KEPT)
    guide.page.unroute_all()
    guide.errors.clear()
    server.served.clear()
    yield guide
    guide.finish()


@pytest.fixture(scope="session")
def addresses(server) -> list[str]:
    """Every page that somebody wrote, and some of each kind that the build makes from one template."""
    site = Site.read()
    made = {page.address for page in every.pages(site)}
    made |= {path.removesuffix("index.html") for path in redirects.files(site)}
    assert made >= set(SAMPLE)
    found = (page.parent.relative_to(server.folder).as_posix() for page in server.folder.rglob("index.html"))
    every_page = {"" if folder == "." else f"{folder}/" for folder in found}
    assert every_page >= made
    return sorted(every_page - made | set(SAMPLE))
