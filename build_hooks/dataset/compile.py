"""Compile the checked records into the text of calc/catalog.json: sorted, defaults left out, one value a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from build_hooks.dataset.layout import field_kinds
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar
from build_hooks.dataset.records import Item
from build_hooks.dataset.rules import row_line
from build_hooks.dataset.shape import plain
from calc.facts.records import Alias, Batch, Dated, Fees, PriceRow, Region, Tier, Window

Data = dict[str, Any]
PROOF_ONLY = ("measurement", "speed_run")
FIGURES = ("_usd_per_mtok", "_ratio", "_frac", "_calls")  # how the keys of figures of a price row end
BROWSER_NAMES = ("api_model", "hardware")  # of makers of open models only the build writes the names
# What stands inside a row or a record: in a list, by id, or alone.
_LISTED: dict[str, type] = {"tiers": Tier, "windows": Window, "aliases": Alias}
_BY_ID: dict[str, type] = {"regions": Region}
_ALONE: dict[str, type] = {"batch": Batch, "fees": Fees}


def compile_catalog(edition: str, sources: Data, items: Mapping[str, Mapping[str, Item]], names: Data) -> Data:
    """The catalog as plain data: what `calc.facts.catalog.Catalog` reads.  `names`: of makers, by table and id."""
    tables: Data = {name: {item.id: _record(item) for item in records.values()} for name, records in items.items()}
    files = dict(_files(items.get("open_model", {})))
    if files:
        tables["model_file"] = files
    return {"edition": edition, "names": names, "sources": sources, "tables": tables}


def as_text(catalog: Data) -> str:
    """The catalog as JSON that reads well in a diff: keys sorted, each dated value on a line of its own."""
    return _write(catalog, "") + "\n"


def shipped_text(catalog: Data) -> str:
    """The catalog as readers load it: without the measurements that only the proof is made from."""
    tables = {name: table for name, table in catalog["tables"].items() if name not in PROOF_ONLY}
    names = {table: catalog["names"][table] for table in BROWSER_NAMES if table in catalog["names"]}
    return as_text({**catalog, "names": names, "tables": tables})


def _record(item: Item) -> Data:
    record: Data = {"file": item.file, "line": item.line, "fields": {}}
    values: Data = {}
    defaults = _defaults(item.table.record)
    kinds = field_kinds(item.table.record)
    for key, child in item.node.entries.items():
        kind, data = kinds[key], plain(child, key)
        if kind == "text":
            if data != defaults.get(key, MISSING):
                record["fields"][key] = _part(key, data)
        elif kind == "rows":
            record["prices"] = [
                {**_row(row, data[index], PriceRow, row.line), "at": dict(_below(row, row.line))}
                for index, row in enumerate(_mappings(child))
            ]
        elif kind == "dated":
            values[key] = dated(child)
        elif key == "values" and isinstance(child, Mapped):
            values.update({name: dated(rows) for name, rows in child.entries.items()})
    if values:
        record["values"] = values
    return record


def _files(models: Mapping[str, Item]) -> Iterator[tuple[str, Data]]:
    """The virtual table `model_file`: the size of an open model's weights by quantisation."""
    for model in models.values():
        files = model.node.entries["files"]
        for quant, rows in files.entries.items() if isinstance(files, Mapped) else ():
            line = files.lines[quant] if isinstance(files, Mapped) else model.line
            values = {"model_file_gb": dated(rows)}
            yield f"{model.id}@{quant}", {"file": model.file, "line": line, "fields": {}, "values": values}


def dated(node: Node) -> list[Data]:
    """A list of dated values, each with the line of its value."""
    return [_row(row, plain(row), Dated, row_line(row)) for row in _mappings(node)]


def _mappings(node: Node) -> list[Mapped]:
    return [row for row in node.items if isinstance(row, Mapped)] if isinstance(node, Listed) else []


def _row(node: Mapped, data: Data, record: type, line: int) -> Data:
    row = {key: _part(key, value) for key, value in _without_defaults(data, record).items()}
    return {**row, "line": line}


def _below(node: Node, first: int, path: str = "") -> Iterator[tuple[str, int]]:
    """How many lines below the first of its row each figure stands: rates, and those of tiers, batch and the like."""
    if isinstance(node, Listed):
        for place, entry in enumerate(node.items):
            yield from _below(entry, first, f"{path}{place}.")
    elif isinstance(node, Mapped):
        for key, entry in node.entries.items():
            if isinstance(entry, Scalar):
                if key.endswith(FIGURES):
                    yield f"{path}{key}", entry.line - first
            else:
                yield from _below(entry, first, f"{path}{key}.")


def _part(key: str, data: Any) -> Any:
    """What stands under a key of a row, its own defaults left out."""
    if key in _LISTED:
        return [_without_defaults(entry, _LISTED[key]) for entry in data]
    if key in _BY_ID:
        return {name: _without_defaults(entry, _BY_ID[key]) for name, entry in data.items()}
    return _without_defaults(data, _ALONE[key]) if key in _ALONE else data


def _without_defaults(data: Data, record: type) -> Data:
    defaults = _defaults(record)
    return {key: value for key, value in data.items() if value != defaults.get(key, MISSING)}


@cache
def _defaults(record: type) -> Data:
    """The defaults of a record type, lists written as JSON has them."""
    given = {field.name: field.default for field in fields(record) if field.default is not MISSING}
    made = {field.name: field.default_factory() for field in fields(record) if field.default_factory is not MISSING}
    return {name: [] if value == () else value for name, value in {**given, **made}.items()}


def _write(data: Any, indent: str) -> str:
    """JSON with an indent of 1, except that a dated value, a row and a source fill one line each."""
    if (
        not isinstance(data, dict | list)
        or not data
        or (isinstance(data, dict) and ("since" in data or "publisher" in data))
    ):
        return json.dumps(data, ensure_ascii=False, sort_keys=True)
    inner = indent + " "
    if isinstance(data, list):
        return "[\n" + ",\n".join(inner + _write(entry, inner) for entry in data) + f"\n{indent}]"
    lines = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {_write(data[key], inner)}" for key in sorted(data))
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
