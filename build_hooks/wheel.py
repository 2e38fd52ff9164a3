"""The wheel of calc and a Pyodide lock file that lists it: the code of the guide, for anybody's notebook or console.

The guide's own pages take the faster zip of runtime.py; this is for others, who load
`data/pyodide/pyodide-lock.json` with their Pyodide and then the package `local-or-api`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from build_hooks.errors import BuildError

LOCK = "pyodide-lock.json"
ADDRESS = "data/pyodide"
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA")
EPOCH = "315532800"  # 1980-01-01, so that equal sources give equal wheels


class WheelError(BuildError):
    """The wheel or its lock file could not be made; the message is the tool's own."""


def site_files(pyodide_dir: Path, root: Path, cache: Path) -> dict[str, Path]:
    """Address in the site -> file, for the wheel of calc and its lock file, built when a source changed.

    `pyodide_dir` is the unpacked npm package, `root` the checkout, `cache` where results are kept.
    """
    home = cache / _key(root, pyodide_dir)
    if not (home / LOCK).is_file():
        _make(home, pyodide_dir, root)
    return {f"{ADDRESS}/{file.name}": file for file in sorted(home.iterdir())}


def _key(root: Path, pyodide_dir: Path) -> str:
    total = hashlib.sha256(Path(__file__).read_bytes() + (pyodide_dir / LOCK).read_bytes())
    own = [path for path in sorted((root / "calc").rglob("*")) if path.suffix in (".py", ".json")]
    for path in (*(root / name for name in SOURCES), *own):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def _make(home: Path, pyodide_dir: Path, root: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        made = Path(scratch) / "made"
        _run(["-m", "hatchling", "build", "--target", "wheel", "--directory", str(made)], root)
        (wheel,) = made.glob("*.whl")
        empty = Path(scratch) / "empty.json"
        info = json.loads((pyodide_dir / LOCK).read_text("utf-8"))["info"]
        empty.write_text(json.dumps({"info": info, "packages": {}}), "utf-8")
        paths = ["--input", str(empty), "--output", str(made / LOCK), "--base-path", str(made)]
        _run(["-m", "pyodide_cli", "lockfile", "add-wheels", str(wheel), *paths], root)
        with contextlib.suppress(OSError):  # another build put the same there first
            made.replace(home)


def _run(arguments: list[str], root: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WheelError(f"{' '.join(arguments[1:3])} failed: {done.stderr.strip() or done.stdout.strip()}")
