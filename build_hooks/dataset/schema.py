"""JSON Schemas of the files of prices/, for completion and help in editors: prices/schema/<table>.json."""

from __future__ import annotations

import inspect
import json
from typing import Any

from pydantic import TypeAdapter

from build_hooks.dataset.disputes import Dispute
from build_hooks.dataset.layout import LAYOUT, Table
from build_hooks.dataset.lone_files import Claim, Correction
from build_hooks.dataset.records import DECIMAL
from build_hooks.dataset.shape import DATE_KEYS, VALUE_KEYS
from calc.records import Source
from calc.units import unit_of

Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_HELP = {
    "since": "Holds from this date on (YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD; prices also from an instant, "
    "2026-09-10T04:00Z), until the next value.",
    "checked": "The day on which the value was last compared with its source (YYYY-MM-DD).",
    "source": "An id of prices/sources.yml.",
    "how": "What was done to check it: `read` on the maker's page, `cross-checked` between named data sets, "
    "`imported` from one, or `measured`.",
    "value": "A quoted decimal; its unit is the end of the key. Leave it out where only a range is known.",
    "low": "Low end of the range, a quoted decimal.",
    "high": "High end of the range, a quoted decimal.",
    "announced": "true for what is only announced: it is not applied until somebody has checked it and removes this.",
    "until": "The first moment at which it no longer holds, a date or an instant; without it, the next row ends it.",
    "promotion": "true for introductory or temporary rates whose end the maker has named in `until`.",
    "cancelled": "The day on which the announcement was taken back. The row stays, with its source, and never applies.",
    "tiers": "Other rates for long prompts, in order of size.",
    "when": "Whether the tier begins above the size (>) or at it (>=).",
    "prompt_tok": "All tokens of the prompt of one request, those read from the cache included.",
    "scope": "all-tokens: the whole request pays these rates. excess: only the prompt above the size does, like a tax "
    "bracket; the output pays the last tier reached.",
    "batch": "What batch processing multiplies each rate by; what is left out is unknown.",
    "windows": "Hours of the week in which all rates are multiplied.",
    "hours_utc": 'Spans such as "01:00-04:00", in UTC; over midnight it is two spans.',
    "except_calendar": "An id of prices/calendars/: on its days the window does not hold.",
    "regions": "What it costs where requests must stay in one region: a rate_ratio, or rates of its own.",
    "fees": "What comes on top of the tokens.",
    "gateway_fee_frac": "Share of the bill that whoever stands between adds; left out, nobody does.",
    "tool_usd_per_1000_calls": "A thousand calls of the tool that the note names, such as web search.",
    "aliases": "Other ids of the same biller that meant this very model, each for its time; exact, never a prefix.",
    "utc_offset_hours": "How many hours the calendar's days begin before those of UTC.",
    "covers_from": "The first day for which the list is complete.",
    "covers_through": "The last day for which the list is complete; beyond it nobody knows.",
    "days": "The days, each once, in order.",
    "count": "How many observations stand behind the value.",
    "basis": "Whether the date is documented, that of a first observation, or inferred.",
    "note": 'What a reader should know. "step: ..." explains a big change, "rate order: ..." unusual rates.',
}


def schemas() -> dict[str, str]:
    """File name -> text of each schema."""
    made = {f"{table.name}.json": _file_schema(table) for table in LAYOUT}
    made["sources.json"] = _by_id(Source)
    made["claims.json"] = _by_id(Claim)
    made["corrections.json"] = _list_of(Correction)
    made["disputes.json"] = _list_of(Dispute)
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


def _record(record_type: type) -> tuple[Schema, Schema]:
    """The schema of one record and of the parts it refers to."""
    record = TypeAdapter(record_type).json_schema()
    parts = record.pop("$defs", {})
    for schema in (record, *parts.values()):
        _for_editors(schema)
    return record, parts


def _for_editors(schema: Schema) -> None:
    """Fit one object's schema to how the files are written: no `line`, dates without quotes, help on hover."""
    if "description" in schema:
        schema["description"] = " ".join(inspect.cleandoc(schema["description"]).split())
    properties = schema.get("properties", {})
    properties.pop("line", None)
    for name, field in properties.items():
        field.pop("title", None)
        _flatten_optional(field)
        if name in DATE_KEYS and "enum" not in field:
            field["type"] = ["string", "integer"]  # a bare year reads as a number
        unit = unit_of(name)
        if (
            field.get("type") == "string"
            and "enum" not in field
            and (unit is not None or name in VALUE_KEYS - {"value"})
            and name != "utc_offset_hours"  # may be negative
        ):
            field["pattern"] = f"^{DECIMAL.pattern}$"
        help_text = _HELP.get(name) or (f"In {unit.label}." if unit is not None else None)
        if help_text:
            field.setdefault("description", help_text)


def _flatten_optional(field: Schema) -> None:
    """`anyOf: [x, null]` as x: a key whose value is unknown is left out, never null."""
    kinds = [kind for kind in field.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del field["anyOf"]
        if field.get("default", 0) is None:
            del field["default"]
        field.update(kinds[0])
