"""JSON Schema 2020-12 of each published shape, and the same as components of the OpenAPI description."""

from __future__ import annotations

import inspect
from typing import Any

from pydantic import TypeAdapter

from build_hooks.artifacts.head import Data
from build_hooks.artifacts.shapes import SHAPES
from build_hooks.dataset.records import DECIMAL
from build_hooks.dataset.shape import VALUE_KEYS
from calc.facts.records import RATES
from calc.units import unit_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_STATUS_VALUES = "A decimal in quotes; of `status` a word: active, deprecated or retired."
HEAD: Data = {
    "$schema": {"type": "string", "description": "The schema of this file, relative to it."},
    "version": {"const": "v1", "description": "Addresses below data/v1/ are never removed, keys never change meaning."},
    "edition": {"type": "string", "pattern": _DAY, "description": "The edition of the guide that this file is of."},
    "as_of": {"type": "string", "pattern": _DAY, "description": "The day that `current` or `held` speaks of."},
    "licence": {
        "type": "object",
        "description": "Under which licence the data may be used, and whom to credit.",
        "required": ["id", "url", "attribution"],
        "properties": {key: {"type": "string"} for key in ("id", "url", "attribution")},
    },
    "data_hash": {
        "type": "string",
        "pattern": "^sha256:[0-9a-f]{64}$",
        "description": "SHA-256 of tables, sources, corrections and claims of history.json as JSON with sorted keys, "
        "no spaces, UTF-8.  Equal hashes mean equal data.",
    },
}


def schemas(strict: bool = False) -> dict[str, Data]:
    """Name -> schema of a whole file.

    As published, keys that are not declared are allowed, because later editions may add some; `strict` forbids
    them, for tests of what is written today.
    """
    return {name: _file_schema(name, shape, strict) for name, shape in SHAPES.items()}


def _file_schema(name: str, shape: type, strict: bool) -> Data:
    schema = TypeAdapter(shape).json_schema()
    parts = schema.pop("$defs", {})
    for part in (schema, *parts.values()):
        _finish(part, strict)
    made = {
        "$schema": DRAFT,
        "title": f"data/v1: {name}",
        **schema,
        "required": [*HEAD, *schema["required"]],
        "properties": {**HEAD, **schema["properties"]},
    }
    return {**made, "$defs": parts} if parts else made


def components() -> Data:
    """The schemas for an OpenAPI description: parts that several files share stand once."""
    made: Data = {}
    for name, schema in schemas().items():
        parts = schema.pop("$defs", {})
        del schema["$schema"]
        for key, part in {**parts, f"{name.title()}File": schema}.items():
            made[key] = _refer(part)
    return dict(sorted(made.items()))


def _refer(part: Any) -> Any:
    """References into a file's own definitions, as references to the components."""
    if isinstance(part, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _refer(value)
            for key, value in part.items()
        }
    return [_refer(entry) for entry in part] if isinstance(part, list) else part


def _finish(schema: Data, strict: bool) -> None:
    """Docstrings on one line, decimals as such, and no closed door for keys to come."""
    if "description" in schema:
        schema["description"] = " ".join(inspect.cleandoc(schema["description"]).split())
    if not strict:
        schema.pop("additionalProperties", None) if schema.get("additionalProperties") is False else None
    dated = "value" in schema.get("properties", {}) and "since" in schema["properties"]
    for name, field in schema.get("properties", {}).items():
        field.pop("title", None)
        if dated and name == "value":
            field["description"] = _STATUS_VALUES
        elif name in RATES or (dated and name in VALUE_KEYS) or name.endswith("_ratio"):
            _decimal(name, field)


def _decimal(name: str, field: Data) -> None:
    """A text that holds a decimal: with its pattern, and the unit that its name ends in."""
    for kind in (field, *field.get("anyOf", ())):
        if kind.get("type") == "string":
            kind["pattern"] = f"^{DECIMAL.pattern}$"
    unit = unit_of(name)
    if unit is not None and unit.label:
        field.setdefault("description", f"In {unit.label}.")
