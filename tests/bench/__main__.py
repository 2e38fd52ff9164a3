"""`make bench`: build, page, start of Python in the browser, an answer, and the errors of the proof, against goals.

Machines are noisy, so what counts is the ratio to stock Pyodide; the two take turns, and medians are shown.
"""

from __future__ import annotations

import dataclasses
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from build_hooks import runtime_catalog, views, widgets
from build_hooks.site import Site
from build_hooks.validation import goals
from calc.facts.catalog import Catalog
from scripts.browser import chromium_path
from scripts.fetch_pyodide import fetch
from tests.bench import asked, loads, scale
from tests.bench.stock import lay_out
from tests.browser import test_weight
from tests.browser.conftest import QUIET
from tests.browser.serving import StaticServer

ROOT = Path(__file__).resolve().parents[2]
COLD_RUNS = 7
OURS, STOCK = "assets/js/worker.mjs", "stock/worker.mjs"
NO_GOAL = float("inf")


@dataclass(frozen=True)
class Row:
    """One measurement with its goal."""

    what: str
    measured: float
    goal: float
    unit: str

    def __str__(self) -> str:
        """The row as it is printed."""
        mark = "" if self.goal == NO_GOAL else "ok" if self.measured <= self.goal else "OVER"
        goal = "" if self.goal == NO_GOAL else f" goal {self.goal:g}"
        return f"{mark:4} {self.what:58} {self.measured:9.2f} {self.unit:4}{goal}".rstrip()


def main() -> None:
    """Measure and print."""
    server = StaticServer()
    server.folder = Path(tempfile.mkdtemp())
    try:
        rows = [Row("full build of the site, runtime packed before", build(server), 10, "s")]
        lay_out(fetch(), ROOT / "calc", server.folder / "stock")
        server.start()
        with sync_playwright() as playwright:
            rows += in_browser(playwright, server)
        rows += at_scale()
        print(*rows, *proof(), sep="\n")
    finally:
        server.server_close()
        shutil.rmtree(server.folder)


def proof() -> Iterator[str]:
    """The errors of the guide on today's data against the goals, computed anew as every build does."""
    for goal in goals.goals(Site.read().catalog):
        mark = {True: "ok", False: "OVER", None: ""}[goal.met]
        factor = 100 if goal.unit == "%" else 1
        ends = [
            f"{word} {end * factor:g}" for word, end in (("from", goal.least), ("to", goal.most)) if end is not None
        ]
        line = f"{mark:4} {goal.what:58.58} {goal.reached * factor:9.2f} {goal.unit:4}"
        yield f"{line} goal {' '.join(ends)}" if ends else line.rstrip()


def build(server: StaticServer) -> float:
    """Seconds that the second of two builds takes: the first may pack the runtime."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", str(server.folder)]
    environment = {**os.environ, "SITE_URL": server.url, "NO_MKDOCS_2_WARNING": "1"}
    for _ in range(2):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - began


def in_browser(playwright: Playwright, server: StaticServer) -> list[Row]:
    """What a reader feels: bytes before a touch, first answer from a cold start, an answer after a change."""
    starts = [(cold(playwright, server, OURS), cold(playwright, server, STOCK)) for _ in range(COLD_RUNS)]
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
    kilobytes, runtime = weight(browser, server)
    tweaks = answers(browser, server)
    browser.close()
    return [
        Row("first page before a touch, gzip", kilobytes, test_weight.MOST_KB, "kB"),
        Row("runtime bytes before a touch", runtime, 0, "B"),
        *sizes(server),
        *start_rows(starts),
        *tweaks,
    ]


def sizes(server: StaticServer) -> list[Row]:
    """Kilobytes of the runtime as they travel, each file and all."""
    files = json.loads((server.folder / "rt/manifest.json").read_text("utf-8"))["files"]
    rows = [Row(f"  {name}, gzip", file["gzip"] / 1000, NO_GOAL, "kB") for name, file in files.items()]
    return [Row("runtime, gzip", sum(file["gzip"] for file in files.values()) / 1000, 5100, "kB"), *rows]


def start_rows(starts: list[tuple[Start, Start]]) -> list[Row]:
    """Medians of starts and of their parts; ours and stock took turns, so that a busy minute hits both."""
    ours, stock = [own for own, _ in starts], [other for _, other in starts]

    def middle(part: str, runs: list[Start]) -> float:
        return statistics.median(getattr(run, part) for run in runs) / 1000

    return [
        Row("cold start to first result", middle("answered", ours), 1.0, "s"),
        Row("  of it until Python runs", middle("boot", ours), NO_GOAL, "s"),
        Row("  of it until calc is loaded and has its catalog", middle("calc", ours), NO_GOAL, "s"),
        Row("  of it the first answer", middle("answer", ours), NO_GOAL, "s"),
        Row("the same with stock Pyodide", middle("answered", stock), NO_GOAL, "s"),
        Row("ratio to stock, of medians", middle("answered", ours) / middle("answered", stock), 0.45, "x"),
        Row(
            "ratio to stock, median of pairs",
            statistics.median(own.answered / other.answered for own, other in starts),
            0.45,
            "x",
        ),
    ]


def at_scale() -> list[Row]:
    """A data set of thousands of models: the build must stay usable long before there are so many."""
    found = scale.run()
    what = f"{found.models:,} models with {found.rows:,} price rows loaded, checked, compiled"
    return [Row(what, found.seconds, 20, "s"), Row("memory for that", found.megabytes, 1000, "MB"), *loads_at_scale()]


def loads_at_scale() -> list[Row]:
    """What a reader loads of so many models: kilobytes as they travel, at today's number and at thousands."""
    real = json.loads((ROOT / "calc/catalog.json").read_text("utf-8"))
    rows = []
    for catalog in (real, scale.compiled(real)):
        what = f"{len(catalog['tables']['api_model']):,} models"
        packs = runtime_catalog.packs(catalog)
        sizes = {name: len(gzip.compress(pack, 9, mtime=0)) / 1000 for name, pack in packs.items()}
        start = sizes.pop(runtime_catalog.START)
        site = dataclasses.replace(Site.read(), catalog=Catalog(catalog))
        field = len(gzip.compress(widgets.choice(views.field(site, "api_model", "s")).encode())) / 1000
        rows += [
            Row(f"{what}: the catalog in a start, gzip", start, NO_GOAL, "kB"),
            Row(f"{what}: all of the catalog, gzip", start + sum(sizes.values()), NO_GOAL, "kB"),
            Row(f"{what}: the largest further pack, of {len(sizes)}, gzip", max(sizes.values()), NO_GOAL, "kB"),
            Row(f"{what}: the field that chooses one, in a page, gzip", field, NO_GOAL, "kB"),
            *touched_at_scale(site, what, packs),
        ]
    return rows


TOUCHED_KB, MOVED_KB = 30, 60  # of the catalog, beyond the start
TOUCHED = ("models/openai/gpt-6-luna/", "open-models/openai/gpt-oss-120b/", "providers/openai/")
OF_TIERS = ("guide/price-drift.md", "guide/cost-math.md")  # they show the middle of a tier
PAST = {"as_of": "2025-06-01"}


def touched_at_scale(site: Site, what: str, packs: dict[str, bytes]) -> Iterator[Row]:
    """What a page loads of the catalog, beyond the start: at its first touch, and what more on another day."""
    for name in (*TOUCHED, *OF_TIERS):
        html, root = loads.html_of(site, name)
        touched, past = (loads.loaded(html, root, packs, changed).kilobytes for changed in (loads.TOUCHED, PAST))
        yield Row(f"{what}: {name} touched, gzip", touched, TOUCHED_KB, "kB")
        yield Row("  on another day", past, MOVED_KB, "kB")


ASK = """async ([address, texts]) => {
  const began = performance.now();
  const worker = new Worker(address, {type: "module"});
  const times = [];
  let ready = null;
  for (const text of texts) {
    const sent = performance.now();
    await new Promise((done, fail) => {
      worker.onmessage = ({data}) => {
        if (data.failed) fail(new Error(data.failed));
        if (data.ready !== undefined) ready = data;
        if (typeof data !== "string") return;
        const answer = JSON.parse(data);
        answer.error ? fail(new Error(answer.error.message)) : done();
      };
      worker.onerror = (event) => fail(new Error(event.message));
      worker.postMessage(text);
    });
    times.push(times.length ? performance.now() - sent : performance.now() - began);
  }
  worker.terminate();
  return [times, ready];
}"""


def ask(page: Page, server: StaticServer, address: str, texts: list[str]) -> tuple[list[float], dict[str, float]]:
    """Milliseconds of each answer; the first includes the start of the worker, whose own account comes with them."""
    times, account = page.evaluate(ASK, [server.url + address, texts])
    return times, account or {}


@dataclass(frozen=True)
class Start:
    """Milliseconds of one cold start: all of it, until Python runs, until calc is loaded, and the first answer."""

    answered: float
    boot: float
    calc: float

    @property
    def answer(self) -> float:
        """What is left: starting the worker, and computing the first answer."""
        return self.answered - self.boot - self.calc


def cold(playwright: Playwright, server: StaticServer, worker: str) -> Start:
    """One start of the worker, to its first answer, in a fresh profile on disk."""
    with tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium
        context = browser.launch_persistent_context(profile, executable_path=chromium_path(), args=list(QUIET))
        page = context.new_page()
        page.goto(server.url)
        [took], account = ask(page, server, worker, [asked.request_text(2100)])
        context.close()
    return Start(took, account.get("boot", 0), account.get("calc", 0))


def answers(browser: Browser, server: StaticServer) -> list[Row]:
    """Milliseconds of an answer once Python runs, for a volume that is moved and for other ways to change something."""
    page = browser.new_page()
    page.goto(server.url)
    rows: list[Row] = []
    for what, texts in asked.after_a_change(page.evaluate(asked.SHOWN)).items():
        times = ask(page, server, OURS, texts)[0][asked.WARM :]
        rows.append(Row(f"{what}, median", statistics.median(times), NO_GOAL if rows else 5, "ms"))
        rows.append(Row(f"{what}, 95th percentile", statistics.quantiles(times, n=20)[-1], NO_GOAL, "ms"))
    page.close()
    return rows


def weight(browser: Browser, server: StaticServer) -> tuple[float, float]:
    """Compressed kilobytes of everything the first page fetches by itself, and the runtime's bytes among them."""
    server.served.clear()
    page = browser.new_page()
    page.goto(server.url, wait_until="networkidle")
    page.close()
    runtime = sum(file.stat().st_size for file in server.files() if "/rt/" in file.as_posix())
    return server.kilobytes(), runtime


if __name__ == "__main__":
    main()
