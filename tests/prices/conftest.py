"""A tiny valid data set, and fixtures laid over it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BASE = HERE / "base"
BAD = HERE / "bad"


@pytest.fixture
def dataset(tmp_path: Path) -> Callable[..., Path]:
    """Copies the valid data set to a fresh `prices` folder and lays further folders over it."""

    def lay(*overlays: Path) -> Path:
        root = tmp_path / "prices"
        for folder in (BASE, *overlays):
            shutil.copytree(folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
        return root

    return lay


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    """Replaces one piece of a file, which must be there."""

    def replace(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
