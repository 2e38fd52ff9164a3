"""The compiled catalog: its exact shape, its order, and that it always matches the data."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from build_hooks.__main__ import main
from build_hooks.checks import Project, check_catalog, check_dataset, check_schemas, run_checks
from build_hooks.dataset import REPOSITORY, load
from build_hooks.dataset.compile import as_text
from calc.facts.catalog import Catalog
from calc.facts.fact import row_fact

Lay = Callable[..., Path]
Edit = Callable[[Path, str, str], None]


def test_a_dated_value_is_one_line_with_its_own_line_number_and_no_defaults(dataset: Lay) -> None:
    text = as_text(load(dataset()).catalog)
    line = next(line for line in text.splitlines() if '"700"' in line)
    assert line == (
        '      {"checked": "2026-06-01", "how": "imported", "line": 17, "since": "2026-02-01", '
        '"source": "price-page", "value": "700"}'
    )
    assert '"announced": false' not in text
    assert "null" not in text
    assert text.endswith("}\n")
    assert "\r" not in text


def test_keys_are_sorted_at_every_level(dataset: Lay) -> None:
    data = json.loads(as_text(load(dataset()).catalog))
    assert json.dumps(data) == json.dumps(data, sort_keys=True)


def test_a_default_written_out_compiles_to_the_same(dataset: Lay, edit: Edit) -> None:
    root = dataset()
    before = as_text(load(root).catalog)
    edit(root / "models" / "lab.yml", "name: Dense 20B", 'name: Dense 20B\n    note: ""')
    edit(root / "host.yml", 'low: "80"', 'announced: false, basis: documented, low: "80"')
    after = as_text(load(root).catalog)
    assert [line for line in after.splitlines() if '"line"' not in line] == [
        line for line in before.splitlines() if '"line"' not in line
    ]
    assert "documented" not in after


def test_the_record_of_a_model_and_its_price_rows(dataset: Lay) -> None:
    record = load(dataset()).catalog["tables"]["api_model"]["acme-cloud/dense-20b"]
    assert (record["file"], record["line"]) == ("prices/api/acme-cloud.yml", 5)
    assert record["fields"] == {"name": "Dense 20B, hosted", "tier": "small", "open_model": "lab/dense-20b"}
    assert [row["line"] for row in record["prices"]] == [12, 24]
    assert record["prices"][0]["tiers"] == [
        {"when": ">", "prompt_tok": 128000, "input_usd_per_mtok": "0.80", "output_usd_per_mtok": "2.40"}
    ]
    assert record["prices"][1]["announced"] is True


def test_files_of_open_models_become_a_table_of_their_own(dataset: Lay) -> None:
    tables = load(dataset()).catalog["tables"]
    assert list(tables["model_file"]) == ["lab/dense-20b@q4"]
    assert tables["model_file"]["lab/dense-20b@q4"]["values"]["model_file_gb"][0]["value"] == "10"
    assert set(tables["open_model"]["lab/dense-20b"]["values"]) == {"params_b", "active_params_b"}


def test_the_catalog_of_calc_reads_what_was_compiled(dataset: Lay) -> None:
    state = Catalog.from_json(as_text(load(dataset()).catalog)).at("2026-06-01")
    fact = state.fact("hardware", "acme/card-24gb", "used_usd")
    assert fact is not None
    assert (fact.value, fact.unit, fact.file, fact.line) == ("700", "$", "prices/hardware/acme.yml", 17)
    price = state.price("acme-cloud/dense-20b")
    assert price is not None
    assert price.row.batch is not None
    assert price.row.tiers[0].prompt_tok == 128000


def test_compiling_is_deterministic_across_processes(dataset: Lay) -> None:
    root = dataset()
    code = (
        "import sys; from pathlib import Path; from build_hooks.dataset import load; "
        "from build_hooks.dataset.compile import as_text; sys.stdout.write(as_text(load(Path(sys.argv[1])).catalog))"
    )
    command = [sys.executable, "-c", code, str(root)]
    runs = [
        subprocess.run(command, cwd=REPOSITORY, env={"PYTHONHASHSEED": seed}, check=True, capture_output=True)
        for seed in ("1", "2")
    ]
    assert {run.stdout for run in runs} == {as_text(load(root).catalog).encode()}


@pytest.fixture
def project(dataset: Lay) -> Project:
    """A small project whose compiled files are up to date."""
    root = dataset().parent
    (root / "calc").mkdir()
    assert main(["compile", "--root", str(root)]) == 0
    return Project(root)


def test_compiled_files_are_up_to_date_after_compiling(project: Project) -> None:
    assert run_checks(project, [check_catalog, check_schemas]) == []


def test_a_stale_catalog_is_refused_at_the_line_that_differs(project: Project, edit: Edit) -> None:
    path = project.root / "calc" / "catalog.json"
    edit(path, '"value": "700"', '"value": "701"')
    line = next(number for number, text in enumerate(path.read_text("utf-8").splitlines(), 1) if '"701"' in text)
    assert [str(fault) for fault in run_checks(project, [check_catalog])] == [
        f"calc/catalog.json:{line}: expected what prices/ and calc/facts/records.py say now, got an older text; "
        "run `make compile` and commit the file"
    ]


def test_a_change_of_a_price_makes_the_catalog_stale(project: Project, edit: Edit) -> None:
    edit(project.prices / "hardware" / "acme.yml", '"700"', '"710"')
    assert len(run_checks(Project(project.root), [check_catalog])) == 1


@pytest.mark.parametrize("end", ["\n", " "])
def test_a_catalog_that_differs_only_at_its_end_is_stale(project: Project, end: str) -> None:
    path = project.root / "calc" / "catalog.json"
    path.write_text(path.read_text("utf-8") + end, "utf-8")
    assert len(run_checks(project, [check_catalog])) == 1


def test_a_missing_catalog_is_refused(project: Project) -> None:
    (project.root / "calc" / "catalog.json").unlink()
    assert [str(fault) for fault in run_checks(project, [check_catalog])] == [
        "calc/catalog.json:1: expected the compiled file, got nothing; run `make compile` and commit the file"
    ]


def test_stale_missing_and_left_over_schemas_are_refused(project: Project) -> None:
    folder = project.prices / "schema"
    (folder / "host.json").write_text("{}\n", encoding="utf-8")
    (folder / "speed.json").unlink()
    shutil.copy(folder / "figure.json", folder / "old.json")
    assert [(fault.file, fault.got) for fault in run_checks(project, [check_schemas])] == [
        ("prices/schema/host.json", "an older text"),
        ("prices/schema/old.json", "a schema of no table"),
        ("prices/schema/speed.json", "nothing"),
    ]


def test_check_prints_every_fault_and_fails(
    project: Project, edit: Edit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The data's own checks; there are no pages here whose prose and links could be checked.
    monkeypatch.setattr("build_hooks.checks.CHECKS", [check_dataset, check_catalog, check_schemas])
    edit(project.prices / "hardware" / "acme.yml", 'value: "24"', "value: 24")
    edit(project.prices / "hardware" / "acme.yml", "kind: card", "kind: crad")
    assert main(["check", "--root", str(project.root)]) == 1
    assert capsys.readouterr().out == (
        "prices/hardware/acme.yml:7 card-24gb.kind: expected one of card, machine, got crad; did you mean card?\n"
        'prices/hardware/acme.yml:11 card-24gb.memory_gb: expected a quoted decimal, got 24; write "24"; '
        "a bare number would pass through a float\n"
    )


def test_compile_leaves_the_last_good_catalog_when_data_has_faults(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project.root / "calc" / "catalog.json"
    before = path.read_bytes()
    (project.prices / "edition.yml").write_text("edition: someday\n", encoding="utf-8")
    assert main(["compile", "--root", str(project.root)]) == 1
    assert "prices/edition.yml:1 edition: expected a day that exists" in capsys.readouterr().out
    assert path.read_bytes() == before


def test_the_committed_catalog_and_schemas_match_the_data() -> None:
    assert run_checks(Project(REPOSITORY), [check_catalog, check_schemas]) == []


def test_the_committed_catalog_is_valid_json_with_sorted_keys() -> None:
    text = (REPOSITORY / "calc" / "catalog.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert list(data) == ["edition", "names", "sources", "tables"]
    assert all(list(table) == sorted(table) for table in data["tables"].values())


def test_a_figure_of_a_price_row_is_found_on_its_own_line():
    """Rates, rates of tiers, ratios of batch and fees: each fact leads to the line that says it."""
    snapshot = Catalog(load(REPOSITORY / "prices").catalog).at("2026-11-23")
    seen = 0
    for model in snapshot.ids("api_model"):
        for priced in snapshot.all_prices(model):
            lines = (REPOSITORY / priced.file).read_text(encoding="utf-8").splitlines()
            for part in (priced.row, *priced.row.tiers, priced.row.batch, priced.row.fees):
                for name, text in vars(part).items() if part else ():
                    if name.endswith(("_usd_per_mtok", "_ratio", "_calls")) and text is not None:
                        assert f'{name}: "{text}"' in lines[row_fact(priced, name, text).line - 1], (model, name)
                        seen += 1
    assert seen > 500
