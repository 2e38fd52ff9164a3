"""Under serve an edited formula shows: each build loads the code anew; and what is wrong shows instead of what was."""

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import clean_directory

from build_hooks import build, fault_page, hooks
from build_hooks.errors import BuildError

ROOT = Path(__file__).resolve().parents[2]
PRICES = ROOT / "tests/prices/base"
TWO_BUILDS = """
import sys
from mkdocs.config import load_config
from build_hooks import hooks

def ours():
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] in ("calc", "build_hooks")}

config = load_config("mkdocs.yml")
hooks.on_startup(command="build", dirty=False)
hooks.on_config(config)
before = ours()
hooks.on_config(config)
after = ours()
stale = sorted(name for name, module in before.items() if after.get(name) is module)
assert "build_hooks.render" in after and "calc.quantities.energy" in after
assert not stale, stale
"""


def test_the_second_build_runs_none_of_the_first_builds_code() -> None:
    run = subprocess.run([sys.executable, "-c", TWO_BUILDS], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr


class Served:
    """A server of MkDocs over a small data set: a page with the edition's day, rebuilt when a file changes."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.site.mkdir()
        (self.site / "old.html").write_text("as of an old day", "utf-8")
        self.server = LiveReloadServer(self.builder, "127.0.0.1", 0, str(self.site), polling_interval=0.05)
        config = MkDocsConfig()
        config.site_dir = str(self.site)
        hooks.on_serve(self.server, config=config, builder=self.builder)
        self.server.watch(str(folder / "prices"))
        self.server.error_handler = lambda code: (self.site / f"{code}.html").read_bytes()  # as MkDocs does
        threading.Thread(target=self.server.serve, daemon=True).start()
        while not self.server.serve_thread.is_alive():
            time.sleep(0.01)

    def builder(self) -> None:
        """As MkDocs does it."""
        try:
            made = hooks._said(build.start)
        except PluginError as error:
            hooks.on_build_error(error=error)
            raise Abort("Aborted with a BuildError!") from error
        clean_directory(str(self.site))
        (self.site / "index.html").write_text(f"as of {made.site.catalog.edition}", "utf-8")
        (self.site / "404.html").write_text("no such page", "utf-8")

    def get(self, address: str, wanted: str) -> str:
        """A page, once it says what is wanted."""
        deadline = time.monotonic() + 30
        while wanted not in (found := self._get(address)):
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
        return found

    def _get(self, address: str) -> str:
        try:
            return str(urlopen(f"http://127.0.0.1:{self.server.server_port}/{address}", timeout=30).read(), "utf-8")
        except HTTPError as error:
            return str(error.read(), "utf-8")


@pytest.fixture
def served(tmp_path, monkeypatch):
    shutil.copytree(PRICES, tmp_path / "prices")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    served = Served(tmp_path)
    yield served
    served.server.shutdown(wait=True)


def test_faults_of_the_data_stand_at_every_address_until_they_are_mended(served, tmp_path):
    edition, power = tmp_path / "prices/edition.yml", tmp_path / "prices/power/us.yml"
    good, tariffs = edition.read_text("utf-8"), power.read_text("utf-8")
    served.get("old.html", "an old day")

    power.write_text(tariffs.replace("value:", "valu:"), "utf-8")
    edition.write_text(good.replace("2026", "2O26"), "utf-8")

    page = served.get("old.html", "faults</h1>")
    assert "<code>prices/edition.yml:1</code>" in page and "2O26" in page
    assert "did you mean value?" in page
    assert "old day" not in page and served.get("guide/cost-math/", "faults</h1>") == page

    power.write_text(tariffs, "utf-8")
    edition.write_text(good, "utf-8")

    assert "2026-06-01" in served.get("", "as of")
    served.get("old.html", "no such page")


def test_what_is_wrong_elsewhere_is_said_in_its_own_words():
    error = PluginError("docs/index.md:3: no quantity named 'cost'")
    error.__cause__ = BuildError(str(error))

    assert "<pre>docs/index.md:3: no quantity named &#x27;cost&#x27;</pre>" in fault_page.page(error)


def test_a_slip_in_the_code_is_shown_with_its_place():
    with pytest.raises(SyntaxError) as slip:
        compile("def f(:\n", "calc/new.py", "exec")

    assert "calc/new.py" in fault_page.page(slip.value) and "invalid syntax" in fault_page.page(slip.value)


def test_the_page_loads_nothing_that_may_be_broken():
    code = (
        "import sys; import build_hooks.fault_page; print([m for m in sys.modules if m.startswith(('calc', 'build_'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "['build_hooks', 'build_hooks.fault_page']"
