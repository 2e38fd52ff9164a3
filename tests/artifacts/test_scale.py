"""The made-up data set that `make bench` measures is a sound one, and each of its models is published."""

from __future__ import annotations

import json
from dataclasses import replace

from build_hooks.artifacts import files
from build_hooks.dataset import load
from build_hooks.dataset.compile import as_text
from calc.facts.catalog import Catalog
from tests.bench import scale


def test_the_made_up_data_set_is_read_without_a_fault(tmp_path, site):
    scale.write(tmp_path / "prices", providers=2, models=3, rows=4)
    found = scale.measure(tmp_path / "prices")
    real = site.catalog.at(site.catalog.edition).tables["api_model"]
    assert found.models == len(real) + 6
    assert found.rows == sum(len(model["prices"]) for model in real.values()) + 24
    assert found.compiled_megabytes > 0
    assert found.megabytes > 10


def test_each_of_its_models_has_a_file_with_its_price(tmp_path, site):
    scale.write(tmp_path / "prices", providers=1, models=2, rows=4)
    catalog = Catalog.from_json(as_text(load(tmp_path / "prices").catalog))
    made = dict(files(replace(site, catalog=catalog), []))
    record = json.loads(made["data/v1/api/maker-000/model-001.json"])
    assert record["current"]["price"]["input_usd_per_mtok"] == scale.prices_of(0, 1, 3)["input_usd_per_mtok"]
    assert len(record["history"]["prices"]) == 4
