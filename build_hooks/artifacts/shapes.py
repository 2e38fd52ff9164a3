"""The shapes of the published JSON, declared once: their JSON Schemas and the OpenAPI description are made from these.

Numbers are decimal strings as in prices/, so that no float touches money.  A key that is left out has the default
that its schema gives; a rate that is left out is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from build_hooks.dataset.lone_files import Claim, Correction
from calc.facts.records import Dated, PriceRow, Source, Strict

Values = Mapping[str, Dated]
DatedValues = Mapping[str, tuple[Dated, ...]]


@dataclass(frozen=True)
class Current(Strict):
    """A record as it stood on the day: `price` is the row in force; what is only announced stands apart."""

    fields: Mapping[str, Any]
    file: str
    line: int
    values: Values
    price: PriceRow | None = None
    announced_prices: tuple[PriceRow, ...] = ()
    announced_values: DatedValues | None = None


@dataclass(frozen=True)
class Recorded(Strict):
    """A record with all its dated rows, oldest first."""

    fields: Mapping[str, Any]
    file: str
    line: int
    values: DatedValues | None = None
    prices: tuple[PriceRow, ...] = ()


@dataclass(frozen=True)
class RecordFile(Strict):
    """One record: how it stands on the edition's day, and how it came to that.  `sources` holds those it cites."""

    table: str
    id: str
    name: str
    current: Current
    history: Recorded
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class CatalogFile(Strict):
    """The whole state on one day, by table and id."""

    tables: Mapping[str, Mapping[str, Current]]
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class HistoryFile(Strict):
    """Everything known with all dates: what `data_hash` is taken of."""

    tables: Mapping[str, Mapping[str, Recorded]]
    sources: Mapping[str, Source]
    corrections: tuple[Correction, ...]
    claims: Mapping[str, Claim]


@dataclass(frozen=True)
class DefaultResult(Strict):
    """A quantity for the default scenario; `value` is null for never (status known) and for unknown."""

    value: float | str | bool | None
    text: str
    unit: str
    status: Literal["known", "floor", "unknown"]


@dataclass(frozen=True)
class EditionFile(Strict):
    """One edition: what it said, what held on its day by today's knowledge, and the corrections that touch it.

    `results` are those of the default scenario on that day; what did not exist yet makes them unknown.
    """

    name: str
    said: DatedValues
    results: Mapping[str, DefaultResult]
    held: Mapping[str, Mapping[str, Current]]
    corrections: tuple[Correction, ...]
    note: str = ""


@dataclass(frozen=True)
class QuantityEntry(Strict):
    """One name that a scenario may set or ask for, as `python -m calc list --json` gives it."""

    name: str
    kind: str
    unit: str
    label: str
    help: str
    default: float | str | bool | None
    low: float | None
    high: float | None
    choices: tuple[str, ...]


@dataclass(frozen=True)
class QuantitiesFile(Strict):
    """Every input, lookup, formula and search, with its value for the default scenario."""

    quantities: tuple[QuantityEntry, ...]


@dataclass(frozen=True)
class IndexEntry(Strict):
    """One address, relative to the index, with its kind of content and what it holds."""

    href: str
    type: str
    title: str


@dataclass(frozen=True)
class IndexFile(Strict):
    """Where everything is: single files by name, the files of records by table and id."""

    files: Mapping[str, IndexEntry]
    editions: Mapping[str, str]
    records: Mapping[str, Mapping[str, str]]


SHAPES: dict[str, type] = {
    "index": IndexFile,
    "catalog": CatalogFile,
    "history": HistoryFile,
    "edition": EditionFile,
    "record": RecordFile,
    "quantities": QuantitiesFile,
}
