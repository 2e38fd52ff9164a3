"""Strict YAML that remembers its lines: text stays text, and what YAML would guess at is left to the checker.

Only plain mappings, lists and scalars are read, from parser events, so that a number, a date or a `NO` reaches
the checker as it was written.  Aliases, anchors, tags, tabs and duplicate keys are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from build_hooks.dataset.faults import Fault
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar, bare_meaning

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
KEPT_FILES, KEPT_LENGTH = 512, 100_000  # read and remembered: more and longer than the guide's own
_UNSAID = frozenset({"items", "prices"})  # every record stands under `items`, every rate under `prices`
_WRITTEN_OUT = "every value written out"
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]")
_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(Exception):
    """A file that cannot be read any further."""

    def __init__(self, line: int, expected: str, got: str, hint: str) -> None:
        super().__init__(expected)
        self.parts = (line, expected, got, hint)

    def as_fault(self) -> Fault:
        """What is wrong, of a file that is not named."""
        line, expected, got, hint = self.parts
        return Fault("", line, "", expected, got, hint)


def read_yaml(path: Path, shown: str, faults: list[Fault]) -> Node | None:
    """The content of one file; None, with the reason added to `faults`, where it cannot be read."""
    try:
        text = _text(path)
    except _RefusedError as refused:
        faults.append(replace(refused.as_fault(), file=shown))
        return None
    node, found = _parsed(text) if len(text) <= KEPT_LENGTH else _parsed.__wrapped__(text)
    faults += [replace(fault, file=shown) for fault in found]
    return node


@lru_cache(maxsize=KEPT_FILES)
def _parsed(text: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """The tree of a text, None where it cannot be read, and its faults, which name no file.

    Nobody changes a tree, so equal texts share one: a comparison of two moments reads most files twice.
    """
    faults: list[Fault] = []
    tree = _Tree(faults)
    try:
        for event in _events(text):
            tree.add(event)
    except _RefusedError as refused:
        return None, (*faults, refused.as_fault())
    return tree.root, tuple(faults)


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
        problem = f"a mistake ({error.problem})"
        raise _RefusedError(line, "well-formed YAML", problem, _way_out(text.splitlines(), line)) from None
    except yaml.YAMLError as error:  # characters that YAML does not allow carry a position instead of a line
        position = getattr(error, "position", 0)
        line = text.encode("utf-8").count(b"\n", 0, position) + 1
        got = "a character that YAML does not allow"
        raise _RefusedError(line, "well-formed YAML", got, "remove control characters") from None


def _way_out(lines: list[str], line: int) -> str:
    """The next step after a mistake that the parser met on a line: what it is made of as often as not."""
    near = [number for number in (line - 1, line) if 0 < number <= len(lines)]
    for number in near:
        odd = _ODD_SPACE.search(lines[number - 1])
        if odd:
            return f"line {number} holds U+{ord(odd[0]):04X}, which only looks like a space; type a space in its place"
        if lines[number - 1].startswith(_CONFLICT):
            return f"git left a conflict on line {number}; keep one of the two versions"
    depths = [len(lines[number - 1]) - len(lines[number - 1].lstrip()) for number in near]
    said = "mend the syntax on or above this line"
    if len(depths) == 2 and depths[0] != depths[1]:
        return f"{said}; it is indented by {depths[1]} spaces, the line above by {depths[0]}"
    return said


class _Tree:
    """The tree of one document, built with a stack of its own so that deep nesting cannot exhaust Python's."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.root: Node | None = None
        self.documents = 0
        self.stack: list[Listed | Mapped] = []
        self.path: list[str] = []  # for each open collection, the key it stands under
        self.keys: list[Scalar | None] = []  # for each open collection, the key that waits for its value

    def add(self, event: Any) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._add_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.path.pop()
            self.keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise _RefusedError(_line(event), _WRITTEN_OUT, f"the alias *{event.anchor}", "repeat the value")
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _RefusedError(_line(event), "one document", "a second one", "remove the line `---`")

    def _add_scalar(self, event: Any) -> None:
        _refuse_marks(event)
        scalar = Scalar(event.value, not event.style, _line(event))
        if self._expects_key():
            self.keys[-1] = scalar
        else:
            self._place(scalar)

    def _open(self, event: Any) -> None:
        _refuse_marks(event)
        line = _line(event)
        if self._expects_key():
            raise _RefusedError(line, "a name as key", "a list or a mapping", "quote it if it is meant as text")
        if len(self.stack) >= MAX_DEPTH:
            raise _RefusedError(line, f"at most {MAX_DEPTH} levels", "deeper nesting", "compare with a sister file")
        key = self.keys[-1] if self.keys else None
        self.path.append(key.text if key else "")
        node = Mapped(line) if isinstance(event, yaml.MappingStartEvent) else Listed(line)
        self._place(node)
        self.stack.append(node)
        self.keys.append(None)

    def _expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], Mapped) and self.keys[-1] is None

    def _place(self, node: Node) -> None:
        """Put a node into its list, or under the key that waits for it."""
        if not self.stack:
            self.root = node
            return
        parent, key = self.stack[-1], self.keys[-1]
        self.keys[-1] = None
        if isinstance(parent, Listed):
            parent.items.append(node)
        elif key is not None:
            self._enter(parent, key, node)

    def _enter(self, parent: Mapped, key: Scalar, node: Node) -> None:
        name = key.text
        if name in parent.entries:
            hint = f"the first is on line {parent.lines[name]}"
            self.faults.append(Fault("", key.line, self._label(name), "each key once", f"a second {name}", hint))
            return
        if key.bare and bare_meaning(name) not in (None, "number"):
            hint = f'write "{name}"; bare, YAML reads it as a {bare_meaning(name)}'
            self.faults.append(Fault("", key.line, self._label(name), "a name as key", key.shown, hint))
        parent.entries[name] = node
        parent.lines[name] = key.line

    def _label(self, name: str) -> str:
        """Where a key stands, as messages write it."""
        steps = (*self.path[: len(self.stack)], name)
        return ".".join(step for step in steps if step and step not in _UNSAID)


def _line(event: Any) -> int:
    """The line an event starts on, counted from 1."""
    return int(event.start_mark.line) + 1


def _refuse_marks(event: Any) -> None:
    if event.anchor is not None:
        raise _RefusedError(_line(event), _WRITTEN_OUT, f"the anchor &{event.anchor}", "remove it")
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        raise _RefusedError(_line(event), "a value without a tag", f"the tag {tag}", "remove the tag; quote the value")
