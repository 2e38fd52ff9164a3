"""The JSON Schemas for editors follow the record types: every key, help on each, nothing a person may not write."""

import json
from dataclasses import fields

import pytest

from build_hooks.dataset.layout import LAYOUT, Table, field_kinds
from build_hooks.dataset.schema import schemas
from calc.records import TABLES
from calc.units import unit_of


@pytest.mark.parametrize("table", LAYOUT, ids=lambda table: table.name)
def test_a_schema_knows_the_file_and_every_field_of_its_records(table: Table) -> None:
    schema = json.loads(schemas()[f"{table.name}.json"])
    top = ["id", "name", "items"] if table.has_file_id else ["name", "items"]
    assert list(schema["properties"]) == top == schema["required"]
    record = schema["properties"]["items"]["additionalProperties"]
    assert list(record["properties"]) == [field.name for field in fields(table.record)]
    assert record["additionalProperties"] is False
    assert record["description"]


@pytest.mark.parametrize("table", LAYOUT, ids=lambda table: table.name)
def test_hover_help_says_the_unit_of_every_fact(table: Table) -> None:
    record = json.loads(schemas()[f"{table.name}.json"])["properties"]["items"]["additionalProperties"]
    for name, kind in field_kinds(table.record).items():
        unit = unit_of(name)
        if kind == "dated" and unit is not None:
            assert record["properties"][name]["description"] == f"In {unit.label}."


def test_nobody_is_offered_the_line_number() -> None:
    for text in schemas().values():
        for part in json.loads(text).get("$defs", {}).values():
            assert "line" not in part["properties"]


def test_every_table_of_the_catalog_has_a_place_and_a_schema() -> None:
    assert {table.name for table in LAYOUT} == set(TABLES)
    assert {f"{name}.json" for name in TABLES} < set(schemas())


def test_every_dated_field_of_a_record_type_carries_a_unit() -> None:
    for record in TABLES.values():
        for name, kind in field_kinds(record).items():
            assert kind != "dated" or name == "status" or unit_of(name) is not None, name
