"""Markdown extension: every table scrolls inside its own region, and its columns align by class.

A wide table must never make the page scroll sideways, and a reader without a mouse must be able to scroll it:
hence a focusable region with a name.  Alignment becomes a class because the content security policy allows no
style attributes, and `align` attributes are obsolete HTML.
"""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

HEADINGS = ("h1", "h2", "h3", "h4")


class TableRegions(Treeprocessor):
    """Wraps each table of a page; the region is named after the heading above it."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        self.seen: Counter[str] = Counter()
        self._walk(root, "Table")

    def _walk(self, parent: Element, label: str) -> str:
        for index, child in enumerate(list(parent)):
            if child.tag in HEADINGS:
                label = _heading_text(child) or label
            elif child.tag == "table" and not child.get("class"):
                self.seen[label] += 1
                again = f", table {self.seen[label]}" if self.seen[label] > 1 else ""
                parent[index] = _region(child, label + again)
            else:
                label = self._walk(child, label)
        return label


def _heading_text(heading: Element) -> str:
    """The words of a heading: no permalink, and no stashed HTML, which stands between control characters."""
    parts = [heading.text or ""]
    for child in heading:
        if child.get("class") != "headerlink":
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    text = "".join(parts)
    return "" if "\x02" in text else " ".join(text.split())


def _region(table: Element, label: str) -> Element:
    for cell in table.iter():
        if cell.tag in ("td", "th") and (side := cell.attrib.pop("align", None)):
            cell.set("class", f"to-{side}")
    for cell in table.findall("./thead/tr/th"):
        if len(cell) or (cell.text or "").strip():
            cell.set("scope", "col")
        else:
            cell.tag = "td"  # a corner heads nothing
    table.set("class", "data")
    region = Element("div", {"class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"})
    region.tail, table.tail = table.tail, None
    region.append(table)
    return region


class TableRegionsExtension(Extension):
    """Runs after tables, inline text and heading anchors are done."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Register the tree processor."""
        md.treeprocessors.register(TableRegions(md), "table_regions", 1)


def makeExtension(**options: object) -> TableRegionsExtension:  # noqa: N802 (the name is Python-Markdown's)
    """What Python-Markdown calls."""
    return TableRegionsExtension(**options)
