"""The wheel for other people's notebooks: listed in a lock file, loadable, and the same calc."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from build_hooks.runtime import find_node
from build_hooks.wheel import ADDRESS, WheelError, site_files
from calc.door import handle

ROOT = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("run_wheel.mjs")
REQUEST = json.dumps({"id": 1, "call": "evaluate", "quantity": "energy_kwh_per_month", "scenario": {}})


@pytest.fixture(scope="module")
def files(pyodide_dir, tmp_path_factory):
    return site_files(pyodide_dir, ROOT, tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def lock(files):
    return json.loads(files[f"{ADDRESS}/pyodide-lock.json"].read_text())


def test_the_lock_file_lists_the_wheel_with_its_hash(files, lock):
    package = lock["packages"]["local-or-api"]
    wheel = files[f"{ADDRESS}/{package['file_name']}"]
    assert package["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert package["imports"] == ["calc"]
    assert package["depends"] == []


def test_it_is_for_the_very_pyodide_that_the_guide_uses(lock, pyodide_dir):
    assert lock["info"] == json.loads((pyodide_dir / "pyodide-lock.json").read_text())["info"]


def test_a_stock_pyodide_loads_it_and_gets_the_same_answer(files, pyodide_dir):
    folder = next(iter(files.values())).parent
    arguments = [find_node(), str(RUNNER), f"{pyodide_dir}/", f"{folder}/", REQUEST]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    there, here = json.loads(done.stdout.splitlines()[-1])["result"], json.loads(handle(REQUEST))["result"]
    assert there.pop("value") == pytest.approx(here.pop("value"), rel=1e-12)
    assert there == here


def test_equal_sources_give_an_equal_wheel(files, pyodide_dir, tmp_path):
    again = site_files(pyodide_dir, ROOT, tmp_path)
    assert {name: file.read_bytes() for name, file in again.items()} == {
        name: file.read_bytes() for name, file in files.items()
    }


def test_a_project_that_does_not_build_is_said_in_the_tools_own_words(pyodide_dir, tmp_path):
    for name in ("README.md", "LICENSE", "LICENSE-DATA"):
        (tmp_path / name).write_text("x")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'nothing'\n")
    with pytest.raises(WheelError, match="hatchling build failed"):
        site_files(pyodide_dir, tmp_path, tmp_path / "cache")
