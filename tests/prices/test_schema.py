"""The JSON Schemas for editors follow the record types: every key, help on each, nothing a person may not write."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from build_hooks.dataset.help import CHOICES, EXAMPLES, HELP
from build_hooks.dataset.layout import LAYOUT, Table, field_kinds
from build_hooks.dataset.schema import schemas
from calc.facts.records import TABLES
from calc.units import unit_of

ROOT = Path(__file__).parents[2]


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
            assert record["properties"][name]["description"].endswith(f"In {unit.label}.")


def objects(name: str):
    """Every part of a schema that has properties, with a name for it."""
    waiting: list[tuple[str, Any]] = [(name, json.loads(schemas()[name]))]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, dict):
            if "properties" in part:
                yield path, part
            waiting += [(f"{path}/{key}", inner) for key, inner in part.items()]


@pytest.mark.parametrize("name", schemas())
def test_every_property_has_a_title_and_says_what_it_means(name: str) -> None:
    found = list(objects(name))
    assert found
    for path, part in found:
        for key, field in part["properties"].items():
            assert len(field.get("description", "")) > 8, f"{path}: {key}"
            assert path == name or field.get("title"), f"{path}: {key}"


@pytest.mark.parametrize("name", schemas())
def test_every_choice_says_what_it_means(name: str) -> None:
    for path, part in objects(name):
        for key, field in part["properties"].items():
            listed = field if "enum" in field else field.get("items", {})
            if isinstance(listed, dict) and "enum" in listed:
                assert len(listed["enumDescriptions"]) == len(listed["enum"]), f"{path}: {key}"
                assert all(text in field["description"].lower() for text in map(str.lower, listed["enumDescriptions"]))


@pytest.mark.parametrize("name", schemas())
def test_examples_and_defaults_are_as_the_pattern_wants_them(name: str) -> None:
    for path, part in objects(name):
        for key, field in part["properties"].items():
            if "pattern" in field:
                for text in field.get("examples", ()):
                    assert re.search(field["pattern"], text), f"{path}: {key}"


def test_patterns_know_decimals_and_dates_from_what_they_are_mistaken_for() -> None:
    (row,) = [part for path, part in objects("api_model.json") if path.endswith("/PriceRow")]
    rate, since, checked = (row["properties"][key]["pattern"] for key in ("input_usd_per_mtok", "since", "checked"))
    assert re.search(rate, "0.15") and not any(re.search(rate, text) for text in ("1e-7", "0,15", "$1", "-1", "01"))
    for text in ("2026", "2026-Q4", "2026-11", "2026-11-23", "2026-11-23T04:00Z"):
        assert re.search(since, text), text
    assert not any(re.search(since, text) for text in ("2026-Q5", "23.11.2026", "2026-11-23T04:00", "soon"))
    assert re.search(checked, "2026-11-23") and not re.search(checked, "2026-11")


def test_no_help_is_left_over() -> None:
    """Each help, choice and example belongs to a property that is there."""
    known = {key for name in schemas() for _, part in objects(name) for key in part["properties"]}
    types = {part.get("title") for name in schemas() for _, part in objects(name)}
    for table in (HELP, CHOICES, EXAMPLES):
        for key in table:
            record, _, field = key.rpartition(".")
            assert field in known and (not record or record in types), key


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


def test_every_file_names_its_schema_on_its_first_line_and_follows_it() -> None:
    """As an editor reads it: dates stay text, the schema is found from where the file lies."""
    files = sorted((ROOT / "prices").rglob("*.yml"))
    assert len(files) > 150
    for path in files:
        text = path.read_text(encoding="utf-8")
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert named, path
        schema = json.loads((path.parent / named[1]).read_text(encoding="utf-8"))
        faults = list(Draft202012Validator(schema).iter_errors(yaml.load(text, Loader=AsEditor)))
        assert faults == [], f"{path}: {faults[0].message}"


class AsEditor(yaml.SafeLoader):
    """YAML 1.2 has no dates: they stay text."""


AsEditor.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for sign, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(("key", "needs"), [("cancelled", "announced"), ("promotion", "until")])
def test_a_key_that_says_nothing_alone_is_refused_alone(key: str, needs: str) -> None:
    row = {"since": "2026-12-01", "input_usd_per_mtok": "1", "output_usd_per_mtok": "2", "source": "s",
           "checked": "2026-11-23", "how": "read"}  # fmt: skip
    said = {"cancelled": "2026-11-24", "announced": True, "promotion": True, "until": "2027-01-01"}
    schema = json.loads(schemas()["api_model.json"])
    validator = Draft202012Validator({"$ref": "#/$defs/PriceRow", "$defs": schema["$defs"]})
    assert not validator.is_valid({**row, key: said[key]})
    assert validator.is_valid({**row, key: said[key], needs: said[needs]})
