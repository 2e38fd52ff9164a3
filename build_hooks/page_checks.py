"""Checks of the pages: no figure typed into prose, every page renders, links lead somewhere, claims hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from build_hooks import prose
from build_hooks.claims import ClaimError, holds
from build_hooks.dataset import Fault
from build_hooks.errors import BuildError
from build_hooks.generated import every
from build_hooks.render import RenderError, render, render_generated
from build_hooks.site import Site
from build_hooks.upkeep import crosscheck
from calc.facts.catalog import Catalog

if TYPE_CHECKING:
    from build_hooks.checks import Project

TEMPLATES = "build_hooks/generated/templates"
LINK = re.compile(r"(?<!\!)\[[^\]\[]*\]\(([^)\s]+)(?:\s[^)]*)?\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`|\[\[.*?\]\]", re.DOTALL | re.MULTILINE)


def _site(project: Project) -> Site | None:
    data = project.dataset
    if data is None:
        return None
    try:
        said = crosscheck.read(project.root)
    except BuildError:
        said = None  # check_crosscheck reports it
    return Site(
        Catalog(data.catalog), list(data.corrections), dict(data.claims), disputes=data.disputes,
        crosscheck=said,
    )  # fmt: skip


def check_prose(project: Project) -> Iterable[Fault]:
    """Literal figures in prose."""
    for found in [*prose.check(project.root / "docs"), *prose.check(project.root / TEMPLATES, TEMPLATES)]:
        file, _, line = found.place.rpartition(":")
        yield Fault(file, int(line), "", "no literal figure in prose", repr(found.found), prose.HINT)


def check_pages(project: Project) -> Iterable[Fault]:
    """Pages that cannot be rendered: a name that is not there, an override out of range, a fact that is gone."""
    site = _site(project)
    if site is None:
        return
    for page in _pages(project.root):
        source = page.read_text(encoding="utf-8")
        try:
            render(site, source, page.relative_to(project.root).as_posix(), day=edition_of(source))
        except RenderError as error:
            file, line, reason = str(error).split(":", 2)
            yield Fault(file, int(line), "", "a page that renders", reason.strip(), "mend the page or the fact")
    yield from _generated(site)


def _generated(site: Site) -> Iterator[Fault]:
    for page in every.pages(site):
        try:
            render_generated(site, page)
        except RenderError as error:
            yield Fault(page.file, page.line, page.record, "a record with a page", str(error), f"see {page.place}")


def edition_of(source: str) -> str:
    """The edition that a page's front matter names, or an empty text."""
    found = re.match(r"---\n(?:.*\n)*?edition: (\S+)\n(?:.*\n)*?---\n", source)
    return found.group(1) if found else ""


def check_links(project: Project) -> Iterable[Fault]:
    """Links between pages that lead nowhere."""
    docs = project.root / "docs"
    for page in _pages(project.root):
        text = CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), page.read_text(encoding="utf-8"))
        for match in LINK.finditer(text):
            target = match.group(1).split("#")[0]
            if target and "://" not in target and not (page.parent / target).resolve().is_file():
                line = text.count("\n", 0, match.start()) + 1
                name = page.relative_to(docs.parent).as_posix()
                yield Fault(name, line, "", "a link to a page that is there", target, "see the files under docs/")


def check_claims(project: Project) -> Iterable[Fault]:
    """Claims whose expression today's data no longer bear out, or that cannot be evaluated."""
    site = _site(project)
    if site is None:
        return
    for name, claim in site.claims.items():
        condition = claim.get("holds_if")
        if not condition:
            continue
        try:
            good = holds(condition, site.evaluation)
        except ClaimError as error:
            yield Fault("prices/claims.yml", _line(project, name), f"{name}.holds_if", "an expression", str(error), "")
            continue
        if not good:
            hint = "rewrite the claim, or mark it in prices/corrections.yml"
            yield Fault(
                "prices/claims.yml", _line(project, name), f"{name}.holds_if", f"{condition} to hold", "false", hint
            )


def _line(project: Project, name: str) -> int:
    lines = (project.prices / "claims.yml").read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{name}:")), 1)


def _pages(root: Path) -> Iterator[Path]:
    yield from sorted((root / "docs").rglob("*.md"))
