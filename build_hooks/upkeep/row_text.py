"""A price row as text, and its place in a file: every byte that is there already stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from build_hooks.dataset import dates
from build_hooks.dataset.nodes import Listed, Mapped, Node
from build_hooks.errors import BuildError

CONDITIONS = ("tiers", "batch", "windows", "regions", "fees")
_DASH = re.compile(r"( *)-( +)(?=[^\s{])")
_DECIMAL_KEYS = ("_usd_per_mtok",)


@dataclass(frozen=True)
class Place:
    """Where a row goes: after which line (counted from 1), how far it is indented, and the lines of the row before."""

    after: int
    indent: str
    inner: str
    last_row: tuple[int, int]  # first line and the line after the last one


def place_of(text: str, root: Mapped, model: str, shown: str, row: Mapped | None = None) -> Place:
    """The place below a price row of a model, the last one unless another is given.

    Raises BuildError where the rows are not written as blocks.
    """
    items = root.entries["items"]
    record = items.entries[model] if isinstance(items, Mapped) else None
    prices = record.entries["prices"] if isinstance(record, Mapped) else None
    if not isinstance(record, Mapped) or not isinstance(prices, Listed) or not prices.items:
        raise BuildError(f"{shown}: expected price rows of {model}, got none; write the first one by hand")
    lines = text.splitlines(keepends=True)
    last = (row or prices.items[-1]).line
    dash = _DASH.match(lines[last - 1])
    if dash is None:
        raise BuildError(f"{shown}:{last}: expected a row that begins with `- since:`, got another layout; add by hand")
    following = [one.line for one in prices.items if one.line > last]
    end = min((line for line in (*following, *_starts(root, record)) if line > last), default=len(lines) + 1)
    indent = dash[1]
    of_the_next = "#" if following else ""  # a comment between two rows is about the one below it
    while end - 1 > last and not _belongs(lines[end - 2], indent, of_the_next):
        end -= 1
    return Place(end - 1, indent, " " * len(dash[0]), (last, end))


def _starts(root: Mapped, record: Mapped) -> Iterator[int]:
    """The lines on which something else begins: the next key of the record, the next record, the next key on top."""
    items = root.entries["items"]
    for node in (root, record, items):
        yield from node.lines.values() if isinstance(node, Mapped) else ()


def _belongs(line: str, indent: str, of_the_next: str) -> bool:
    """Whether a line belongs to the row above it: not a blank one, nor a comment that stands further out."""
    bare = line.lstrip()
    if of_the_next and bare.startswith(of_the_next):
        return False
    return bool(bare) and not (bare.startswith("#") and not line.startswith(indent))


def insert(text: str, place: Place, row: list[str]) -> str:
    """The text with the row in its place, line ends as the file has them."""
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in text else "\n"
    head = "".join(lines[: place.after])
    if not head.endswith("\n"):
        head += ending
    return head + "".join(line + ending for line in row) + "".join(lines[place.after :])


def row_lines(place: Place, values: Mapping[str, str | bool], kept: list[str]) -> list[str]:
    """The lines of a row: dates bare, flags bare, everything else in quotes where it needs them."""
    written = [f"{key}: {_written(key, value)}" for key, value in values.items()]
    before = next((i for i, key in enumerate(values) if key == "source"), len(written))
    body = [f"{place.inner}{line}" for line in written]
    lines = [*body[:before], *kept, *body[before:]]
    first = lines[0].removeprefix(place.inner)
    lines[0] = f"{place.indent}-{' ' * (len(place.inner) - len(place.indent) - 1)}{first}"
    return lines


def _written(key: str, value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if dates.first_day(value) is not None and key in ("since", "until", "checked"):
        return value
    if key in ("source", "how", "basis"):
        return value
    return json.dumps(value, ensure_ascii=False)


def conditions(text: str, place: Place, row: Node) -> tuple[list[str], list[str]]:
    """The conditions of the row before, word for word, and their names."""
    if not isinstance(row, Mapped):
        return [], []
    lines = text.splitlines()
    starts = sorted(row.lines.values())
    kept, names = [], []
    for key in CONDITIONS:
        if key in row.lines:
            first = row.lines[key]
            following = next((line for line in starts if line > first), place.last_row[1])
            block = lines[first - 1 : following - 1]
            if first == place.last_row[0]:
                block[0] = place.inner + block[0].removeprefix(place.indent).lstrip("- ")
            kept += block
            names.append(key)
    return kept, names
