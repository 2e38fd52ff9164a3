"""Copies of the guide's own data, to be changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pinned import copy_prices

ROOT = Path(__file__).parents[2]
Edit = Callable[[str, str, str], None]


def copy_data(target: Path) -> Path:
    """prices/ of the pinned day, and of docs/ the names of the pages, which sources may cite."""
    copy_prices(target / "prices")
    for page in (ROOT / "docs").rglob("*.md"):
        place = target / page.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    return target


def put(root: Path, relative: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text, which must be there."""
    path = root / relative
    text = path.read_text(encoding="utf-8")
    assert old in text, (relative, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append_row(root: Path, relative: str, model: str, row: str) -> None:
    """Append a row to the prices of a model: they stand last in its record."""
    path = root / relative
    head, mark, rest = path.read_text(encoding="utf-8").partition(f"\n  {model}:\n")
    assert mark, (relative, model)
    record, blank, others = rest.partition("\n\n")
    path.write_text(f"{head}{mark}{record.rstrip()}\n{row.strip(chr(10))}{blank}{others}", encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a copy of the guide's data."""
    return copy_data(tmp_path / "data")


@pytest.fixture
def checkout(data: Path) -> Path:
    """The same with the compiled catalog."""
    (data / "calc").mkdir()
    shutil.copy(ROOT / "calc" / "catalog.json", data / "calc")
    return data
