"""The wheel for other people's notebooks: listed in a lock file, loadable, and the same calc."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_hooks.runtime import find_node
from build_hooks.wheel import ADDRESS, WheelError, site_files
from calc import compute
from calc.door import handle
from tests.browser.serving import StaticServer

ROOT = Path(__file__).resolve().parents[2]
LOCKED_WHEEL = "local_or_api-0.1.0-py3-none-any.whl"
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


SCENARIO = {"api_model": "openai/gpt-6-luna", "requests_per_day": "5k", "cached_input_frac": 0.5, "batch_frac": "20%"}
BILL = f"""
import json
from calc import compute
bill = compute("api_usd_per_month", as_of="2026-10-01", **{SCENARIO})
json.dumps([bill.value, bill.text, bill.as_of, [fact["key"] for fact in bill.facts]])
"""


@pytest.fixture
def served(files, tmp_path) -> Iterator[StaticServer]:
    """The site as it is published, as far as the wheel is concerned."""
    server = StaticServer()
    server.folder = tmp_path / "site"
    for address, file in files.items():
        (server.folder / address).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, server.folder / address)
    server.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_bare_pyodide_takes_it_from_the_site_and_computes_a_bill(served, pyodide_dir, tmp_path):
    arguments = [find_node(), str(RUNNER.with_name("run_served.mjs")), f"{pyodide_dir}/", served.url, f"{tmp_path}/c/"]
    done = subprocess.run([*arguments, BILL], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["before"] is False, "this Pyodide knew calc already"
    here = compute("api_usd_per_month", as_of="2026-10-01", **SCENARIO)
    assert here.status == "known"
    value, *rest = said["answer"]
    assert value == pytest.approx(here.value, rel=1e-12)
    assert rest == [here.text, here.as_of, [fact["key"] for fact in here.facts]]
    assert said["asked"][0] == f"{served.url}data/pyodide/pyodide-lock.json"
    assert [one.rsplit("/", 1)[-1] for one in said["asked"]][1:] == [LOCKED_WHEEL]


def test_pip_installs_it_into_an_empty_environment_without_a_network(files, tmp_path):
    """`pip install` of the file alone, then `python -m calc` from elsewhere: nothing else is needed."""
    home = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = str(home / "bin" / "python")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    wheel = files[f"{ADDRESS}/{LOCKED_WHEEL}"]
    pip = [python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--disable-pip-version-check", str(wheel)]
    subprocess.run(pip, cwd=tmp_path, env=clean, check=True)
    command = [python, "-m", "calc", "api_usd_per_month", "--api-model", "openai/gpt-4o-mini", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=True)
    here = compute("api_usd_per_month", api_model="openai/gpt-4o-mini")
    assert json.loads(done.stdout)["text"] == here.text
    where = subprocess.run(
        [python, "-c", "import calc; print(calc.__file__)"], cwd=tmp_path, env=clean, capture_output=True, text=True
    )
    assert where.stdout.startswith(str(home)), "it ran the checkout, not the wheel"
