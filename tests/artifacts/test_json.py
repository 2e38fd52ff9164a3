"""The published JSON: each file follows its schema, says what it is, and agrees with the data set."""

from __future__ import annotations

import hashlib
import json
import posixpath
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from build_hooks.artifacts import files
from build_hooks.artifacts.head import HOME
from build_hooks.artifacts.schema import schemas
from build_hooks.artifacts.states import States, current, edition_body, turns
from build_hooks.dataset import load
from build_hooks.site import ROOT
from calc import listing, results
from calc.facts.catalog import Catalog
from calc.model import GRAPH

HEAD = {"$schema", "version", "edition", "as_of", "licence", "data_hash"}
KINDS = {"catalog", "edition", "history", "index", "quantities", "record"}


@pytest.fixture(scope="module")
def validators():
    return {name: Draft202012Validator(schema) for name, schema in schemas(strict=True).items()}


def schema_of(address: str, document: dict) -> str:
    """The name of the schema a file points at, by the address it gives."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(address), document["$schema"]))
    assert target.startswith("schema/")
    return target.removeprefix("schema/").removesuffix(".json")


def test_there_is_a_schema_of_each_kind_and_it_is_one(published):
    assert set(schemas()) == KINDS
    for name in KINDS:
        Draft202012Validator.check_schema(json.loads(published[f"{HOME}schema/{name}.json"]))


def test_every_file_follows_its_schema_to_the_letter(documents, validators):
    kinds = set()
    for address, document in documents.items():
        kind = schema_of(address, document)
        kinds.add(kind)
        assert not [f"{address}: {fault.json_path} {fault.message}" for fault in validators[kind].iter_errors(document)]
    assert kinds == KINDS


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: record["current"]["price"].update(input_usd_per_mtok=0.25),
        lambda record: record["current"]["price"].update(input_usd_per_mtok="-1"),
        lambda record: record["history"]["prices"][0].pop("since"),
        lambda record: record["current"].update(extra=1),
        lambda record: record.pop("data_hash"),
        lambda record: record.update(data_hash="sha256:0"),
    ],
)
def test_the_schema_notices_what_is_wrong(documents, validators, spoil):
    record = json.loads(json.dumps(documents["api/anthropic/claude-3-haiku.json"]))
    assert validators["record"].is_valid(record)
    spoil(record)
    assert not validators["record"].is_valid(record)


def test_published_schemas_let_later_editions_add_keys(documents):
    record = {**documents["api/anthropic/claude-3-haiku.json"], "new": 1}
    assert Draft202012Validator(schemas()["record"]).is_valid(record)


def test_every_file_says_edition_day_licence_and_hash(documents, site):
    for address, document in documents.items():
        assert document.keys() >= HEAD, address
        assert document["edition"] == site.catalog.edition
        assert document["licence"]["id"] == "CC-BY-4.0"
    assert len({document["data_hash"] for document in documents.values()}) == 1


def test_the_hash_can_be_taken_again_from_the_history(documents):
    body = {key: documents["history.json"][key] for key in ("tables", "sources", "corrections", "claims")}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert documents["history.json"]["data_hash"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_the_hash_follows_the_data(site, documents):
    other = replace(site, corrections=site.corrections[1:])
    made = json.loads(dict(files(other, []))[f"{HOME}index.json"])
    assert made["data_hash"] != documents["index.json"]["data_hash"]


def test_a_catalog_can_be_read_back_from_the_history(documents, site):
    again = Catalog({**documents["history.json"], "edition": site.catalog.edition}).at("2026-05-16")
    fact = again.fact("api_model", "anthropic/claude-3-haiku", "output_usd_per_mtok")
    assert fact is not None
    assert fact == site.catalog.at("2026-05-16").fact("api_model", "anthropic/claude-3-haiku", "output_usd_per_mtok")


def test_the_catalog_holds_what_the_snapshot_says(documents, site):
    snapshot = site.catalog.at(site.catalog.edition)
    for model, record in documents["catalog.json"]["tables"]["api_model"].items():
        priced = snapshot.price(model)
        assert ("price" in record) == (priced is not None)
        if priced is not None:
            assert record["price"]["input_usd_per_mtok"] == priced.row.input_usd_per_mtok
        for name in record["values"]:
            assert record["values"][name]["value"] == snapshot.fact("api_model", model, name).value


def test_what_is_announced_stands_apart_from_what_holds(documents):
    for record in documents["catalog.json"]["tables"]["api_model"].values():
        assert not record.get("price", {}).get("announced")
        assert all(row["announced"] for row in record.get("announced_prices", ()))
        assert not any(row.get("cancelled") for row in record.get("announced_prices", ()))
    coming = [m for m, r in documents["catalog.json"]["tables"]["api_model"].items() if "announced_prices" in r]
    assert "google/gemini-4-argon" in coming
    assert "anthropic/claude-sonnet-5" not in coming, "that rise was taken back"


def test_a_value_that_held_nothing_yet_is_left_out(site):
    then = States(site).on("2024-03-12")["api_model"]
    assert "anthropic/claude-3-haiku" not in then
    assert (
        States(site).on("2024-03-13")["api_model"]["anthropic/claude-3-haiku"]["price"]["input_usd_per_mtok"] == "0.25"
    )


def test_a_record_without_dates_is_part_of_every_state(site):
    calendar = {"fields": {"name": "Holidays", "days": ["2026-10-05"]}, "file": "prices/calendars/a.yml", "line": 1}
    tables = {**site.catalog.at(site.catalog.edition).tables, "calendar": {"a": calendar}}
    other = Catalog({"tables": tables, "sources": site.catalog.sources, "edition": site.catalog.edition})
    assert States(replace(site, catalog=other)).on("2024-01-01")["calendar"] == {"a": {**calendar, "values": {}}}


def test_each_record_has_a_file_and_the_index_leads_to_it(documents, published):
    index = documents["index.json"]
    for records in index["records"].values():
        for record_id, href in records.items():
            assert documents[href]["id"] == record_id
    for name, entry in index["files"].items():
        target = posixpath.normpath(posixpath.join(HOME, entry["href"]))
        assert target in published or target.startswith("data/pyodide/"), name
    assert len(index["records"]["api_model"]) >= 60


def test_a_file_cites_just_the_sources_of_its_rows(documents):
    record = documents["api/google/gemini-4-argon.json"]
    rows = [*record["history"]["prices"], *(row for rows in record["history"]["values"].values() for row in rows)]
    assert set(record["sources"]) == {row["source"] for row in rows}


def test_the_first_edition_says_what_it_said_beside_what_held(documents):
    edition = documents["editions/2026-05-16.json"]
    assert edition["as_of"] == "2026-05-16"
    assert edition["said"]["decode_tok_per_s"][0]["high"] == "150"
    assert edition["held"]["api_model"]["anthropic/claude-3-haiku"]["values"]["status"]["value"] == "retired"
    assert "google/gemini-4-argon" not in edition["held"]["api_model"]
    assert edition["corrections"]


def test_states_that_share_records_are_those_worked_out_day_by_day(site):
    """On the day on which something turns, and on the days beside it, in an order that would show a stale record."""
    tables = site.catalog.at(site.catalog.edition).tables
    moments = {moment[:10] for table in tables.values() for record in table.values() for moment in turns(record)}
    days = [day for turn in sorted(moments)[::9] for day in _around(turn)]
    shared = States(site)
    for day in (*days, *reversed(days)):
        snapshot, found = site.catalog.at(day), shared.on(day)
        for table, records in found.items():
            assert records == {one: current(snapshot, table, one) for one in records}, (day, table)
    assert len(days) > 60


def _around(day):
    middle = date.fromisoformat(day)
    return [(middle + timedelta(days=step)).isoformat() for step in (1, -1, 0)]


def test_an_edition_that_has_passed_keeps_its_results(site):
    """What was published while it was the current one stays: the address is the same, and so are the keys."""
    later = Catalog({**load(ROOT / "prices").catalog, "edition": "2026-12-07"})
    moved = replace(site, catalog=later)
    left = site.catalog.edition
    body = edition_body(moved, States(moved), left)
    assert body["results"] == edition_body(site, States(site), left)["results"]
    assert body["results"]["api_usd_per_month"]["status"] == "known"


def test_the_current_edition_says_what_the_pages_show(documents, site):
    edition = documents[f"editions/{site.catalog.edition}.json"]
    for name in ("api_usd_per_month", "break_even_months", "verdict"):
        assert edition["results"][name]["text"] == results.words(site.evaluation, name)
    assert edition["held"] == documents["catalog.json"]["tables"]


def test_quantities_are_those_of_the_command_line(documents, site):
    assert documents["quantities.json"]["quantities"] == json.loads(json.dumps(listing.listing(GRAPH, site.catalog)))


def test_money_is_never_a_float(documents):
    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, [*path, key])
        elif isinstance(value, list):
            for inner in value:
                walk(inner, path)
        else:
            assert not isinstance(value, float), path

    walk(documents["catalog.json"], [])
    walk(documents["history.json"], [])
    assert Decimal(documents["api/anthropic/claude-3-haiku.json"]["current"]["price"]["input_usd_per_mtok"]) == Decimal(
        "0.25"
    )


def test_equal_data_give_equal_bytes(site, pages, published):
    assert dict(files(site, pages)) == published
