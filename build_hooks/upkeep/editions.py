"""The day that the edition leaves: its published file stays only where prices/editions/ has a record of it."""

from __future__ import annotations

import re
from pathlib import Path

from build_hooks.dataset import Fault, dates
from build_hooks.dataset.faults import NOTHING
from build_hooks.errors import BuildError
from build_hooks.site import Site

FILE = "prices/edition.yml"

_DAY = re.compile(r"^(edition: *)(\S+)", re.MULTILINE)
RECORD = """# yaml-language-server: $schema=../schema/edition.json
# An edition that has passed: its day stays to be looked at, and its published file stays where it is.
name: The edition of {day}
items:
  "{day}":
    name: Edition of {day}
    note: Its results follow from what held on its day.
    values: {{}}
"""


def place_of(day: str) -> str:
    """Where the record of an edition stands in the project."""
    return f"prices/editions/{day}.yml"


def record_of(day: str) -> str:
    """The record of an edition of which nothing is kept but its day."""
    return RECORD.format(day=day)


def moved(root: Path, day: str) -> dict[str, str]:
    """The files of a move of the edition to a later day, by their path: its day, and a record of the one it leaves.

    Raises BuildError where the day is none or lies before the edition.  The rest of the data may be at fault still.
    """
    if not dates.is_day(day):
        raise BuildError(f"expected {dates.DAY}, got {day}; the order is year, month, day")
    text = (root / FILE).read_bytes().decode("utf-8")
    found = _DAY.search(text)
    if found is None or not dates.is_day(found[2]):
        raise BuildError(f"{FILE}: expected a line `edition: YYYY-MM-DD`, got none; write it back")
    left = found[2]
    if day < left:
        raise BuildError(f"expected a day after {left}, the edition's, got {day}; editions only go forward")
    if day == left:
        return {}
    made = {FILE: _DAY.sub(rf"\g<1>{day}", text, count=1)}
    return made if (root / place_of(left)).is_file() else {**made, place_of(left): record_of(left)}


def unrecorded(old: Site, new: Site) -> list[Fault]:
    """The edition that a change leaves without a record."""
    left = old.catalog.edition
    if left == new.catalog.edition or left in new.catalog.at(new.catalog.edition).tables.get("edition", {}):
        return []
    hint = (
        f"put {left} back into {FILE}, then run `python -m build_hooks edition {new.catalog.edition}`, which writes it"
    )
    expected = f"a record of {left}, the day that the edition leaves, so that its published file stays"
    return [Fault(place_of(left), 1, left, expected, NOTHING, hint)]
