"""The page about the data: its examples run as they stand, on the files as they are published."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from build_hooks.artifacts import files
from build_hooks.artifacts.head import HOME
from build_hooks.render import render
from build_hooks.site import ROOT, Site
from build_hooks.wheel import ADDRESS, site_files
from scripts.fetch_pyodide import fetch
from tests.browser.serving import StaticServer

SOURCE = (ROOT / "docs/reference/data.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```\{ \.(\w+) \.no-copy \}\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def served(site, tmp_path_factory) -> Iterator[StaticServer]:
    """The published files on an address of this machine."""
    server = StaticServer()
    server.folder = tmp_path_factory.mktemp("site")
    for address, content in files(replace(site, site_url=server.url), []):
        target = server.folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    server.start()
    yield server
    server.shutdown()
    server.server_close()


def rendered(site: Site, address: str) -> str:
    return str(render(replace(site, site_url=address), SOURCE, "docs/reference/data.md", "../../").markdown)


@pytest.fixture(scope="module")
def examples(site, served) -> list[tuple[str, str]]:
    """Language and text of each example, addresses filled in."""
    return FENCE.findall(rendered(site, served.url))


def of(examples: list[tuple[str, str]], language: str, word: str) -> list[str]:
    return [text for kind, text in examples if kind == language and word in text]


def test_the_shell_example_prints_a_record(examples):
    (command,) = of(examples, "sh", "curl")
    done = subprocess.run(["bash", "-euc", command], capture_output=True, text=True, check=True)
    assert '"id": "openai/gpt-4o-mini"' in done.stdout


def test_the_python_examples_run(examples):
    found = of(examples, "python", "import")
    assert len(found) == 3
    said = []
    for code in found:
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.splitlines())
    cheap, dated, computed = said
    assert len(cheap) == 5
    assert all("dollars per million tokens" in line for line in cheap)
    assert dated
    assert all(len(line.split()) == 4 for line in dated)
    assert computed[0].startswith(
        "api_usd_per_month: $54.00"
    )  # 150,000 requests of 1,200 in at $0.15 and 300 out at $0.60


def test_the_spreadsheet_address_serves_a_table(examples, served):
    (formula,) = of(examples, "text", "IMPORTDATA")
    address = re.findall(r'=IMPORTDATA\("(.*)"\)', formula)[0]
    assert address.startswith(served.url)
    assert (served.folder / address.removeprefix(served.url)).read_text(encoding="utf-8").startswith("id,name,")


def test_the_wheel_has_the_name_that_the_page_gives(examples, served, tmp_path):
    (command,) = of(examples, "sh", "pip install")
    name = command.split()[-1].removeprefix(served.url)
    assert name in site_files(fetch(), ROOT, tmp_path)
    (script,) = of(examples, "js", "loadPyodide")
    assert f'"{served.url}{ADDRESS}/"' in script


def test_every_address_of_the_page_is_there(site, published):
    text = rendered(site, "https://guide.example/")
    found = re.findall(r"https://guide\.example/([^\"`) \n]+)", text)
    assert len(found) > 15
    missing = [one for one in found if one not in published and not one.startswith(ADDRESS)]
    assert missing == []
    named = re.findall(r"`([a-z_]+\.csv)`", text)
    assert {f"{HOME}{name}" for name in named} <= published.keys()


def test_without_an_address_the_page_says_so_and_links_from_itself(site):
    text = rendered(site, "")
    assert "does not know where it is published" in text
    assert 'href="../../data/v1/index.json"' in text
    assert "does not know" not in rendered(site, "https://guide.example/")
