"""Errors that readers see: what was wrong with which input, what was expected, what came, what to do."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

MOST_SAID = 80  # characters of what came that a sentence repeats
# What is expected, in the words of a shell; a page says it in its own (calc/door.py).
A_NAME = "a name from `list`"
AN_ID = "an id from `list --json`"


@dataclass
class CalcError(Exception):
    """One thing wrong with what was asked.  `hint` is the next step, or empty."""

    type: str
    input: str
    expected: str
    got: str
    hint: str = ""

    def __post_init__(self) -> None:
        super().__init__(str(self))

    def __str__(self) -> str:
        """The error as one sentence."""
        sentence = f"{self.input}: expected {self.expected}, got {self.got}"
        return f"{sentence}; {self.hint}" if self.hint else sentence

    def as_dict(self) -> dict[str, str]:
        """The error as JSON; `message` is the sentence."""
        return {**asdict(self), "message": str(self)}


class Problems(Exception):  # noqa: N818 - several errors, not one
    """Several errors at once, so that a reader mends them in one go."""

    def __init__(self, errors: Iterable[CalcError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(str(error) for error in self.errors))


class Missing(Exception):  # noqa: N818 - a state of knowledge, not a fault
    """Raised by a formula when a figure it needs is not known; the result is unknown, with this reason."""


def did_you_mean(got: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or an empty text.  Case doesn't count; a whole beginning does."""
    by_plain = {one.lower(): one for one in known}
    plain = got.strip().lower()
    begun = sorted((one for one in by_plain if plain and one.startswith((f"{plain}_", f"{plain}/"))), key=len)
    near = begun or difflib.get_close_matches(plain, list(by_plain), n=1, cutoff=0.6)
    return f"{by_plain[near[0]]}?" if near else ""


def said(value: object) -> str:
    """A value that came, as JSON writes it, text in single quotes as in a shell; the start of it, where it is long."""
    written = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= MOST_SAID else f"{written[:MOST_SAID]}…"
