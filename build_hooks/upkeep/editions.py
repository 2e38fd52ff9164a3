"""The day that the edition leaves: its published file stays only where prices/editions/ has a record of it."""

from __future__ import annotations

from build_hooks.dataset import Fault
from build_hooks.dataset.faults import NOTHING
from build_hooks.site import Site

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


def unrecorded(old: Site, new: Site) -> list[Fault]:
    """The edition that a change leaves without a record."""
    left = old.catalog.edition
    if left == new.catalog.edition or left in new.catalog.at(new.catalog.edition).tables.get("edition", {}):
        return []
    hint = "`add-price` writes one; by hand it is a name and a note, as in the newest file there"
    expected = f"a record of {left}, the day that the edition leaves, so that its published file stays"
    return [Fault(place_of(left), 1, left, expected, NOTHING, hint)]
