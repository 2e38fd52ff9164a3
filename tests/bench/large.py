"""A checkout like this one with thousands of models, to build a site from: `python -m tests.bench.large FOLDER`.

The code is copied, because a build finds its data beside it.  Nothing else differs from this checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from build_hooks.dataset import REPOSITORY
from tests.bench import scale

LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "tests", "prices", "site", "dist", "prerendered", "*.log")
ONLY = """

_all_pages = pages


def pages(site: Site) -> list[GeneratedPage]:  # noqa: F811 - a copy that builds a few pages of all
    return [page for page in _all_pages(site) if page.address in {wanted!r}]
"""


def lay_out(folder: Path, providers: int = scale.PROVIDERS, models: int = scale.MODELS, rows: int = scale.ROWS) -> None:
    """Put such a checkout into a folder that is not there yet."""
    shutil.copytree(REPOSITORY, folder, ignore=LEFT_OUT)
    (folder / ".cache").mkdir()
    (folder / ".cache" / "pyodide").symlink_to(REPOSITORY / ".cache" / "pyodide")
    scale.write(folder / "prices", providers, models, rows)
    subprocess.run([sys.executable, "-m", "build_hooks", "compile"], cwd=folder, check=True, capture_output=True)


def keep_only(folder: Path, addresses: set[str]) -> None:
    """Have that checkout make only these of its generated pages: thousands take minutes."""
    with (folder / "build_hooks" / "generated" / "every.py").open("a", encoding="utf-8") as file:
        file.write(ONLY.format(wanted=addresses))


def build(folder: Path, site: Path, url: str = "") -> None:
    """Build its site as ours is built, but for the strictness: pages that were left out are linked to all the same."""
    environment = {**os.environ, "SITE_URL": url, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", str(site)], cwd=folder, env=environment, check=True
    )


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))
