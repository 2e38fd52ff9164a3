"""The hand-written modules: small, and nothing in them that the policy or the division of labour forbids."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest

from build_hooks.runtime import find_node

MODULES = sorted((Path(__file__).resolve().parents[2] / "docs/assets/js").glob("*.mjs"))
MOST_GZIP_BYTES = 21_000  # all of them; a page loads those of the console and of sorted tables only where it has one
ORDERS_BY_WHAT_CELLS_SHOW = "sorting.mjs"  # reads figures to put rows in order, and neither shows nor sends them
FORBIDDEN = {
    r"\beval\(": "no eval: the policy forbids it",
    r"new Function": "no eval by another name",
    r"style=": "no style attributes: the policy forbids them; classes, or style.setProperty",
    r"https?://": "no other host",
    r"parseFloat|Number\(|toLocaleString": "numbers are read and written by calc",
}


def test_all_modules_together_are_small():
    assert len(gzip.compress(b"".join(path.read_bytes() for path in MODULES), 9, mtime=0)) <= MOST_GZIP_BYTES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_valid_and_keeps_to_its_part(path):
    done = subprocess.run([find_node(), "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = path.read_text()
    if path.name == ORDERS_BY_WHAT_CELLS_SHOW:
        text = text.replace("parseFloat(", "(", 1)
    assert [why for pattern, why in FORBIDDEN.items() if re.search(pattern, text)] == []
    assert text.startswith("//")
    assert len(text.splitlines()) < 250
