"""Other people's price lists: fetched by hash, read as data, brought into our keys and units.

A model is found by its exact id, or by an alias that our data gives for the day; never by a prefix.
Rates are those of a moment (UTC), in US dollars per million tokens; `lists/` reads each list.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from build_hooks.errors import BuildError
from build_hooks.upkeep.lists import genai_prices, litellm, model_prices
from build_hooks.upkeep.lists.shared import Dataset

REQUIREMENTS = "requirements/crosscheck.txt"
CACHE = ".cache/crosscheck"
BARRED = ("litellm", "1.107.")
_PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
# One platform for everybody: only the data inside is read, and one hash is enough.
_ANYWHERE = ("--only-binary=:all:", "--platform=manylinux_2_28_x86_64", "--python-version=3.13",
             "--implementation=cp", "--abi=abi3")  # fmt: skip


def read_all(root: Path) -> list[Dataset]:
    """The three price lists.  Raises BuildError where one cannot be had, or is not the pinned one."""
    pins = pinned(root)
    if pins.get(BARRED[0], "").startswith(BARRED[1]):
        raise BuildError(f"{REQUIREMENTS}: {BARRED[0]} {pins[BARRED[0]]} must not be used; pin another version")
    fetch(root)
    return [
        genai_prices.dataset(root),
        litellm.dataset(pins["litellm"], _json(root, "litellm", pins, _LITELLM)),
        model_prices.dataset(pins["model-prices"], _json(root, "model-prices", pins, _MODELS)),
    ]


def pinned(root: Path, *also: str) -> dict[str, str]:
    """Name -> version of what requirements/crosscheck.txt pins, and of what further lock files do."""
    files = [root / name for name in (REQUIREMENTS, *also)]
    texts = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    return {name: version for text in texts for name, version in _PINNED.findall(text)}


_LITELLM = "litellm/model_prices_and_context_window_backup.json"
_MODELS = "model_prices/snapshot.json"


def fetch(root: Path) -> None:
    """Fetch what is pinned, hashes checked, unless it is there already; nothing is installed and nothing runs."""
    if all(_wheels(root, name, version) for name, version in pinned(root).items()):
        return
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--require-hashes", *_ANYWHERE, "-r", str(root / REQUIREMENTS), "-d", str(root / CACHE)]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{REQUIREMENTS}: cannot be fetched: {done.stderr.strip().splitlines()[-1]}")


def _wheels(root: Path, name: str, version: str) -> list[Path]:
    return sorted((root / CACHE).glob(f"{name.replace('-', '_')}-{version}-*.whl"))


def _json(root: Path, name: str, pins: Mapping[str, str], inside: str) -> Any:
    """One file of a wheel; numbers as they are written, for no float may touch money."""
    with zipfile.ZipFile(_wheels(root, name, pins[name])[0]) as wheel:
        return json.loads(wheel.read(inside), parse_float=Decimal, parse_int=Decimal)
