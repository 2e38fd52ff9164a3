"""The data at two moments: a commit, a folder, or this checkout; read by the code of this checkout alone.

Nothing of a commit or a foreign folder is executed: its `prices/` are read as data, of its `docs/` only the names of
the files count, and symbolic links are refused.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from build_hooks.dataset import DatasetError, Fault
from build_hooks.errors import BuildError
from build_hooks.site import Site

PARTS = ("prices", "docs")
_ENDINGS = {"prices": (".yml", "/crosscheck.json"), "docs": (".md",)}
_MOST_FILES = 5000
_BIGGEST = 2_000_000  # bytes of a file; the reader of YAML refuses far smaller ones with a message


@dataclass(frozen=True)
class State:
    """The data at one moment: what it is called, and the site made of it, or every fault that prevents that."""

    label: str
    root: Path
    site: Site | None
    faults: tuple[Fault, ...] = ()


def of_checkout(root: Path, label: str = "this checkout") -> State:
    """The data of a folder that holds `prices/`, as it stands there."""
    try:
        return State(label, root, Site.read(root))
    except DatasetError as error:
        return State(label, root, None, error.faults)
    except BuildError as error:
        return State(label, root, None, (Fault("prices", 1, "", "data that can be read", str(error)),))


def of_data(folder: Path, scratch: Path) -> State:
    """The data of a foreign folder: plain files are copied to `scratch` and read there."""
    if not (folder / "prices").is_dir():
        raise BuildError(f"{folder}: expected a folder with prices/ in it, got none; name the top of a checkout")
    links = copy_plain(folder, scratch)
    state = of_checkout(scratch, folder.name or str(folder))
    if not links:
        return state
    faults = [Fault(name, 1, "", "a plain file", "a symbolic link", "put the file itself there") for name in links]
    return State(state.label, state.root, None, tuple(sorted({*state.faults, *faults})))


def of_base(base: str, root: Path, scratch: Path) -> State:
    """The data of a commit of the repository at `root`, or of a folder."""
    if Path(base).is_dir():
        return of_data(Path(base), scratch)
    commit = _commit(base, root)
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", commit, "--", *PARTS))) as archive:
        archive.extractall(scratch, filter="data")
    return of_checkout(scratch, f"{base} ({commit[:7]})" if not commit.startswith(base) else commit[:7])


def copy_plain(folder: Path, target: Path) -> list[str]:
    """Copy the data files and the names of the pages; returns the symbolic links, which are left out."""
    links, copied = [], 0
    for part in PARTS:
        for path in sorted((folder / part).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                links.append(name)
            elif path.is_file() and name.endswith(_ENDINGS[part]) and not _passes_link(path, folder):
                copied += 1
                if copied > _MOST_FILES or path.stat().st_size > _BIGGEST:
                    raise BuildError(f"{name}: expected at most {_MOST_FILES} files of {_BIGGEST:,} bytes each")
                place = target / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(path.read_bytes() if part == "prices" else b"")
    (target / "prices").mkdir(parents=True, exist_ok=True)
    return links


def _passes_link(path: Path, folder: Path) -> bool:
    return any(parent.is_symlink() for parent in path.parents if parent.is_relative_to(folder) and parent != folder)


def _commit(base: str, root: Path) -> str:
    try:
        found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    except BuildError:
        hint = "name a commit (main, origin/main, HEAD~1) or a folder with prices/ in it"
        raise BuildError(f"{base}: expected a commit or a folder, got neither; {hint}") from None
    return found.decode("ascii").strip()


def _git(root: Path, *words: str) -> bytes:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    if done.returncode:
        raise BuildError(f"git {words[0]}: {done.stderr.decode('utf-8', 'replace').strip() or 'failed'}")
    return done.stdout
