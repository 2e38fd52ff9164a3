"""Plain Markdown of every page: what a successor of the site builder, which runs no hooks, can read."""

from __future__ import annotations

import shutil
from pathlib import Path

from build_hooks.build import root_of
from build_hooks.dataset import DatasetError
from build_hooks.errors import BuildError
from build_hooks.generated import every
from build_hooks.page_checks import edition_of
from build_hooks.render import RenderError, render, render_generated
from build_hooks.site import Site
from build_hooks.slots import Rendered


def write(root: Path, out: Path) -> int:
    """Write the pages under `docs/` and the generated ones to `out`, assets beside them; returns how many pages.

    Raises BuildError with every fault of the data, or the page and line that cannot be rendered.
    """
    docs, written = root / "docs", 0
    try:
        site = Site.read(root)
        for page in sorted(docs.rglob("*.md")):
            name = page.relative_to(docs)
            source = page.read_text(encoding="utf-8")
            made = render(site, source, f"docs/{name.as_posix()}", root_of(_address(name)), edition_of(source))
            _write(out / name, made)
            written += 1
        for generated in every.pages(site):
            _write(out / generated.source, render_generated(site, generated))
            written += 1
    except (DatasetError, RenderError) as error:
        raise BuildError(str(error)) from error
    shutil.copytree(docs / "assets", out / "assets", dirs_exist_ok=True)
    return written


def _write(target: Path, made: Rendered) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(made.fill(made.markdown), encoding="utf-8")


def _address(name: Path) -> str:
    """The address of a page: guide/cost-math.md -> guide/cost-math/"""
    bare = name.with_suffix("").as_posix().removesuffix("index").strip("/")
    return f"{bare}/" if bare else ""
