"""The OpenAPI description: valid, complete, and true of the files that are there."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from build_hooks.artifacts.head import HOME


@pytest.fixture(scope="module")
def described(published):
    return json.loads(published[f"{HOME}openapi.json"])


def test_it_is_valid_openapi(described):
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_a_broken_description_would_be_noticed(described):
    broken = json.loads(json.dumps(described))
    del broken["paths"]["/api/{biller}/{model}.json"]["get"]["parameters"]
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def pattern(path: str) -> re.Pattern[str]:
    return re.compile("/" + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path.lstrip("/"))))


def test_each_file_is_described_and_each_description_has_a_file(described, published):
    addresses = {f"/{address.removeprefix(HOME)}" for address in published if address.startswith(HOME)}
    patterns = [pattern(path) for path in described["paths"]]
    unknown = [one for one in addresses if not any(known.fullmatch(one) for known in patterns)]
    assert unknown == ["/openapi.json"]
    assert [known.pattern for known in patterns if not any(known.fullmatch(one) for one in addresses)] == []


def test_the_examples_are_addresses_that_are_there(described, published):
    for path, item in described["paths"].items():
        examples = {one["name"]: one["example"] for one in item["get"].get("parameters", ())}
        address = path.format(**examples)
        assert f"{HOME}{address.lstrip('/')}" in published
    assert "/api/openai/gpt-4o-mini.json" in [
        path.format(**{one["name"]: one["example"] for one in item["get"].get("parameters", ())})
        for path, item in described["paths"].items()
    ]


def test_answers_follow_the_schemas_of_the_description(described, documents):
    for address, component in {"catalog.json": "CatalogFile", "api/openai/gpt-4o-mini.json": "RecordFile"}.items():
        schema = {"$ref": f"#/components/schemas/{component}", "components": described["components"]}
        assert not list(Draft202012Validator(schema).iter_errors(documents[address]))
        assert not Draft202012Validator(schema).is_valid({})


def test_the_server_is_this_folder_or_the_sites_address(published, published_at):
    assert json.loads(published[f"{HOME}openapi.json"])["servers"][0]["url"] == "./"
    assert json.loads(published_at[f"{HOME}openapi.json"])["servers"][0]["url"] == "https://guide.example/data/v1/"
