"""The data set as CSV for spreadsheets, each column with its unit in its name, and CSVW metadata beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from build_hooks.artifacts.head import LICENCE, Data, Head
from build_hooks.artifacts.states import name_of
from build_hooks.site import Site
from calc.facts.catalog import Snapshot
from calc.facts.records import RATES
from calc.units import unit_of

Cells = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CITE = ("since", "source", "checked", "how", "basis")
_HEAD = ("edition", "licence", "data_hash")
_TARIFF = ("electricity_usd_per_kwh", "carbon_g_per_kwh")
_SPEED = ("decode_tok_per_s", "prefill_tok_per_s")
_HARDWARE = (
    "memory_gb",
    "memory_bandwidth_gb_per_s",
    "shader_fp16_tflops",
    "rated_power_w",
    "card_load_power_w",
    "card_idle_power_w",
    "used_usd",
    "new_usd",
)


@dataclass(frozen=True)
class CsvFile:
    """One file: its title, its columns, and the rows of a site."""

    title: str
    columns: tuple[str, ...]
    rows: Callable[[Site], Iterable[Cells]]


def text_of(file: CsvFile, site: Site, head: Head) -> str:
    """The file as RFC 4180 has it; what is not known is an empty cell, never a zero."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*file.columns, *_HEAD])
    writer.writeheader()
    said = {"edition": head.edition, "licence": LICENCE["id"], "data_hash": head.data_hash}
    for row in file.rows(site):
        writer.writerow({name: as_cell(content) for name, content in {**row, **said}.items()})
    return out.getvalue()


def as_cell(content: Any) -> Any:
    """What a cell says, never a formula: spreadsheets run text that begins like one, so it gets an apostrophe.

    No number of ours is negative, so none is touched.
    """
    return f"'{content}" if isinstance(content, str) and content.startswith(_FORMULA) else content


def metadata(head: Head) -> Data:
    """What each column means: CSV on the Web, a W3C recommendation."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:license": {"@id": LICENCE["url"]},
        "dc:issued": head.edition,
        "dc:identifier": head.data_hash,
        "tables": [
            {
                "url": name,
                "dc:title": file.title,
                "tableSchema": {"columns": [_column(column) for column in (*file.columns, *_HEAD)]},
            }
            for name, file in CSV_FILES.items()
        ],
    }


def _column(name: str) -> Data:
    unit = unit_of(name)
    column: Data = {"name": name, "titles": name}
    if unit is not None:
        return {**column, "datatype": "decimal", "dc:description": f"In {unit.label}."}
    return {**column, "datatype": "string"}


def _current_prices(site: Site) -> Iterator[Cells]:
    snapshot = site.catalog.at(site.catalog.edition)
    for model in snapshot.ids("api_model"):
        priced = snapshot.price(model)
        if priced is not None:
            rows = snapshot.tables["api_model"][model]["prices"]
            row = next(row for row in rows if row["line"] == priced.row.line)
            yield {**_model(snapshot, model), **_price(row)}


def _all_prices(site: Site) -> Iterator[Cells]:
    snapshot = site.catalog.at(site.catalog.edition)
    for model in snapshot.ids("api_model"):
        for row in snapshot.tables["api_model"][model]["prices"]:
            yield {**_model(snapshot, model), **_price(row), "announced": _yes(row.get("announced"))}


def _model(snapshot: Snapshot, model: str) -> Cells:
    status = snapshot.fact("api_model", model, "status")
    return {
        "id": model,
        "name": name_of(snapshot, "api_model", model),
        "tier": snapshot.attribute("api_model", model, "tier"),
        "status": status.value if status else "",
    }


def _price(row: Any) -> Cells:
    tiers = row.get("tiers", ())
    return {
        **{name: row.get(name, "") for name in (*RATES, *_CITE)},
        "basis": row.get("basis", "documented"),
        "tiers": _yes(tiers),
        "batch": _yes(row.get("batch")),
        "windows": _yes(row.get("windows")),
        "regions": _yes(row.get("regions")),
        "fees": _yes(row.get("fees")),
        "until": row.get("until", ""),
    }


def _yes(there: Any) -> str:
    return "yes" if there else "no"


def _rows_of(table: str, names: tuple[str, ...], about: tuple[str, ...]) -> Callable[[Site], Iterator[Cells]]:
    """One row a record: its id, its name, what it is about, and the middle, low and high of each value in force."""

    def rows(site: Site) -> Iterator[Cells]:
        snapshot = site.catalog.at(site.catalog.edition)
        for record_id in snapshot.ids(table):
            cells: Cells = {"id": record_id, "name": name_of(snapshot, table, record_id)}
            cells |= {key: snapshot.attribute(table, record_id, key) or "" for key in about}
            for name in names:
                cells |= _value(snapshot, table, record_id, name)
            yield cells

    return rows


def _value(snapshot: Snapshot, table: str, record_id: str, name: str) -> Cells:
    fact = snapshot.fact(table, record_id, name)
    if fact is None:
        return {}
    return {
        name: fact.value,
        f"low_{name}": fact.low or "",
        f"high_{name}": fact.high or "",
        f"{name}_since": fact.date,
        f"{name}_source": fact.source,
        f"{name}_checked": fact.checked,
    }


def _speeds(site: Site) -> Iterator[Cells]:
    snapshot = site.catalog.at(site.catalog.edition)
    for speed in snapshot.ids("speed"):
        model, quant, hardware, draft = speed.split("@")
        cells: Cells = {"open_model": model, "quant": quant, "hardware": hardware, "draft": draft}
        for name in _SPEED:
            cells |= _value(snapshot, "speed", speed, name)
        yield cells


def _columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of values: each with its range, its date, its source and when it was checked."""
    return tuple(
        column
        for name in names
        for column in (name, f"low_{name}", f"high_{name}", f"{name}_since", f"{name}_source", f"{name}_checked")
    )


_PRICE_COLUMNS = (
    "id",
    "name",
    "tier",
    "status",
    *RATES,
    "tiers",
    "batch",
    "windows",
    "regions",
    "fees",
    "until",
    *_CITE,
)
CSV_FILES: dict[str, CsvFile] = {
    "api_prices.csv": CsvFile("Prices of API models on the edition's day", _PRICE_COLUMNS, _current_prices),
    "api_prices_history.csv": CsvFile(
        "Every price row of API models, announced ones too", (*_PRICE_COLUMNS, "announced"), _all_prices
    ),
    "tariffs.csv": CsvFile(
        "Price of electricity and carbon of the grid on the edition's day",
        ("id", "name", "region", "sector", *_columns(_TARIFF)),
        _rows_of("tariff", _TARIFF, ("region", "sector")),
    ),
    "hardware.csv": CsvFile(
        "Cards and machines on the edition's day",
        ("id", "name", "kind", "market", *_columns(_HARDWARE)),
        _rows_of("hardware", _HARDWARE, ("kind", "market")),
    ),
    "rental.csv": CsvFile(
        "Rented hardware by the hour on the edition's day",
        ("id", "name", "provider", *_columns(("rental_usd_per_hour",))),
        _rows_of("rental", ("rental_usd_per_hour",), ("provider",)),
    ),
    "speeds.csv": CsvFile("Measured speeds", ("open_model", "quant", "hardware", "draft", *_columns(_SPEED)), _speeds),
}
