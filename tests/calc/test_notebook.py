"""What people type in a notebook: the same answers as the command line, and errors that help."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import calc
from calc import about, compute, fact, names, vary
from calc.door import answer
from calc.errors import CalcError, Problems


def test_an_answer_is_that_of_the_door():
    scenario: dict[str, Any] = {"requests_per_day": 5000, "api_model": "openai/gpt-4o-mini"}
    mine = compute("api_usd_per_month", **scenario)
    theirs = answer({"call": "evaluate", "quantity": "api_usd_per_month", "scenario": scenario})
    assert (mine.value, mine.text, mine.facts) == (theirs["value"], theirs["text"], theirs["facts"])
    assert float(mine) == theirs["value"]


def test_an_answer_prints_what_a_reader_would_say():
    assert repr(compute("api_usd_per_month", as_of="2026-05-16", api_model="openai/gpt-4o-mini")) == (
        "api_usd_per_month: $21.60 (as of 2026-05-16)"
    )
    assert " to " in repr(compute("electricity_usd_per_month", electricity_usd_per_kwh=(0.1, 0.3)))
    assert "(as of" in repr(compute("api_usd_per_month", as_of="2020-01-01"))


def test_what_is_no_number_is_not_made_one():
    with pytest.raises(TypeError, match="unknown"):
        float(compute("api_usd_per_month", as_of="2020-01-01"))
    with pytest.raises(TypeError, match="verdict"):
        float(compute("verdict"))


def test_varying_one_input_keeps_the_order_and_the_rest():
    found = vary("api_usd_per_month", "requests_per_day", [1000, 4000, 2000], api_model="openai/gpt-4o-mini")
    assert [round(float(one), 2) for one in found] == [10.8, 43.2, 21.6]


def test_names_are_found_by_any_word_of_their_help():
    assert "api_usd_per_month" in names()
    assert "electricity_usd_per_kwh" in names("power price")
    assert names("no such thing") == []
    assert set(names()) == {entry["name"] for entry in answer({"call": "list"})}


def test_a_name_says_what_it_means():
    assert about("api_model")["choices"][0] == "anthropic/claude-3-haiku"
    assert about("requests-per-day")["unit"] == "requests/day"


def test_a_fact_is_dated_and_sourced():
    found = fact("api_model.openai/gpt-4o-mini.input_usd_per_mtok")
    assert (found.value, found.date, found.source) == ("0.15", "2024-07-18", "genai-prices")


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: compute("api_usd_per_mont"), "api_usd_per_month"),
        (lambda: compute("api_usd_per_month", requests_per_dya=1), "requests_per_day"),
        (lambda: compute("api_usd_per_month", requests_per_day=-1), "from 0"),
        (lambda: about("hardwar"), "hardware"),
        (lambda: fact("hardware.nvidia/rtx-309.memory_gb"), "nvidia/rtx-3090"),
        (lambda: fact("hardware.nvidia/rtx-3090.price"), "a fact known on 20"),
        (lambda: fact("nonsense"), "table.id.field"),
    ],
)
def test_errors_say_the_next_step(ask, message):
    with pytest.raises((CalcError, Problems), match=message):
        ask()


def test_nothing_of_it_is_loaded_by_the_door():
    """The pages start Python on a reader's touch: what only notebooks need must not be in the way."""
    code = "import sys, calc.door; calc.door.catalog(); print('calc.notebook' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_is_offered_is_there_and_nothing_else():
    assert set(calc.__all__) <= set(dir(calc))
    for name in calc.__all__:
        assert getattr(calc, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'computed'"):
        _ = calc.computed
