"""Records as they were written, and what rules need to read them.

Rules read the tree of a file, not finished records, so that one fault does not hide the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from build_hooks.dataset.faults import Fault
from build_hooks.dataset.layout import FieldKind, Table, field_kinds
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar, is_null
from build_hooks.dataset.shape import label

DECIMAL = re.compile(r"(0|[1-9]\d*)(\.\d+)?", re.ASCII)
Path = tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One record as written: its table, id, the name messages call it, its file and its tree."""

    table: Table
    id: str
    name: str
    file: str
    line: int
    node: Mapped
    faults: list[Fault]  # shared by all records of a run

    def fault(self, line: int, path: Path, expected: str, got: str, hint: str = "") -> None:
        """Report a fault at a path inside the record."""
        self.faults.append(Fault(self.file, line, label(self.name, *path), expected, got, hint))

    def lists(self, *kinds: FieldKind) -> Iterator[tuple[Path, Node]]:
        """The lists of dated values (`dated`, `keyed`) or price rows (`rows`), each with its path."""
        known = field_kinds(self.table.record)
        for key, child in self.node.entries.items():
            kind = known.get(key)
            if kind not in kinds:
                continue
            if kind != "keyed":
                yield (key,), child
            elif isinstance(child, Mapped):
                for name, values in child.entries.items():
                    yield (key, name), values


@dataclass(frozen=True)
class Context:
    """What rules need to know besides the record: the edition's day and the declared sources (None: unreadable)."""

    edition: date | None
    sources: Mapping[str, object] | None


def text_of(node: Mapped, key: str) -> str | None:
    """The text of a key, or None where there is none (a null is reported with the record's shape)."""
    child = node.entries.get(key)
    return child.text if isinstance(child, Scalar) and not is_null(child) else None


@lru_cache(maxsize=65536)
def decimal_of(text: str | None) -> Decimal | None:
    """The number of a decimal in plain notation, 0 or above; None for anything else."""
    return Decimal(text) if text is not None and DECIMAL.fullmatch(text) else None


def mappings(node: object) -> list[Mapped]:
    """The mappings of a list; what else stands there is reported by its shape."""
    return [row for row in node.items if isinstance(row, Mapped)] if isinstance(node, Listed) else []


def number_of(node: Mapped, key: str) -> Decimal | None:
    """The number of a key, or None where there is no decimal in plain notation."""
    return decimal_of(text_of(node, key))


def middle(row: Mapped) -> Decimal | None:
    """The value of a dated row, or the middle of its range."""
    value, low, high = (number_of(row, key) for key in ("value", "low", "high"))
    if value is None and low is not None and high is not None:
        return (low + high) / 2
    return value


def has_note(node: Mapped, waiver: str) -> bool:
    """Whether the note begins with the waiver (or, after "; ", goes on with it) and a reason follows."""
    clauses = (text_of(node, "note") or "").split("; ")
    return any(clause.startswith(waiver) and clause[len(waiver) :].strip() for clause in clauses)
