"""Strict YAML that remembers its lines: text stays text, and what YAML would guess at is left to the checker.

Only plain mappings, lists and scalars are read, from parser events, so that a number, a date or a `NO` reaches
the checker as it was written.  Aliases, anchors, tags, tabs and duplicate keys are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from build_hooks.dataset.faults import Fault, shorten

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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
        return shorten(self.text) or "nothing"


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


class _RefusedError(Exception):
    """A file that cannot be read any further."""

    def __init__(self, line: int, expected: str, got: str, hint: str) -> None:
        super().__init__(expected)
        self.parts = (line, expected, got, hint)


def read_yaml(path: Path, shown: str, faults: list[Fault]) -> Node | None:
    """The content of one file; None, with the reason added to `faults`, where it cannot be read."""
    try:
        return _build(_events(_text(path)), shown, faults)
    except _RefusedError as refused:
        line, expected, got, hint = refused.parts
        faults.append(Fault(shown, line, "", expected, got, hint))
        return None


def first_line(path: Path) -> str:
    """The first line of a file, without its end."""
    with path.open("rb") as file:
        return file.readline(1000).decode("utf-8", "replace").strip()


def _text(path: Path) -> str:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _RefusedError(1, f"at most {MAX_BYTES:,} bytes", f"{size:,} bytes", "split the file by maker or provider")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _RefusedError(line, "UTF-8 text", f"byte 0x{raw[error.start]:02x}", "save the file as UTF-8") from None
    tab = text.find("\t")
    if tab >= 0:
        raise _RefusedError(text.count("\n", 0, tab) + 1, "spaces", "a tab", "indent with two spaces")
    return text


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=cast(Any, _LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _RefusedError(
            line, "YAML", error.problem or "something else", "mend the syntax on or above this line"
        ) from None
    except yaml.YAMLError as error:  # characters that YAML does not allow carry a position instead of a line
        position = getattr(error, "position", 0)
        line = text.encode("utf-8").count(b"\n", 0, position) + 1
        raise _RefusedError(line, "YAML", "a character that YAML does not allow", "remove control characters") from None


def _build(events: Iterable[Any], shown: str, faults: list[Fault]) -> Node | None:
    """The tree of one document, built with a stack of its own so that deep nesting cannot exhaust Python's."""
    root: Node | None = None
    stack: list[Listed | Mapped] = []
    pending: list[Scalar | None] = []  # per open collection: the key that waits for its value
    documents = 0
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            _refuse_marks(event)
            node: Node = Scalar(event.value, event.style is None or event.style == "", _line(event))
            if stack and isinstance(stack[-1], Mapped) and pending[-1] is None:
                pending[-1] = cast(Scalar, node)
                continue
        elif isinstance(event, yaml.CollectionStartEvent):
            node = _opened(event, stack, pending)
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            pending.pop()
            continue
        elif isinstance(event, yaml.AliasEvent):
            raise _RefusedError(
                _line(event), "every value written out", f"the alias *{event.anchor}", "repeat the value"
            )
        else:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise _RefusedError(_line(event), "one document", "a second one", "remove the line `---`")
            continue
        if stack:
            _place(node, stack[-1], pending, shown, faults)
        else:
            root = node
        if not isinstance(node, Scalar):
            stack.append(node)
            pending.append(None)
    return root


def _line(event: Any) -> int:
    """The line an event starts on, counted from 1."""
    return int(event.start_mark.line) + 1


def _opened(event: Any, stack: list[Listed | Mapped], pending: list[Scalar | None]) -> Listed | Mapped:
    """A new collection, unless it stands where a key should or is nested too deeply."""
    _refuse_marks(event)
    line = _line(event)
    if stack and isinstance(stack[-1], Mapped) and pending[-1] is None:
        raise _RefusedError(line, "a name as key", "a list or a mapping", "quote the key if it is meant as text")
    if len(stack) >= MAX_DEPTH:
        raise _RefusedError(
            line, f"at most {MAX_DEPTH} levels", "deeper nesting", "compare with another file of the folder"
        )
    return Mapped(line) if isinstance(event, yaml.MappingStartEvent) else Listed(line)


def _refuse_marks(event: Any) -> None:
    line = _line(event)
    if event.anchor is not None:
        raise _RefusedError(line, "every value written out", f"the anchor &{event.anchor}", "remove it")
    if event.tag is not None:
        raise _RefusedError(line, "a value without a tag", f"the tag {event.tag}", "remove the tag; quote the value")


def _place(node: Node, parent: Listed | Mapped, pending: list[Scalar | None], shown: str, faults: list[Fault]) -> None:
    """Put a node into its list, or under the key that waits for it."""
    if isinstance(parent, Listed):
        parent.items.append(node)
        return
    key = cast(Scalar, pending[-1])
    pending[-1] = None
    if key.text in parent.entries:
        first = parent.lines[key.text]
        faults.append(
            Fault(shown, key.line, key.text, "each key once", f"a second {key.text}", f"the first is on line {first}")
        )
        return
    if key.bare and bare_meaning(key.text) not in (None, "number"):
        faults.append(
            Fault(shown, key.line, key.text, "a name as key", f"the bare {key.shown}", f'write "{key.text}" in quotes')
        )
    parent.entries[key.text] = node
    parent.lines[key.text] = key.line
