"""A fault: where it is, what was expected, what was found, and the next step."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "nothing"
MOVE_EDITION = "move the edition: `python -m build_hooks edition DATE`"
_LONGEST_QUOTE = 60


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in one place; `file` is relative to the repository, `line` counts from 1."""

    file: str
    line: int
    key: str
    expected: str
    got: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f" {self.key}" if self.key else "")
        text = f"{place}: expected {self.expected}, got {self.got or NOTHING}" + (f"; {self.hint}" if self.hint else "")
        return " ".join(text.split())  # always one line, whatever the file holds


class DatasetError(Exception):
    """The data set cannot be used; `faults` holds every fault found, sorted by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shorten(text: str) -> str:
    """The text on one line, cut where a message would become unreadable."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"


def did_you_mean(name: str, names: Iterable[str], otherwise: str = "") -> str:
    """A hint with the nearest of the names, or `otherwise` when none is near."""
    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else otherwise
