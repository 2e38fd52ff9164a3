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
TIER_INPUT_USD = {"small": 0.2, "mid": 2.0, "frontier": 8.0}  # about what a tier charges
HOSTED_EVERY = 10
OPEN_MODELS = ("openai/gpt-oss-20b", "openai/gpt-oss-120b", "qwen/qwen3.8-27b", "google/gemma-4-31b")
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
    if not (prices.parent / "docs").exists():
        (prices.parent / "docs").symlink_to(REPOSITORY / "docs")  # sources may name pages of the guide
    for number in range(providers):
        text = "\n".join(_file(number, models, rows))
        (prices / "api" / f"{maker_id(number)}.yml").write_text(text + "\n", encoding="utf-8")


def _file(maker: int, models: int, rows: int) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../schema/api_model.json"
    yield f"id: {maker_id(maker)}"
    yield f"name: Made-up {maker_id(maker)}"
    yield "items:"
    for number in range(models):
        yield f"  model-{number:03}:"
        yield from (f"    {key}: {value}" for key, value in fields(maker, number).items())
        yield "    status:"
        yield f"      - {{value: active, since: {FIRST_DAY}, source: genai-prices, checked: 2026-11-23, how: imported}}"
        yield "    prices:"
        yield from (line for row in range(rows) for line in _row(prices_of(maker, number, row)))


def _row(values: dict[str, str]) -> Iterator[str]:
    since, *rates = values.items()
    yield f"      - since: {since[1]}"
    yield from (f'        {key}: "{value}"' for key, value in rates)
    yield "        source: genai-prices"
    yield "        checked: 2026-11-23"
    yield "        how: imported"
    yield '        batch: {input_ratio: "0.5", output_ratio: "0.5"}'


def maker_id(maker: int) -> str:
    """The id of a made-up provider."""
    return f"maker-{maker:03}"


def fields(maker: int, number: int) -> dict[str, str]:
    """What a made-up model is: of each tier a third, and every tenth has the open weights of a real one."""
    found = {"name": f"Model {number} of {maker_id(maker)}", "tier": tuple(TIER_INPUT_USD)[number % 3]}
    return found if number % HOSTED_EVERY else {**found, "open_model": OPEN_MODELS[maker % len(OPEN_MODELS)]}


def prices_of(maker: int, number: int, row: int) -> dict[str, str]:
    """The day and the rates of one of its price rows: no two models alike, and each row a little cheaper."""
    own = (maker * 37 + number * 13) % 97
    day = FIRST_DAY + timedelta(row * STEP_DAYS + own)
    usd = TIER_INPUT_USD[fields(maker, number)["tier"]] * (0.6 + own / 40) * 0.95**row
    rates = {"input": usd, "cache_read": usd / 10, "output": usd * (3 + number % 5)}
    return {"since": str(day), **{f"{name}_usd_per_mtok": f"{rate:.4f}" for name, rate in rates.items()}}


def compiled(real: dict[str, Any], providers: int = PROVIDERS, models: int = MODELS) -> dict[str, Any]:
    """The compiled catalog of such a data set, without reading it from YAML: the real one with the made-up models."""
    made = {
        f"{maker_id(maker)}/model-{number:03}": _record(maker, number)
        for maker in range(providers)
        for number in range(models)
    }
    names = {**real["names"], "api_model": {**real["names"]["api_model"], **_names(providers)}}
    tables = {**real["tables"], "api_model": {**real["tables"]["api_model"], **made}}
    return {**real, "names": names, "tables": tables}


def _names(providers: int) -> dict[str, str]:
    return {maker_id(maker): f"Made-up {maker_id(maker)}" for maker in range(providers)}


def _record(maker: int, number: int) -> dict[str, Any]:
    line = 5 + 90 * number
    checked = {"source": "genai-prices", "checked": "2026-11-23", "how": "imported"}
    batch = {"input_ratio": "0.5", "output_ratio": "0.5"}
    rows = [
        {**prices_of(maker, number, row), **checked, "batch": batch, "line": line + 5 + 8 * row} for row in range(ROWS)
    ]
    return {
        "file": f"prices/api/{maker_id(maker)}.yml",
        "line": line,
        "fields": fields(maker, number),
        "values": {"status": [{"value": "active", "since": str(FIRST_DAY), **checked, "line": line + 3}]},
        "prices": rows,
    }


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
