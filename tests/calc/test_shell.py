"""The command line: what it prints, its exit codes, one sentence on the error stream."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from calc.__main__ import main
from calc.model import GRAPH
from tests.calc.asking import NAMES
from tests.pinned import DAY

ROOT = Path(__file__).parents[2]
PINNED = ["--purchase-usd", "1200", "--api_usd_per_month", "150", "--local-running-usd-per-month", "50"]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command in this process: exit code, output, errors."""

    def command(*args: str) -> tuple[int, str, str]:
        code = main(args)
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "calc", "energy-kwh-per-month", "--load_power_w", "350", "--busy-hours-per-day=24"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "252 kWh\n", "")


def test_it_fails_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "calc", "energy"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("energy: expected a name from `list`, got energy")


def test_dashes_and_underscores_are_alike(run: Any) -> None:
    dashes = run("break-even-months", *PINNED, "--overflow-usd-per-month", "0")
    underscores = run("break_even_months", *PINNED, "--overflow_usd_per_month=0")
    assert dashes == underscores == (0, "12 months\n", "")


@pytest.mark.parametrize("args", [("--api-usd-per-month", "10"), ("--api-price-change-frac-per-year", "-50%")])
def test_never_is_an_answer(run: Any, args: tuple[str, ...]) -> None:
    assert run("break_even_months", *args) == (0, "never\n", "")


def test_unknown_is_an_answer_with_a_reason(run: Any) -> None:
    code, out, err = run("memory_gb", "--hardware", "custom")
    assert (code, err) == (0, "")
    assert out == "unknown\n  hardware of your own: memory not given\n  to give it yourself: --memory-gb\n"
    assert run("memory_gb", "--hardware", "custom", "--memory-gb", "24") == (0, "24 GB\n", "")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["energy_kwh_per_mont"], "energy_kwh_per_mont: expected a name from `list`, got energy_kwh_per_mont"),
        (["verdict", "--load", "3"], "load: expected a name from `list`, got load"),
        (["verdict", "--load_power_w", "nan"], "load_power_w: expected a finite number, got nan"),
        (["verdict", "--load_power_w", "inf"], "load_power_w: expected a finite number, got inf"),
        (["verdict", "--load_power_w", "-5"], "load_power_w: expected a number from 0 to 1,000,000, got -5"),
        (["verdict", "--load_power_w"], "load_power_w: expected a value after it, got nothing"),
        (["verdict", "350"], "350: expected --name value, got 350"),
        (
            ["verdict", "--as-of", "May"],
            "as_of: expected a day such as 2026-05-16, or an instant such as 2026-05-16T14:00Z, got May",
        ),
        (["verdict", "--jso"], "jso: expected a name from `list`, got jso"),
    ],
)
def test_what_was_typed_wrong_is_one_sentence_and_exit_code_2(run: Any, args: list[str], sentence: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_two_faults_are_one_line(run: Any) -> None:
    code, out, err = run("verdict", "--load_power_w", "-5", "--requests_per_day", "many")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "load_power_w: expected" in err
    assert "requests_per_day: expected" in err


def test_names_are_never_abbreviated(run: Any) -> None:
    for name in ("verdic", "energy", "api_usd"):
        assert run(name)[0] == 2


def test_the_day_asked_for_decides_what_is_known(run: Any) -> None:
    haiku = ("api_output_usd_per_mtok", "--api-model", "anthropic/claude-3-haiku")
    assert run(*haiku, "--as-of", "2026-05-16") == (0, "$1.25\n", "")
    assert run(*haiku, "--as_of=2024-01-01")[1].startswith("unknown\n")


def test_json_has_the_shape_of_the_contract(run: Any) -> None:
    code, out, _ = run("break_even_months", *PINNED, "--overflow-usd-per-month", "0", "--as-of", DAY, "--json")
    found = json.loads(out)
    assert code == 0
    assert found == {
        **{"quantity": "break_even_months", "value": 12.0, "text": "12 months", "unit": "months"},
        **{"status": "known", "as_of": DAY, "low": None, "high": None},
        "pinned": [
            *("purchase_usd", "api_usd_per_month", "local_running_usd_per_month"),
            "overflow_usd_per_month",
        ],
        "facts": [],
        "reasons": [],
    }


def test_json_names_the_facts_with_file_and_line(run: Any) -> None:
    _, out, _ = run("card_load_power_w", "--json")
    (fact,) = json.loads(out)["facts"]
    assert fact["key"] == "hardware.nvidia/rtx-3090.card_load_power_w"
    assert (fact["value"], fact["unit"], fact["file"]) == ("334", "W", "prices/hardware/nvidia.yml")
    line = (ROOT / fact["file"]).read_text(encoding="utf-8").splitlines()[fact["line"] - 1]
    assert fact["value"] in line


def test_facts_that_were_not_needed_are_not_named(run: Any) -> None:
    """Without a cap no curve of caps is read, without offloading no memory, so nobody is told of them."""

    def keys(*args: str) -> list[str]:
        return [fact["key"] for fact in json.loads(run("decode_tok_per_s", *args, "--json")[1])["facts"]]

    assert [key for key in keys() if "cap_" in key or "memory" in key.replace("memory_bandwidth", "")] == []
    assert "family.ampere-gddr.cap_slope_ratio" in keys("--power-cap-w", "200")


def test_explain_leads_down_to_the_data(run: Any) -> None:
    code, out, err = run("electricity_usd_per_month", "--explain")
    assert (code, err) == (0, "")
    assert "energy × power price" in out
    assert "Energy" in out
    assert "prices/" in out
    assert "<" not in out


def test_list_shows_every_name(run: Any) -> None:
    code, out, _ = run("list")
    assert code == 0
    assert [line.split()[1] for line in out.splitlines()] == NAMES


def test_list_as_json_describes_every_name(run: Any) -> None:
    code, out, _ = run("list", "--json")
    entries = json.loads(out)
    assert code == 0
    assert [entry["name"] for entry in entries] == NAMES
    keys = {"name", "kind", "unit", "label", "help", "default", "low", "high", "choices"}
    for entry in entries:
        assert set(entry) == keys
        assert entry["kind"] in ("input", "lookup", "formula", "search")
        assert entry["label"]
        assert entry["help"]
        if GRAPH.nodes[entry["name"]].value_kind == "choice":
            assert entry["default"] is None or entry["default"] in entry["choices"], entry["name"]
        elif entry["kind"] == "input" and entry["low"] is not None and entry["default"] is not None:
            assert entry["low"] <= entry["default"] <= entry["high"], entry["name"]


def test_defaults_of_the_list_are_what_an_empty_scenario_gives(run: Any) -> None:
    entries = {entry["name"]: entry["default"] for entry in json.loads(run("list", "--json")[1])}
    for name in ("requests_per_day", "load_power_w", "local_total_usd_per_month", "cheapest_option"):
        assert json.loads(run(name, "--json")[1])["value"] == entries[name]


BATCH = [
    '{"quantity": "energy_kwh_per_month", "scenario": {"load_power_w": 350, "busy_hours_per_day": 24}}',
    '{"quantity": "nonsense"}',
    "not json",
    "",
    '{"quantity": "api_output_usd_per_mtok", "as_of": "2026-05-16", "scenario": {"api_model": "openai/gpt-4o-mini"}}',
    '{"quantity": "verdict", "scenario": {"requests_per_day": "1,2"}}',
    "[1]",
    '{"quantity": "verdict", "colour": "red"}',
    '{"scenario": {}}',
    '{"quantity": 5}',
    '{"quantity": "verdict", "scenario": "x"}',
    '{"quantity": "verdict", "scenario": []}',
    '{"quantity": "verdict", "as_of": false}',
    '{"quantity": "verdict", "scenario": {"load_power_w": 1' + "0" * 400 + "}}",
    "[" * 100_000,
    '{"quantity": "break_even_months"}',
]


def test_batch_answers_each_line_in_order(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(BATCH) + "\n"))
    code, out, err = run("batch")
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [answer.get("value", answer.get("error", {}).get("type")) for answer in answers] == [
        *(252.0, "unknown_name", "bad_request", "bad_request", 0.6, "not_a_number"),
        *("bad_request", "bad_request", "bad_request", "bad_request", "bad_request", "bad_request"),
        *("bad_date", "not_finite", "bad_request", None),
    ]
    assert answers[-1]["text"] == "never"


def test_batch_takes_any_bytes() -> None:
    lines = [b'\xef\xbb\xbf{"quantity": "requests_per_day"}', b"\xff\xfe", b'{"quantity": "\\ud800"}']
    done = subprocess.run(
        [sys.executable, "-m", "calc", "batch"], cwd=ROOT, capture_output=True, check=False, input=b"\n".join(lines)
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [answer.get("value", answer.get("error", {}).get("type")) for answer in answers] == [
        *(2000.0, "bad_request", "unknown_name"),
    ]


def test_what_stands_in_the_wrong_place(run: Any) -> None:
    assert run("--json", "verdict") == (2, "", "--json: expected a name first, got --json; calc NAME --json\n")
    assert run("list", "--as-of", "nonsense")[2].startswith("as_of: expected nothing but --json after list, got as_of")
    assert run("list", "--load-power-w", "5")[2].startswith("load_power_w: expected nothing but --json after list")
    assert run("batch", "x")[2] == "x: expected nothing after batch, got x; requests come a line each\n"


def test_help_shows_how_to_ask(run: Any) -> None:
    for args in ((), ("--help",), ("help",)):
        code, out, err = run(*args)
        assert (code, err) == (0, "")
        assert "python -m calc NAME" in out
