"""A data set of 5,000 API models and 50,000 price rows: how long it takes to load, check and compile, and what memory.

`python -m tests.bench.scale` makes it in a temporary folder, measures in a process of its own, and prints both.
"""

from __future__ import annotations

import gzip
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from build_hooks import runtime_catalog
from build_hooks.dataset import REPOSITORY, load
from build_hooks.dataset.compile import shipped_text

PROVIDERS = 50
MODELS = 100  # of each provider
ROWS = 10  # of each model
FIRST_DAY = date(2023, 1, 2)
STEP_DAYS = 120
KIB_PER_MB = 1000 if sys.platform != "darwin" else 1_000_000  # getrusage counts kilobytes, on a Mac bytes


@dataclass(frozen=True)
class Measured:
    """What one run took: seconds to read, check and compile, and the most memory the process ever held."""

    models: int
    rows: int
    seconds: float
    megabytes: float
    compiled_megabytes: float


def write(prices: Path, providers: int = PROVIDERS, models: int = MODELS, rows: int = ROWS) -> None:
    """A folder laid out like prices/: the real one, with so many made-up providers beside it."""
    shutil.copytree(REPOSITORY / "prices", prices)
    (prices.parent / "docs").symlink_to(REPOSITORY / "docs")  # sources may name pages of the guide
    for number in range(providers):
        text = "\n".join(_file(f"maker-{number:03}", models, rows))
        (prices / "api" / f"maker-{number:03}.yml").write_text(text + "\n", encoding="utf-8")


def _file(maker: str, models: int, rows: int) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../schema/api_model.json"
    yield f"id: {maker}"
    yield f"name: Made-up {maker}"
    yield "items:"
    for number in range(models):
        yield f"  model-{number:03}:"
        yield f"    name: Model {number} of {maker}"
        yield "    tier: small"
        yield "    status:"
        yield f"      - {{value: active, since: {FIRST_DAY}, source: genai-prices, checked: 2026-11-23, how: imported}}"
        yield "    prices:"
        for row in range(rows):
            yield from _row(FIRST_DAY + timedelta(row * STEP_DAYS), row)


def _row(since: date, row: int) -> Iterator[str]:
    yield f"      - since: {since}"
    yield f'        input_usd_per_mtok: "{100 - row}.25"'
    yield f'        cache_read_usd_per_mtok: "{10 - row / 10:.2f}"'
    yield f'        output_usd_per_mtok: "{400 - row}.5"'
    yield "        source: genai-prices"
    yield "        checked: 2026-11-23"
    yield "        how: imported"
    yield '        batch: {input_ratio: "0.5", output_ratio: "0.5"}'


def compiled(real: dict[str, Any], providers: int = PROVIDERS, models: int = MODELS) -> dict[str, Any]:
    """The compiled catalog of such a data set, without reading it from YAML: the real one with the made-up models."""
    days = [str(FIRST_DAY + timedelta(row * STEP_DAYS)) for row in range(ROWS)]
    rows = [
        {
            "since": day,
            "input_usd_per_mtok": f"{100 - row}.25",
            "cache_read_usd_per_mtok": f"{10 - row / 10:.2f}",
            "output_usd_per_mtok": f"{400 - row}.5",
            "source": "genai-prices",
            "checked": "2026-11-23",
            "how": "imported",
            "batch": {"input_ratio": "0.5", "output_ratio": "0.5"},
        }
        for row, day in enumerate(days)
    ]
    status = {"value": "active", "since": str(FIRST_DAY), "source": "genai-prices", "checked": "2026-11-23"}
    made = {
        f"maker-{maker:03}/model-{number:03}": {
            "file": f"prices/api/maker-{maker:03}.yml",
            "line": line,
            "fields": {"name": f"Model {number} of maker-{maker:03}", "tier": "small"},
            "values": {"status": [{**status, "how": "imported", "line": line + 3}]},
            "prices": [{**row, "line": line + 5 + 8 * index} for index, row in enumerate(rows)],
        }
        for maker in range(providers)
        for number in range(models)
        for line in [5 + 90 * number]
    }
    tables = real["tables"]
    return {**real, "tables": {**tables, "api_model": {**tables["api_model"], **made}}}


def start_kilobytes(catalog: dict[str, Any]) -> float:
    """What of a catalog travels with the start of the browser's Python, compressed."""
    return len(gzip.compress(runtime_catalog.packs(catalog)[runtime_catalog.START], 9, mtime=0)) / 1000


def measure(prices: Path) -> Measured:
    """Load, check and compile in this very process."""
    began = time.perf_counter()
    data = load(prices)
    text = shipped_text(data.catalog)
    took = time.perf_counter() - began
    models = data.catalog["tables"]["api_model"]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = sum(len(model["prices"]) for model in models.values())
    return Measured(len(models), rows, took, most / KIB_PER_MB, len(text) / 1e6)


def run() -> Measured:
    """Make the data set and measure it in a process that has done nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        prices = Path(folder) / "prices"
        write(prices)
        command = [sys.executable, "-m", "tests.bench.scale", str(prices)]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return Measured(**json.loads(done.stdout))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(vars(measure(Path(sys.argv[1])))))
    else:
        print(run())
