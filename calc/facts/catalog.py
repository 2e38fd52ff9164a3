"""The catalog: everything known, and what held on a given day.

The record types are in `calc/facts/records*.py`; the compiled catalog (`calc/catalog.json`) carries them as JSON to
the shell and to the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from calc.facts.fact import Fact, calendar_fact, fact_of, row_fact
from calc.facts.hours import Holidays, read
from calc.facts.moments import begins, speaks_for
from calc.facts.packs import Records
from calc.facts.price_rows import PriceInForce, price_row
from calc.facts.records_api import RATES, PriceRow


class Catalog:
    """Everything known, with all dates.  `at(day)` is the state on one day."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._tables: Mapping[str, Any] = data["tables"]
        self.sources: Mapping[str, Any] = data["sources"]
        self.edition: str = data["edition"]
        self.names: Mapping[str, Mapping[str, str]] = data.get("names", {})
        self.once_cheapest: Mapping[str, Sequence[str]] = data.get("once_cheapest", {})
        self._data = data
        self.at = lru_cache(maxsize=32)(self._at)

    @classmethod
    def from_json(cls, text: str) -> Catalog:
        """The catalog from the text of its compiled file."""
        return cls(json.loads(text))

    def _at(self, day: str) -> Snapshot:
        return Snapshot(self._tables, day, self.edition, self.names, self.once_cheapest)

    @cached_property
    def aliases(self) -> Mapping[str, list[tuple[str, Mapping[str, Any]]]]:
        """Other ids of API models: for each the models that it meant, with the time."""
        if "aliases" in self._data:  # in packs they come with the start, without the records that they are of
            listed: Mapping[str, list[tuple[str, Mapping[str, Any]]]] = self._data["aliases"]
            return listed
        found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for model, record in self._tables.get("api_model", {}).items():
            for alias in record["fields"].get("aliases", ()):
                found.setdefault(f"{model.partition('/')[0]}/{alias['id']}", []).append((model, alias))
        return found

    @cached_property
    def regions(self) -> list[str]:
        """Every region that some API model has a price for, the standard price first."""
        if "regions" in self._data:
            return list(self._data["regions"])
        rows = [row for record in self._tables.get("api_model", {}).values() for row in record.get("prices", ())]
        return ["standard", *sorted({name for row in rows for name in row.get("regions", ())})]


@dataclass
class Snapshot:
    """What held on `day`, by today's knowledge.  Nothing before history begins: None, not an error.

    `day` may be an instant; a day speaks for its noon.
    """

    tables: Mapping[str, Any]
    day: str
    edition: str
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # By tier, the models that have ever been its cheapest: in packs they come with the start, as aliases do.
    once_cheapest: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _found: dict[tuple[str, str, str], Fact | None] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)  # what others work out from the tables and keep with the day
    _calendars: dict[str, Holidays] = field(default_factory=dict)

    def on(self, day: str) -> Snapshot:
        """What held on another day, by the same knowledge."""
        return Snapshot(self.tables, day, self.edition, self.names, self.once_cheapest)

    def ids(self, table: str) -> Iterator[str]:
        """All ids of a table, in the catalog's order."""
        return iter(self.tables.get(table, {}))

    def has(self, table: str, record_id: str) -> bool:
        """Whether the table has such a record."""
        return record_id in self.tables.get(table, {})

    def record(self, table: str, record_id: str, whole: bool = False) -> Mapping[str, Any] | None:
        """A record as it is on the edition's day and after; `whole`, and on earlier days, with what was before.

        In the browser either may be elsewhere: then this raises PackNeeded.
        """
        records = self.tables.get(table, {})
        found: Mapping[str, Any] | None = records.get(record_id)
        if found is None or "earlier" not in found or not (whole or self._before_edition):
            return found
        full: Mapping[str, Any] = records.whole(record_id)
        return full

    @cached_property
    def _before_edition(self) -> bool:
        return speaks_for(self.day) < speaks_for(self.edition)

    def need(self, table: str, ids: Iterable[str] | None = None, whole: bool = False) -> None:
        """Say that these records of a table will all be read, so that the browser brings what it lacks at once."""
        records = self.tables.get(table, {})
        if isinstance(records, Records):
            records.need(records if ids is None else ids, whole or self._before_edition)

    def attribute(self, table: str, record_id: str, name: str) -> str | bool | None:
        """An undated property of a record, such as its name or its kind."""
        record = self.tables.get(table, {}).get(record_id)
        return None if record is None else record["fields"].get(name)

    def maker(self, table: str, record_id: str) -> str:
        """Who bills or makes a record, as they write themselves; whoever is not known stands by their id."""
        first = record_id.partition("/")[0]
        return self.names.get(table, {}).get(first, first)

    def label(self, table: str, record_id: str) -> str:
        """What readers call a record; an id of several parts is named part by part."""
        own = self.attribute(table, record_id, "name") or self.attribute(table, record_id, "model")
        return str(own) if own else ", ".join(self._label(part) for part in record_id.split("@") if part != "none")

    def _label(self, part: str) -> str:
        found = (self.attribute(table, part, "name") for table in ("open_model", "hardware", "quantisation"))
        return str(next(filter(None, found), part))

    @property
    def calendars(self) -> Mapping[str, Holidays]:
        """Every calendar that a window of prices may leave out."""
        if not self._calendars:
            records = self.tables.get("calendar", {})
            self._calendars.update({name: read(record["fields"]) for name, record in records.items()})
        return self._calendars

    def calendar_fact(self, name: str) -> Fact:
        """How many days a calendar leaves out, as a fact that can be cited."""
        return calendar_fact(name, self.tables["calendar"][name])

    def fact(self, table: str, record_id: str, name: str) -> Fact | None:
        """The value of a key in force on the day, or None where nothing is known."""
        key = (table, record_id, name)
        if key not in self._found:
            self._found[key] = self._find(table, record_id, name)
        return self._found[key]

    def _find(self, table: str, record_id: str, name: str) -> Fact | None:
        record = self.record(table, record_id)
        if record is None:
            return None
        if table == "api_model" and name in RATES:
            return self._rate(record_id, name)
        row = self._in_force(record.get("values", {}).get(name, ()))
        return None if row is None else fact_of(f"{table}.{record_id}.{name}", record["file"], row)

    def all_facts(self, table: str, record_id: str, name: str, ahead: bool = False) -> list[Fact]:
        """Every dated value of a key, on whatever day, the announced ones too, oldest first.

        `ahead`: only from the one in force on; on the edition's day and after what was before may be left out.
        """
        record = self.record(table, record_id, whole=not ahead)
        if record is None:
            raise KeyError(f"{table}.{record_id}")
        rows = record.get("values", {}).get(name, ())
        return [fact_of(f"{table}.{record_id}.{name}", record["file"], row) for row in rows]

    def _rate(self, record_id: str, name: str) -> Fact | None:
        """A base rate of the price row in force."""
        priced = self.price(record_id)
        text = None if priced is None else getattr(priced.row, name)
        return None if priced is None or text is None else row_fact(priced, name, text)

    def _in_force(self, rows: Any) -> Any:
        """The last row that has begun and is not a mere announcement."""
        begun = [row for row in rows if self._begun(row) and not row.get("announced")]
        return begun[-1] if begun else None

    @property
    def moment(self) -> str:
        """The instant that the day or instant asked for speaks for."""
        return speaks_for(self.day)

    def _begun(self, row: Mapping[str, Any]) -> bool:
        return begins(row["since"]) <= speaks_for(self.day)

    def _ended(self, row: Mapping[str, Any]) -> bool:
        return row.get("until") is not None and begins(row["until"]) <= speaks_for(self.day)

    def _prices(self, record_id: str, whole: bool = False) -> list[Mapping[str, Any]]:
        """The price rows of an API model that hold, held or are announced; what was taken back is none of them."""
        record = self.record("api_model", record_id, whole) or {}
        return [row for row in record.get("prices", ()) if not row.get("cancelled")]

    def _priced(
        self, record_id: str, row: Mapping[str, Any], pending: Iterable[Mapping[str, Any]] = ()
    ) -> PriceInForce:
        file = self.tables["api_model"][record_id]["file"]
        return PriceInForce(f"api_model.{record_id}", file, price_row(row), tuple(map(price_row, pending)))

    def price(self, record_id: str) -> PriceInForce | None:
        """The price row of an API model in force on the day, or None."""
        rows = self._prices(record_id)
        row = self._in_force(rows)
        if row is None:
            return None
        later = [new for new in rows if new.get("announced") and self._begun(new) and not self._ended(new)]
        pending = [new for new in later if begins(new["since"]) > begins(row["since"])]
        return None if self._ended(row) and not pending else self._priced(record_id, row, pending)

    def ended(self, record_id: str) -> PriceInForce | None:
        """The last price row of an API model where it has ended by its own `until` and nothing follows yet."""
        row = self._in_force(self._prices(record_id))
        return None if row is None or not self._ended(row) else self._priced(record_id, row)

    def all_prices(self, record_id: str, ahead: bool = False) -> list[PriceInForce]:
        """Every price row of an API model, on whatever day, the announced ones too; not what was taken back.

        `ahead`: only from the one in force on; on the edition's day and after what was before may be left out.
        """
        return [self._priced(record_id, row) for row in self._prices(record_id, whole=not ahead)]

    def announced(self, record_id: str) -> PriceInForce | None:
        """The next announced price row of an API model that has not begun on the day, or None."""
        rows = [row for row in self._prices(record_id) if row.get("announced") and not self._begun(row)]
        return self._priced(record_id, rows[0]) if rows else None

    def history(self, record_id: str) -> list[PriceRow]:
        """Every price row of an API model, in order: those that held, hold, are announced and were taken back."""
        record = self.record("api_model", record_id, whole=True) or {}
        return [price_row(row) for row in record.get("prices", ())]
