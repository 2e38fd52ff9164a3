"""The packed runtime, the real one that browsers load, driven under node."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from build_hooks.runtime import Runtime, find_node, packed
from scripts.fetch_pyodide import fetch

ROOT = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("run_packed.mjs")

Run = Callable[..., list]


@pytest.fixture(scope="session")
def pyodide_dir() -> Path:
    return fetch()


@pytest.fixture(scope="session")
def runtime(pyodide_dir) -> Runtime:
    return packed(pyodide_dir, ROOT / "calc", ROOT / ".cache/runtime")


@pytest.fixture(scope="session")
def run_packed(runtime, tmp_path_factory) -> Run:
    """Calls `function(*argument)` of a Python source for each argument inside the packed runtime."""

    def run(source: str, function: str, arguments: list) -> list:
        job = tmp_path_factory.mktemp("packed") / "job.json"
        said = {"source": source, "function": function, "arguments": arguments}
        job.write_text(json.dumps({"runtime": str(runtime.path.resolve()), **said}))
        out = job.with_name("out.json")
        done = subprocess.run(
            [find_node(), str(RUNNER), str(job), str(out)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(out.read_text())

    return run
