"""The hand-written modules: small, and nothing in them that the policy or the division of labour forbids."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest

from build_hooks.runtime import find_node

MODULES = sorted((Path(__file__).resolve().parents[2] / "docs/assets/js").glob("*.mjs"))
# What each page loads by itself, what a start adds; and the most of any other, which comes with such a part of a page.
MOST_GZIP_BYTES = {"app.mjs": 15_600, "worker.mjs": 4_400}
MOST_OTHER_BYTES = 2_800
IMPORT = re.compile(r'^import [^;]*?from "\./([\w-]+\.mjs)"', re.MULTILINE)
ORDERS_BY_WHAT_CELLS_SHOW = "sorting.mjs"  # reads figures to put rows in order, and neither shows nor sends them
FORBIDDEN = {
    r"\beval\(": "no eval: the policy forbids it",
    r"new Function": "no eval by another name",
    r"style=": "no style attributes: the policy forbids them; classes, or style.setProperty",
    r"https?://": "no other host",
    r"parseFloat|Number\(|toLocaleString": "numbers are read and written by calc",
}


def with_imports(name: str) -> set[str]:
    """A module and all that come with it."""
    found, new = set[str](), {name}
    while new:
        found |= new
        texts = [path.read_text() for path in MODULES if path.name in new]
        new = {one for text in texts for one in IMPORT.findall(text)} - found
    return found


def gzip_bytes(names: set[str]) -> int:
    return len(gzip.compress(b"".join(path.read_bytes() for path in MODULES if path.name in names), 9, mtime=0))


@pytest.mark.parametrize("name", MOST_GZIP_BYTES)
def test_what_loads_together_is_small(name):
    assert len(with_imports(name)) > 2
    assert gzip_bytes(with_imports(name)) <= MOST_GZIP_BYTES[name]


def test_what_loads_on_demand_is_small():
    together = set().union(*map(with_imports, MOST_GZIP_BYTES))
    others = {path.name: gzip_bytes({path.name}) for path in MODULES if path.name not in together}
    assert "console.mjs" in others
    assert {name: size for name, size in others.items() if size > MOST_OTHER_BYTES} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_valid_and_keeps_to_its_part(path):
    done = subprocess.run([find_node(), "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = path.read_text()
    if path.name == ORDERS_BY_WHAT_CELLS_SHOW:
        text = text.replace("parseFloat(", "(", 1)
    assert [why for pattern, why in FORBIDDEN.items() if re.search(pattern, text)] == []
    assert text.startswith("//")
    assert [line for line in text.splitlines() if line.count("`") % 2] == []  # what spans lines would lose its spaces
    assert len(text.splitlines()) < 250
