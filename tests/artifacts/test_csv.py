"""The CSV files: read back by a plain reader they hold what the data set says, and their metadata names each column."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from build_hooks.artifacts.csv_files import CSV_FILES, as_cell, text_of
from build_hooks.artifacts.head import HOME, Head
from calc.facts.catalog import Catalog


@pytest.fixture(scope="module")
def tables(published):
    return {
        name: list(csv.DictReader(io.StringIO(published[f"{HOME}{name}"].decode(), newline=""), strict=True))
        for name in CSV_FILES
    }


def test_prices_are_those_in_force_as_they_are_written(tables, site):
    rows = {row["id"]: row for row in tables["api_prices.csv"]}
    snapshot = site.catalog.at(site.catalog.edition)
    assert set(rows) == {model for model in snapshot.ids("api_model") if snapshot.price(model)}
    for model, row in rows.items():
        priced = snapshot.price(model).row
        assert (row["input_usd_per_mtok"], row["output_usd_per_mtok"]) == (
            priced.input_usd_per_mtok,
            priced.output_usd_per_mtok,
        )
        assert row["since"] == priced.since


def test_an_unknown_rate_is_an_empty_cell(tables, site):
    snapshot = site.catalog.at(site.catalog.edition)
    rows = {row["id"]: row["cache_write_usd_per_mtok"] for row in tables["api_prices.csv"]}
    unknown = [model for model in rows if snapshot.price(model).row.cache_write_usd_per_mtok is None]
    assert unknown
    assert {rows[model] for model in unknown} == {""}


def test_history_holds_every_row_announced_ones_marked(tables, site):
    known = site.catalog.at(site.catalog.edition).tables["api_model"]
    assert len(tables["api_prices_history.csv"]) == sum(len(record["prices"]) for record in known.values())
    marked = {row["id"] for row in tables["api_prices_history.csv"] if row["announced"] == "yes"}
    assert marked == {model for model, record in known.items() if any(row.get("announced") for row in record["prices"])}


def test_every_record_has_a_row(tables, site):
    snapshot = site.catalog.at(site.catalog.edition)
    for name, table in (("tariffs.csv", "tariff"), ("hardware.csv", "hardware"), ("rental.csv", "rental")):
        assert [row["id"] for row in tables[name]] == list(snapshot.ids(table))
    assert len(tables["speeds.csv"]) == len(list(snapshot.ids("speed")))


def test_ranges_stand_beside_their_middle(tables, site):
    fact = site.catalog.at(site.catalog.edition).fact("hardware", "nvidia/rtx-3090", "used_usd")
    row = next(row for row in tables["hardware.csv"] if row["id"] == "nvidia/rtx-3090")
    assert (row["low_used_usd"], row["used_usd"], row["high_used_usd"]) == (fact.low, fact.value, fact.high)


def test_no_cell_could_be_run_as_a_formula(tables):
    for name, rows in tables.items():
        assert rows, name
        for row in rows:
            assert None not in row, "a row has more cells than there are columns"
            assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t")], name


def test_metadata_names_each_column_and_its_unit(published, tables):
    described = {
        table["url"]: table["tableSchema"]["columns"]
        for table in json.loads(published[f"{HOME}csv-metadata.json"])["tables"]
    }
    assert described.keys() == tables.keys()
    for name, rows in tables.items():
        assert [column["name"] for column in described[name]] == list(rows[0])
        for column in described[name]:
            if column["datatype"] == "decimal":
                assert all(row[column["name"]] == "" or float(row[column["name"]]) >= 0 for row in rows)
                assert column["dc:description"].startswith("In ")


def test_every_row_says_edition_licence_and_hash(tables, site, published):
    said = json.loads(published[f"{HOME}index.json"])
    for rows in tables.values():
        assert {(row["edition"], row["licence"], row["data_hash"]) for row in rows} == {
            (site.catalog.edition, "CC-BY-4.0", said["data_hash"])
        }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(site, text):
    assert as_cell(text) == f"'{text}"
    tables = json.loads(json.dumps(site.catalog.at(site.catalog.edition).tables))
    tables["tariff"]["us-oh/residential"]["fields"]["name"] = text
    catalog = Catalog({"tables": tables, "sources": site.catalog.sources, "edition": site.catalog.edition})
    made = text_of(CSV_FILES["tariffs.csv"], replace(site, catalog=catalog), Head(site.catalog.edition, ""))
    (row,) = [row for row in csv.DictReader(io.StringIO(made, newline="")) if row["id"] == "us-oh/residential"]
    assert row["name"] == f"'{text}"


def test_what_is_no_formula_stays_as_it_is():
    assert [as_cell(content) for content in ("0.10", "a=b", "", 3, None)] == ["0.10", "a=b", "", 3, None]
