"""Fetches the Python that runs in the reader's browser into .cache/pyodide/VERSION (`make runtime`).

The files are those of the npm package `pyodide`, fetched with the machine's own npm and its settings.
What counts as the right package is decided here, not by where it came from: the SHA-512 of the archive is
compared on every run, and the unpacked files are compared with the archive, so a damaged cache mends itself.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "314.0.7"
# The archive's; after a change of version put here what `npm view pyodide@VERSION dist.integrity` prints.
INTEGRITY = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "pyodide"


class FetchError(Exception):
    """Says what went wrong and what to do about it."""


def fetch(cache: Path = CACHE, integrity: str = INTEGRITY) -> Path:
    """Return the folder with the runtime's files, fetching and unpacking only what is missing or damaged."""
    archive = cache / f"pyodide-{VERSION}.tgz"
    if not archive.exists() or integrity_of(archive) != integrity:
        download(archive, integrity)
    folder = cache / VERSION
    unpack(archive, folder)
    return folder


def integrity_of(archive: Path) -> str:
    """Return the archive's SHA-512 as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def download(archive: Path, integrity: str) -> None:
    """Put the archive in place, or raise and leave nothing behind."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix="download-") as folder:
        got = npm_pack(Path(folder))
        if (found := integrity_of(got)) != integrity:
            raise FetchError(
                f"pyodide {VERSION} is not the expected file\n  expected {integrity}\n  got      {found}\n"
                "Nothing was kept. If you changed VERSION in scripts/fetch_pyodide.py, change INTEGRITY;\n"
                "if not, find out which registry or cache npm answers from (npm config get registry)."
            )
        got.replace(archive)


def npm_pack(folder: Path) -> Path:
    """Have npm download the package's archive into the folder."""
    print(f"runtime: fetching pyodide {VERSION} with npm (6.5 MB)", flush=True)
    # Said outright, so that other settings of the machine's npm cannot keep it from writing the file.
    options = ["--pack-destination", ".", "--no-dry-run", "--ignore-scripts", "--loglevel", "error"]
    # A newer node trusts the machine's own certificates (a company's proxy, say) only when asked to.
    environment = {"NODE_USE_SYSTEM_CA": "1"} | os.environ
    command = [npm(), "pack", f"pyodide@{VERSION}", *options]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    archives = list(folder.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        raise FetchError(f"npm could not fetch pyodide {VERSION}; run it again once this is mended:\n{done.stderr}")
    return archives[0]


def npm() -> str:
    """Return the npm to run: the one that setup put beside this Python if the machine had none, or PATH's."""
    beside = shutil.which("npm", path=str(Path(sys.executable).parent))
    if found := beside or shutil.which("npm"):
        return found
    raise FetchError("no npm on PATH nor in .venv; `make setup` installs one")


def unpack(archive: Path, folder: Path) -> None:
    """Write those of FILES that are missing or differ from the archive."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for name in FILES:
            member = tar.extractfile(f"package/{name}")
            if member is None:
                raise FetchError(f"{archive.name} holds no file {name}")
            replace(folder / name, member.read())


def replace(path: Path, content: bytes) -> None:
    """Give the file this content unless it has it, in one step, so that nothing running reads half a file."""
    if path.exists() and path.read_bytes() == content:
        return
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_bytes(content)
    partial.replace(path)


if __name__ == "__main__":
    try:
        fetch()
    except FetchError as error:
        sys.exit(f"runtime: {error}")
