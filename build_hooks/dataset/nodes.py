"""What a YAML file is read into: mappings, lists and leaves with their lines, text as it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from build_hooks.dataset.faults import NOTHING, shorten

# What a YAML reader may take for something other than text (1.1 and 1.2 together; PyYAML itself reads `1e-7` as text).
_NUMBER = re.compile(
    r"[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][-+]?\d+)?$|[-+]?0[xob][\da-fA-F_]+$|[-+]?\.(inf|nan)$", re.I
)
_CLOCK = re.compile(r"[-+]?\d+(:\d+)+(\.\d*)?$")
_YES_NO = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false"})
_EMPTY = frozenset({"", "~", "null"})


@dataclass(slots=True)
class Scalar:
    """A leaf: its text as written, whether it stood without quotes, and its line."""

    text: str
    bare: bool
    line: int

    @property
    def shown(self) -> str:
        """The leaf as its author wrote it, for messages."""
        if not self.bare:
            return f'"{shorten(self.text)}"'
        return shorten(self.text) or NOTHING


@dataclass(slots=True)
class Listed:
    """A list and the line it starts on."""

    line: int
    items: list[Node] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """What a message calls it."""
        return "a list"


@dataclass(slots=True)
class Mapped:
    """A mapping: its entries in order, the line of each key, and the line it starts on."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """What a message calls it."""
        return "a mapping"

    def line_of(self, key: str) -> int:
        """The line of the value of a key, or of the mapping when it has no such key."""
        node = self.entries.get(key)
        if isinstance(node, Scalar):
            return node.line
        return self.lines.get(key, self.line)


Node = Scalar | Listed | Mapped


def is_null(scalar: Scalar) -> bool:
    """Whether YAML reads the leaf as nothing at all."""
    return scalar.bare and bare_meaning(scalar.text) == "nothing"


@lru_cache(maxsize=65536)
def bare_meaning(text: str) -> str | None:
    """What a YAML reader takes bare text for: `number`, `time`, `yes or no`, `nothing`; None where it is text."""
    lowered = text.lower()
    if lowered in _EMPTY:
        return "nothing"
    if lowered in _YES_NO:
        return "yes or no"
    if _NUMBER.match(text):
        return "number"
    return "time" if _CLOCK.match(text) else None
