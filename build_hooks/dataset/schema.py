"""JSON Schemas of the files of prices/, for completion and help in editors: prices/schema/<table>.json."""

from __future__ import annotations

import inspect
import json
from dataclasses import is_dataclass
from typing import Any

from pydantic import TypeAdapter

from build_hooks.dataset import help as help_texts
from build_hooks.dataset.disputes import Dispute
from build_hooks.dataset.layout import LAYOUT, Table
from build_hooks.dataset.lone_files import Claim, Correction, Edition
from build_hooks.dataset.records import DECIMAL
from build_hooks.dataset.shape import DATE_KEYS, VALUE_KEYS, WHERE
from calc.engine.labels import label_of
from calc.facts import records_api
from calc.facts.records import TABLES, Dated, Source
from calc.units import unit_of

Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


_NEEDS = {"cancelled": "announced", "promotion": "until"}  # keys that say nothing without another one


def schemas() -> dict[str, str]:
    """File name -> text of each schema."""
    made = {f"{table.name}.json": _file_schema(table) for table in LAYOUT}
    made["sources.json"] = _by_id(Source)
    made["claims.json"] = _by_id(Claim)
    made["corrections.json"] = _list_of(Correction)
    made["disputes.json"] = _list_of(Dispute)
    made["day.json"] = _one(Edition)
    return {name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in made.items()}


def _file_schema(table: Table) -> Schema:
    """The whole file: its id where it has one, its name, and its records by id."""
    record, parts = _record(table.record)
    properties: Schema = {
        "name": {"type": "string", "description": "What readers call the maker, provider or region of this file."},
        "items": {
            "type": "object",
            "description": f"The records by id, such as {table.id_example}"
            + (" (the half after the slash)." if table.has_file_id else "."),
            "additionalProperties": record,
        },
    }
    if table.has_file_id:
        properties = {"id": {"type": "string", "description": "The first half of every id in this file."}, **properties}
    return {
        "$schema": _DRAFT, "title": f"{table.name}: a file of prices/{table.place}", "type": "object",
        "additionalProperties": False, "required": list(properties), "properties": properties, "$defs": parts,
    }  # fmt: skip


def _by_id(record_type: type) -> Schema:
    record, parts = _record(record_type)
    return {"$schema": _DRAFT, "type": "object", "additionalProperties": record, "$defs": parts}


def _list_of(record_type: type) -> Schema:
    record, parts = _record(record_type)
    return {"$schema": _DRAFT, "type": "array", "items": record, "$defs": parts}


def _one(record_type: type) -> Schema:
    record, parts = _record(record_type)
    return {"$schema": _DRAFT, **record, **({"$defs": parts} if parts else {})}


def _record(record_type: type) -> tuple[Schema, Schema]:
    """The schema of one record and of the parts it refers to."""
    record = TypeAdapter(record_type).json_schema()
    parts = record.pop("$defs", {})
    for schema in (record, *parts.values()):
        _for_editors(schema, _TYPES[schema["title"]])
    return record, parts


def _known_types() -> dict[str, type]:
    """Every record type by its name, the parts of records included."""
    lone = (Source, Claim, Correction, Dispute, Edition)
    of_rates = [one for one in vars(records_api).values() if inspect.isclass(one) and is_dataclass(one)]
    return {one.__name__: one for one in (*TABLES.values(), *lone, *of_rates, Dated)}


_TYPES = _known_types()


def _for_editors(schema: Schema, record: type) -> None:
    """Fit one object's schema to how the files are written: no line numbers, dates without quotes, help on hover."""
    if "description" in schema:
        schema["description"] = " ".join(inspect.cleandoc(schema["description"]).split())
    properties = schema.get("properties", {})
    for name in WHERE:
        properties.pop(name, None)
    needs = {name: [other] for name, other in _NEEDS.items() if {name, other} <= properties.keys()}
    if needs:
        schema["dependentRequired"] = needs
    for name, field in properties.items():
        _flatten_optional(field)
        _limit(name, field)
        _explain(name, field, record)


def _limit(name: str, field: Schema) -> None:
    """How a value is written: dates bare or in quotes, decimals in quotes."""
    if name in DATE_KEYS and "enum" not in field:
        field["type"] = ["string", "integer"]  # a bare year reads as a number
        field["pattern"] = help_texts.PATTERNS[DATE_KEYS[name]]
    elif field.get("type") == "string" and "enum" not in field and _is_decimal(name):
        field["pattern"] = f"^{DECIMAL.pattern}$"
        field.setdefault("examples", ["0.15"])


def _is_decimal(name: str) -> bool:
    """Whether a text field takes a decimal of 0 or more; `value` may be a status too, an offset may be negative."""
    return (unit_of(name) is not None or name in (*VALUE_KEYS, "ours", "theirs")) and name not in (
        "value",
        "utc_offset_hours",
    )


def _explain(name: str, field: Schema, record: type) -> None:
    """Title, description, the meaning of each choice, and examples."""
    field["title"] = label_of(name)
    unit = unit_of(name)
    said = help_texts.of(help_texts.HELP, record.__name__, name) or help_texts.comments(record).get(name, "")
    field["description"] = " ".join(part for part in (said, f"In {unit.label}." if unit else "") if part)
    choices = help_texts.of(help_texts.CHOICES, record.__name__, name)
    listed = field if "enum" in field else field.get("items", {})
    if choices and "enum" in listed:
        listed["enumDescriptions"] = [choices[choice] for choice in listed["enum"]]
        meant = "; ".join(f"{choice}: {choices[choice]}" for choice in listed["enum"])
        field["description"] += f" {meant[0].upper()}{meant[1:]}."
    examples = help_texts.of(help_texts.EXAMPLES, record.__name__, name)
    if examples:
        field["examples"] = list(examples)


def _flatten_optional(field: Schema) -> None:
    """`anyOf: [x, null]` as x: a key whose value is unknown is left out, never null."""
    kinds = [kind for kind in field.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del field["anyOf"]
        if field.get("default", 0) is None:
            del field["default"]
        field.update(kinds[0])
