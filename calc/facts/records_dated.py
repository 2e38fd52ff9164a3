"""A dated value and the source that it names: what every record of facts is made of."""

from __future__ import annotations

from dataclasses import dataclass

from calc.facts.records_api import Basis, How, Strict


@dataclass(frozen=True)
class Source(Strict):
    """Where facts were read: declared once, cited by id from every value."""

    title: str
    publisher: str
    url: str
    licence: str
    read: str
    note: str = ""


@dataclass(frozen=True)
class Dated(Strict):
    """A value that holds from `since` (inclusive) until the next value of the same key.

    Numbers are quoted decimals, so that no float ever touches money; the unit is the suffix of the key.
    `since` may have the precision of a day, month, quarter or year.  Without a `value` the middle of
    `low` and `high` is used.
    """

    since: str
    source: str
    checked: str
    how: How
    value: str | None = None
    low: str | None = None
    high: str | None = None
    basis: Basis = "documented"
    announced: bool = False
    count: int | None = None
    note: str = ""
    line: int = 0
