"""Building the runtime: what it costs again, what it is named by, what it says when something is missing."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from build_hooks.runtime import KEPT, RuntimeBuildError, build, find_node, packed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copied_calc(tmp_path):
    shutil.copytree(ROOT / "calc", tmp_path / "calc", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "calc"


@pytest.fixture
def warm_cache(runtime, tmp_path):
    """A cache of one's own that already holds the compiled library."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for made in (ROOT / ".cache/runtime").glob("stdlib-*.bin"):
        shutil.copy(made, cache)
    return cache


def test_files_are_laid_under_folders_named_by_their_contents(runtime, pyodide_dir, tmp_path):
    built = build(pyodide_dir, ROOT / "calc", tmp_path, ROOT / ".cache/runtime")
    manifest = json.loads((tmp_path / "rt/manifest.json").read_text())
    assert built.python_folder == f"rt/python-{manifest['python']}"
    assert built.calc_folder == f"rt/calc-{manifest['calc']}"
    for name, size in manifest["files"].items():
        folder = built.calc_folder if name == "calc.bin" else built.python_folder
        assert (tmp_path / folder / name).stat().st_size == size["bytes"]
    assert {file.name for file in (tmp_path / built.calc_folder).iterdir()} == {"calc.bin", "more"}


def test_nothing_runs_when_nothing_changed(runtime, pyodide_dir, tmp_path, monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("the packer ran although nothing had changed")

    monkeypatch.setattr(subprocess, "run", refuse)
    assert build(pyodide_dir, ROOT / "calc", tmp_path, ROOT / ".cache/runtime").manifest == runtime.manifest


def test_a_change_of_calc_reuses_the_library_and_changes_one_folder(runtime, pyodide_dir, copied_calc, warm_cache):
    door = copied_calc / "door.py"
    door.write_text(door.read_text() + "\nADDED = 1\n")
    before = sorted(warm_cache.glob("stdlib-*.bin"))
    changed = packed(pyodide_dir, copied_calc, warm_cache)
    assert changed.calc_folder != runtime.calc_folder
    assert changed.python_folder == runtime.python_folder
    assert sorted(warm_cache.glob("stdlib-*.bin")) == before
    assert (changed.path / "stdlib.bin").read_bytes() == (runtime.path / "stdlib.bin").read_bytes()


def test_a_new_import_in_calc_makes_a_new_library(runtime, pyodide_dir, copied_calc, warm_cache):
    door = copied_calc / "door.py"
    door.write_text(door.read_text() + "\nimport wave\n")
    changed = packed(pyodide_dir, copied_calc, warm_cache)
    assert set(changed.modules) - set(runtime.modules) >= {"wave"}
    assert changed.python_folder != runtime.python_folder


def test_equal_input_gives_equal_bytes(runtime, pyodide_dir, tmp_path):
    assert packed(pyodide_dir, ROOT / "calc", tmp_path / "fresh").manifest == runtime.manifest


def test_old_runtimes_are_forgotten(runtime, pyodide_dir, copied_calc, warm_cache):
    for number in range(KEPT + 1):
        old = warm_cache / f"old-{number}"
        shutil.copytree(runtime.path, old)
        os.utime(old / "manifest.json", (number, number))
    made = packed(pyodide_dir, copied_calc, warm_cache)
    assert made.path.is_dir()
    assert len(list(warm_cache.glob("*/manifest.json"))) == KEPT
    assert not (warm_cache / "old-0").exists()


def test_calc_that_does_not_run_in_pyodide_stops_the_build(pyodide_dir, copied_calc, warm_cache):
    door = copied_calc / "door.py"
    door.write_text(door.read_text() + "\nimport tkinter\n")
    with pytest.raises(RuntimeBuildError, match="calc does not run in Pyodide"):
        packed(pyodide_dir, copied_calc, warm_cache)


def test_a_missing_file_names_the_command_that_mends_it(tmp_path):
    with pytest.raises(RuntimeBuildError, match="make runtime"):
        packed(tmp_path, ROOT / "calc", tmp_path / "cache")


def test_without_node_the_command_that_mends_it_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name, path=None: None)
    with pytest.raises(RuntimeBuildError, match="make setup"):
        find_node()


def test_an_old_node_is_passed_over(monkeypatch, tmp_path):
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v16.20.0\n")
    old.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _name, path=None: str(old))
    assert subprocess.run([old, "--version"], capture_output=True, check=True).stdout.startswith(b"v16")
    with pytest.raises(RuntimeBuildError):
        find_node()
