"""What changed and what is announced to change, read off the dated rows: the entries of the feeds and the calendar.

Nothing here knows a clock.  An entry that holds already is as old as the day from which it holds; one that is only
announced is as old as the day on which somebody last compared it with its source.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from build_hooks.artifacts.states import FOLDERS, name_of
from build_hooks.site import Site
from calc import text
from calc.engine.labels import label_of
from calc.facts.billers import with_biller
from calc.facts.catalog import Snapshot
from calc.facts.moments import begins
from calc.parts.addresses import address_of
from calc.units import unit_of

Kind = Literal["price", "model", "retirement", "correction"]
# Names of entries must outlive a move of the site, so they are made from this and never from its address.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "local-or-api/events")
PRICES = "reference/prices/"  # the page of what has no page of its own
_RATES = (
    ("input_usd_per_mtok", "input"),
    ("cache_read_usd_per_mtok", "cache read"),
    ("cache_write_usd_per_mtok", "cache write"),
    ("cache_write_1h_usd_per_mtok", "cache write for an hour"),
    ("output_usd_per_mtok", "output"),
)


@dataclass(frozen=True)
class Event:
    """One thing that happened or is announced to.

    `key` never changes, `day` is the ISO day it happens on, `known` the day the entry is as old as, `page` the page of
    the site that says more, `announced` whether it is still to be confirmed.
    """

    key: str
    kind: Kind
    title: str
    words: str
    day: str
    known: str
    page: str = ""
    announced: bool = False
    cancelled: bool = False

    @property
    def id(self) -> str:
        """The name of the entry for feed readers and calendars: the same for the same key, wherever the site lies."""
        return f"urn:uuid:{uuid.uuid5(NAMESPACE, self.key)}"


def events(site: Site) -> list[Event]:
    """Everything, newest first; what is still to come stands before what has happened."""
    snapshot = site.catalog.at(site.catalog.edition)
    found = [*_models(snapshot), *_values(snapshot), *_corrections(site)]
    return sorted(found, key=lambda one: (one.day, one.key), reverse=True)


def _models(snapshot: Snapshot) -> Iterator[Event]:
    for model in snapshot.ids("api_model"):
        record = snapshot.tables["api_model"][model]
        about = with_biller(snapshot, model)
        yield from _prices(model, about, record["prices"])
        for row in record.get("values", {}).get("status", ()):
            if row["value"] != "active":
                yield _status(model, about, row)


def _prices(model: str, about: str, rows: list[Any]) -> Iterator[Event]:
    yield replace(_price_event(model, about, rows[0], None), kind="model")
    for row, before in _with_predecessor(rows):
        yield _price_event(model, about, row, before)


def _with_predecessor(rows: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each later row with the row that it follows: the last one before it that has come into force or may."""
    held = rows[0]
    for row in rows[1:]:
        yield row, held
        if not _cancelled(row):
            held = row


def _cancelled(row: Mapping[str, Any]) -> bool:
    return bool(row.get("cancelled"))


def _price_event(model: str, about: str, row: Any, before: Any) -> Event:
    rates = ", ".join(_rate(label, row.get(name), (before or {}).get(name)) for name, label in _RATES if name in row)
    what = "price" if before is None else "new price"
    return _event(
        f"api_model/{model}/prices/{row['since']}",
        "price",
        f"{about}: {what}{_when(row)}",
        f"Per 1M tokens: {rates}.",
        row,
        address_of("api_model", model),
    )


def _rate(label: str, new: str, old: str | None) -> str:
    said = text.words(float(new), "usd_per_mtok")
    if old is None or float(old) == float(new):
        return f"{label} {said}"
    change = f" ({float(new) / float(old) - 1:+.0%})" if float(old) else ""
    return f"{label} {text.words(float(old), 'usd_per_mtok')} → {said}{change}"


def _status(model: str, about: str, row: Any) -> Event:
    return _event(
        f"api_model/{model}/status/{row['value']}",
        "retirement",
        f"{about}: {row['value']}{_when(row)}",
        f"Status: {row['value']}.",
        row,
        address_of("api_model", model),
    )


def _values(snapshot: Snapshot) -> Iterator[Event]:
    """Changes of money in the other tables: hardware, electricity, rentals."""
    for table in FOLDERS:
        for record_id, record in snapshot.tables.get(table, {}).items():
            about = name_of(snapshot, table, record_id)
            for key, rows in record.get("values", {}).items():
                unit = unit_of(key)
                if unit is not None and unit.style in text.MONEY:
                    for before, row in pairwise(rows):
                        yield _value(table, record_id, about, key, row, before)


def _value(table: str, record_id: str, about: str, key: str, row: Any, before: Any) -> Event:
    return _event(
        f"{table}/{record_id}/{key}/{row['since']}",
        "price",
        f"{about}: {label_of(key).lower()} {_amount(row, key)}{_when(row)}",
        f"Before: {_amount(before, key)}.",
        row,
        address_of(table, record_id),
    )


def _amount(row: Any, key: str) -> str:
    numbers = [row[name] for name in ("value", "low", "high") if name in row]
    if "value" in row:
        return text.words(float(row["value"]), key)
    return text.words(float(numbers[0]), key, float(row["low"]), float(row["high"]))


def _when(row: Any) -> str:
    """From when, and how sure that is."""
    state = " (cancelled)" if _cancelled(row) else " (announced)" if row.get("announced") else ""
    return f" from {text.day(row['since'])}{state}"


def _event(key: str, kind: Kind, title: str, words: str, row: Any, page: str) -> Event:
    day = begins(row["since"])[:10]
    until = f" Until {text.day(row['until'])}." if row.get("until") else ""
    taken_back = f" Taken back on {text.day(row['cancelled'])}." if _cancelled(row) else ""
    note = f" {row['note']}" if row.get("note") else ""
    cited = f" Source: {row['source']}, {row['how']} {text.day(row['checked'])}."
    said = f"From {text.day(row['since'])}.{until}{taken_back} {words}{note}{cited}"
    announced = bool(row.get("announced")) and not _cancelled(row)
    return Event(key, kind, title, said, day, _known(row, day), page or PRICES, announced, _cancelled(row))


def _known(row: Any, day: str) -> str:
    """The day an entry is as old as: of what is not in force yet, when it was looked at or taken back."""
    if _cancelled(row):
        return str(row["cancelled"])
    return str(row["checked"]) if row.get("announced") else day


def _corrections(site: Site) -> Iterator[Event]:
    for one in site.corrections:
        words = f"Was: {one['old']}. Is: {one['new']}. {one['why']}"
        day = str(one["when"])
        page = f"corrections/#{one['id']}"
        yield Event(f"correction/{one['id']}", "correction", f"Correction: {one['what']}", words, day, day, page)


def coming(found: Iterable[Event], edition: str) -> list[Event]:
    """What is announced for after the edition's day, the nearest first."""
    return sorted((one for one in found if one.announced and one.day > edition), key=lambda one: (one.day, one.key))
