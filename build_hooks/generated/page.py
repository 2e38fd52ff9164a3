"""What a generated page is, and the pieces that all kinds share: crumbs, live numbers, facts, sources."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from build_hooks.recipes import as_sent
from calc import results
from calc.parts import kinds
from calc.parts.addresses import address_of
from calc.parts.markup import Page, attributes, compact, link, number_class, tip

if TYPE_CHECKING:
    from build_hooks.page_functions import PageFunctions
    from build_hooks.site import Site

TEMPLATES = Path(__file__).parent / "templates"
Names = Callable[["PageFunctions", str], dict[str, Any]]


@dataclass(frozen=True)
class GeneratedPage:
    """A page about one record: where it stands, what it says of itself, and where its data are mended."""

    kind: str  # the name of its template
    record: str
    address: str
    title: str
    description: str
    file: str
    line: int
    names: Names  # what its template may name, besides what every page may

    @property
    def source(self) -> str:
        """Its path as if it lay under docs/: models/openai/gpt-6-luna.md"""
        return f"{self.address.rstrip('/')}.md"

    @property
    def place(self) -> str:
        """The file of its template."""
        return f"build_hooks/generated/templates/{self.kind}.md"

    @property
    def template(self) -> str:
        """The template of its kind."""
        return template(self.kind)

    @property
    def markdown(self) -> str:
        """The page as MkDocs reads it: front matter and the template of its kind."""
        front = {"title": self.title, "description": self.description, "wide": True, "generated": self.kind}
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
        return "\n".join(["---", *lines, "---", "", self.template])


@cache
def template(kind: str) -> str:
    """The template of a kind of page."""
    return (TEMPLATES / f"{kind}.md").read_text(encoding="utf-8")


def crumbs(page: Page, *steps: tuple[str, str]) -> Markup:
    """The way down to this page: (words, address) pairs; the last has no address."""
    items = "".join(
        f'<li><a href="{escape(page.root + address)}">{escape(words)}</a></li>'
        if address
        else f"<li>{escape(words)}</li>"
        for words, address in steps
    )
    return Markup(f'<nav class="crumbs" aria-label="Breadcrumbs" data-search-exclude><ol>{items}</ol></nav>')


def live(page: Page, q: str, overrides: Mapping[str, Any] | None = None) -> str:
    """A number in a table that the build makes: alive by itself."""
    evaluation = page.under(overrides or {})
    whole = {**page.within, **(overrides or {})}
    args = {"q": q, "with": whole} if whole else {"q": q}
    shown, hint = results.words(evaluation, q), tip(page, evaluation, q)
    return link(page, q, shown, args, hint, number_class(evaluation, q), "number")


def known(page: Page, q: str, overrides: Mapping[str, Any] | None = None) -> bool:
    """Whether a quantity is known in the default scenario."""
    return results.status(page.under(overrides or {}), q) == "known"


def glance(items: Iterable[tuple[str, str]]) -> str:
    """A few figures side by side; what is not known is left out."""
    made = "".join(f"<div><dt>{escape(label)}</dt><dd>{value}</dd></div>" for label, value in items if value)
    return f'<dl class="glance" data-search-exclude>{made}</dl>'


def record(site: Site, table: str, record_id: str) -> Mapping[str, Any]:
    """A record of the catalog as it is stored, with all its dates."""
    found: Mapping[str, Any] = site.evaluation.snapshot.tables[table][record_id]
    return found


def page_of(
    site: Site, table: str, record_id: str, *, kind: str, title: str, description: str, names: Names, about: str = ""
) -> GeneratedPage:
    """The page of a record of the catalog.  `about`: what its template is about, if not the record's id."""
    stored = record(site, table, record_id)
    return GeneratedPage(
        kind=kind,
        record=about or record_id,
        address=address_of(table, record_id),
        title=title,
        description=description,
        file=str(stored["file"]),
        line=_first_line(stored),
        names=names,
    )


def _first_line(stored: Mapping[str, Any]) -> int:
    """The first line of a record that a value stands on."""
    rows = [*stored.get("prices", ()), *(row for rows in stored.get("values", {}).values() for row in rows)]
    return min((int(row["line"]) for row in rows if row.get("line")), default=1)


def living(page: Page, what: str, **args: Any) -> str:
    """The content of a cell that follows day and workload by itself."""
    sent = as_sent({"cell": what, **args})
    made = kinds.render(page, "cell", sent)
    return f"<span{attributes(data_part='cell', data_args=compact(sent))}>{made['html']}</span>"


def cell(page: Page, q: str, overrides: Mapping[str, Any] | None = None) -> str:
    """A live number as a cell; empty where it is not known, until a day or a reader's figure makes it so."""
    if known(page, q, overrides):
        return live(page, q, overrides)
    return living(page, "known", q=q, **{"with": dict(overrides or {})})
