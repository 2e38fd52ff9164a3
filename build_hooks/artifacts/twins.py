"""The Markdown twin of a page: its text with every number in place, and none of the machinery around it.

What comes in is the page's Markdown with its HTML: live numbers, fields, tables, charts.  What goes out is plain
Markdown: a number is its text, a field its value, a chart the table behind it.  Twins lie in the site where their
sources lie under docs/, so that the links between them hold as they are written.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from build_hooks.artifacts.head import LICENCE
from build_hooks.tags import pieces, plain, values

_CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)[ \t]*$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_LANGUAGE = re.compile(r"\A(```+|~~~+)[ \t]*\{[ \t]*\.(\w+)[^}\n]*\}")  # a fence with marks for the site builder
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_KEPT = re.compile("\ue000(\\d+)\ue001")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.][^{}\n]*\}|(?<=\S)[ \t]*\{[ \t]*data-[^{}\n]*\}")
_SKIPPED = {"svg", "button", "noscript", "script", "style", "template"}
_TEXT_BLOCKS = {"p", "div", "section", "figure", "figcaption", "article", "form", "fieldset", "blockquote"}
_BLOCKS = _TEXT_BLOCKS | {"ul", "ol", "dl"}
_HEADINGS = {"h1": "#", "h2": "##", "h3": "###", "h4": "####", "h5": "#####", "h6": "######"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "del": "~~"}
# What is written where an element begins and where it ends.
_OPENING = {
    **_MARKS,
    **{tag: f"\n\n{mark} " for tag, mark in _HEADINGS.items()},
    **{"li": "\n- ", "dt": "\n- ", "dd": ": ", "summary": "\n\n", "legend": "\n\n", "label": "\n"},
}
_CLOSING = {**_MARKS, **dict.fromkeys(_HEADINGS, "\n\n"), "summary": "\n\n", "legend": "\n\n", "label": ": "}
_OF_TABLES = {"table", "tr", "th", "td", "caption"}
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr"}
_BREAK = "\ue002"  # stands for the two spaces that break a line
_SPACE = re.compile(r"\s+")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True)
class PageText:
    """A rendered page: source below docs/, address, title, description, and its Markdown with all blocks in place."""

    source: str
    url: str
    title: str
    description: str
    text: str
    day: str = ""  # of a dated edition


def twin(page: PageText, sources: Mapping[str, str], edition: str, site_url: str = "") -> str:
    """The page as plain Markdown.  `sources` maps each page's address to its source."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_LANGUAGE.sub(r"\1\2", found.group()))
        return f"\ue000{len(kept) - 1}\ue001"

    bare = _PICTURE.sub("", _FRONT.sub("", page.text))
    if "`" in bare or "~~~" in bare:
        bare = _CODE.sub(keep, bare)
    text = _ATTRIBUTES.sub("", _Writer(page, sources).written(bare))
    text = _KEPT.sub(lambda found: kept[int(found.group(1))], _tidy(text))
    title = "" if re.search(r"^# ", text, re.MULTILINE) else f"# {page.title}\n\n"
    return f"{title}{text}\n\n---\n\n{_colophon(page, edition, site_url)}\n"


def _colophon(page: PageText, edition: str, site_url: str) -> str:
    here = posixpath.dirname(page.source) or "."
    address = f"{site_url}{page.url}" if site_url else f"{posixpath.relpath(page.url or '.', here)}/"
    licence = f"{LICENCE['id']}, {LICENCE['attribution']}"
    return f"- Page: [{page.title}]({address})\n- As of: {page.day or edition}\n- Licence: {licence}"


def _tidy(text: str) -> str:
    """Single spaces inside lines, none at their ends, and one empty line between blocks."""
    text = re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).replace(_BREAK, "  ")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Writer:
    """Copies Markdown through and turns the HTML in it into Markdown."""

    def __init__(self, page: PageText, sources: Mapping[str, str]) -> None:
        self.page, self.sources = page, sources
        self.out: list[str] = []
        self.skipping: list[str] = []  # open elements inside one that is left out
        self.table: list[list[str]] | None = None
        self.cell: list[str] | None = None
        self.option = False  # inside the option that is chosen
        self.choosing = False  # inside a select
        self.links: list[str] = []
        self.depth = 0  # how deep inside blocks of HTML, where white space means nothing

    def written(self, text: str) -> str:
        """The text as Markdown."""
        for slash, tag, attributes, after in pieces(text):
            if tag and not slash:
                self._start(tag, attributes)
            if slash or attributes.endswith("/"):
                self._end(tag)
            if after:
                self._data(after)
        return "".join(self.out)

    def _say(self, text: str) -> None:
        if self.cell is not None:
            self.cell.append(text.replace("\n", " ").replace("|", "\\|"))
        elif self.table is None:
            self.out.append(text)

    def _data(self, data: str) -> None:
        if self.skipping or (self.choosing and not self.option):
            return
        self._say(_SPACE.sub(" ", data) if self.depth and self.cell is None else data)

    def _start(self, tag: str, attributes: str) -> None:
        if self.skipping or tag in _SKIPPED or _is_left_out(attributes):
            if tag not in _VOID:
                self.skipping.append(tag)
            return
        self._open(tag, attributes)

    def _open(self, tag: str, attributes: str) -> None:
        if tag in _OPENING:
            self._say(_OPENING[tag])
        elif tag == "a":
            self._open_link(values(attributes))
        elif tag == "br":
            self._say(" " if self.cell is not None else f"{_BREAK}\n")
        elif tag == "input":
            self._say(_field(values(attributes)))
        elif tag in ("select", "option"):
            self.choosing, self.option = True, "selected" in values(attributes)
        elif tag in _OF_TABLES:
            self._open_table(tag)
        if tag in _BLOCKS:
            self._block(tag, 0 if "markdown" in values(attributes) else 1)

    def _block(self, tag: str, step: int) -> None:
        """Around a block of HTML an empty line; a block whose Markdown MkDocs reads is left as it is written."""
        self.depth = max(0, self.depth + step)
        if tag in _TEXT_BLOCKS:
            self._say("\n\n")
        elif step < 0:
            self._say("\n")

    def _open_link(self, found: Mapping[str, str]) -> None:
        classes = found.get("class", "").split()
        href = plain(found.get("href", ""))
        target = "" if "num" in classes or "headerlink" in classes else self._target(href)
        self.links.append(target)
        if target:
            self._say("[")

    def _target(self, href: str) -> str:
        """Where a link of the page leads, seen from its twin: to another twin, or to a page where it has a query."""
        if not href or "://" in href or href.startswith(("#", "mailto:")):
            return href
        path, query, anchor = _parts(href)
        whole = posixpath.normpath(posixpath.join(self.page.url, path)) if path else self.page.url.rstrip("/")
        whole = "" if whole in (".", "") else whole + ("/" if path.endswith("/") or not path else "")
        source = whole if query else self.sources.get(whole, whole)
        slash = "/" if source.endswith("/") or not source else ""
        return posixpath.relpath(source or ".", posixpath.dirname(self.page.source) or ".") + slash + query + anchor

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self.table = []
        elif tag == "tr" and self.table is not None:
            self.table.append([])
        elif tag != "tr":
            self.cell = []

    def _end(self, tag: str) -> None:
        if tag in self.skipping:
            while self.skipping.pop() != tag:
                pass
        elif not self.skipping:
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag in _CLOSING:
            self._say(_CLOSING[tag])
        elif tag == "a" and self.links:
            target = self.links.pop()
            self._say(f"]({target})" if target else "")
        elif tag in ("select", "option"):
            self.choosing, self.option = tag == "option", False
        elif tag in _OF_TABLES:
            self._close_table(tag)
        if tag in _BLOCKS:
            self._block(tag, -1)

    def _close_table(self, tag: str) -> None:
        cell = " ".join("".join(self.cell or ()).split())
        if tag == "caption":
            self.cell = None
            rows, self.table = self.table, None
            self._say(f"\n\n**{cell}**\n\n")
            self.table = rows
        elif tag in ("th", "td") and self.table:
            self.table[-1].append(cell)
            self.cell = None
        elif tag == "table":
            rows, self.table = [row for row in self.table or () if row], None
            self._say(_rows(rows))


def _parts(href: str) -> tuple[str, str, str]:
    """Path, query and anchor of a link, each with its mark."""
    rest, mark, anchor = href.partition("#")
    path, asks, query = rest.partition("?")
    return path, asks + query, mark + anchor


def _is_left_out(attributes: str) -> bool:
    """Whether an element is of the machinery: hidden, or a row of tools."""
    if "hidden" not in attributes and "tools" not in attributes:
        return False
    found = values(attributes)
    return "hidden" in found or "tools" in found.get("class", "").split()


def _field(found: Mapping[str, str]) -> str:
    """What a field holds."""
    if found.get("type") == "checkbox":
        return "yes" if "checked" in found else "no"
    return plain(found.get("value", ""))


def _rows(rows: list[list[str]]) -> str:
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in padded]
    return "\n\n" + "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]) + "\n\n"
