"""Each kind of bad input with its exact sentence."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from calc import scenario
from calc.door import catalog
from calc.engine.graph import Graph, GraphError
from calc.engine.nodes import Node, call_of, node_of, quantity
from calc.engine.rules import Literal, Lookup
from calc.errors import Problems, did_you_mean
from calc.model import GRAPH
from tests.calc.asking import reply

SENTENCES: list[tuple[dict[str, Any], str, str]] = [
    ({"load_powr_w": 1}, "unknown_name", "load_powr_w: expected a name from `list`, got load_powr_w; load_power_w?"),
    ({"load": 1}, "unknown_name", "load: expected a name from `list`, got load; load_power_w?"),
    ({"host": 1}, "unknown_name", "host: expected a name from `list`, got host; host_usd?"),  # hidden
    (
        {"electricity_usd_per_kwh": 6},
        "out_of_range",
        "electricity_usd_per_kwh: expected a number from 0 to 5, got 6",
    ),
    ({"load_power_w": -1}, "out_of_range", "load_power_w: expected a number from 0 to 1,000,000, got -1"),
    (
        {"cached_input_frac": 30},
        "out_of_range",
        "cached_input_frac: expected a number from 0% to 100%, got 30; 30%?",
    ),
    (
        {"api_price_change_frac_per_year": "-100%"},
        "out_of_range",
        "api_price_change_frac_per_year: expected a number from −95% to 500%, got -100%",
    ),
    ({"requests_per_day": "nan"}, "not_finite", "requests_per_day: expected a finite number, got nan"),
    ({"requests_per_day": "inf"}, "not_finite", "requests_per_day: expected a finite number, got inf"),
    ({"requests_per_day": "-inf"}, "not_finite", "requests_per_day: expected a finite number, got -inf"),
    ({"requests_per_day": math.inf}, "not_finite", "requests_per_day: expected a finite number, got inf"),
    ({"requests_per_day": math.nan}, "not_finite", "requests_per_day: expected a finite number, got nan"),
    (
        {"requests_per_day": "many"},
        "not_a_number",
        "requests_per_day: expected a number, got 'many'; write it as 1200 or 1,200",
    ),
    (
        {"requests_per_day": ""},
        "not_a_number",
        "requests_per_day: expected a number, got ''; write it as 1200 or 1,200",
    ),
    ({"requests_per_day": True}, "not_a_number", "requests_per_day: expected a number, got true"),
    (
        {"requests_per_day": None},
        "not_a_number",
        "requests_per_day: expected a number, got null; write it as 1200 or 1,200",
    ),
    (
        {"requests_per_day": 12345678901234},
        "out_of_range",
        "requests_per_day: expected a number from 0 to 1,000,000,000, got 12345678901234",
    ),
    ({"requests_per_day": 10**400}, "not_finite", f"requests_per_day: expected a finite number, got 1{'0' * 78}…"),
    (
        {"load_power_w": "350 mW"},
        "not_a_number",
        "load_power_w: expected a number, got '350 mW'; write it as 1200 or 1,200",
    ),
    (
        {"api_model": "OpenAI/GPT-6-Luna"},
        "unknown_choice",
        "api_model: expected an id from `list --json`, got 'OpenAI/GPT-6-Luna'; openai/gpt-6-luna?",
    ),
    (
        {"API_USD_PER_MONTH": 1},
        "unknown_name",
        "API_USD_PER_MONTH: expected a name from `list`, got API_USD_PER_MONTH; api_usd_per_month?",
    ),
    ({"api_usd": 1}, "unknown_name", "api_usd: expected a name from `list`, got api_usd; api_usd_per_month?"),
    (
        {"electricity_usd_per_kwh": "1,20"},
        "not_a_number",
        "electricity_usd_per_kwh: expected a number with a decimal point, got '1,20'; a comma only groups thousands",
    ),
    (
        {"requests_per_day": [1, 2, 3]},
        "not_a_number",
        "requests_per_day: expected a number or [low, high], got [1, 2, 3]",
    ),
    (
        {"requests_per_day": [5, 2]},
        "out_of_range",
        "requests_per_day: expected the lower number first, got 5 to 2",
    ),
    (
        {"requests_per_day": "450-350"},
        "out_of_range",
        "requests_per_day: expected the lower number first, got 450 to 350",
    ),
    (
        {"cached_input_frac": 0.7, "cache_write_frac": 0.4},
        "share_sum",
        "cached_input_frac: expected shares read from and written to the cache that sum to at most 100%, got 110%",
    ),
    (
        {"cached_input_frac": [0, 0.7], "cache_write_frac": [0.1, 0.4]},
        "share_sum",
        "cached_input_frac: expected shares read from and written to the cache that sum to at most 100%, got 110%",
    ),
    (
        {"busy_hours_per_day": 9, "powered_hours_per_day": 8},
        "out_of_range",
        "busy_hours_per_day: expected at most the 8 hours switched on, got 9",
    ),
    (
        {"power_boundary": "card"},
        "unknown_choice",
        "power_boundary: expected whole-machine, card-only, marginal, got 'card'; card-only?",
    ),
    (
        {"hardware": "nvidia/rtx-3091"},
        "unknown_choice",
        "hardware: expected an id from `list --json`, got 'nvidia/rtx-3091'; nvidia/rtx-3090?",
    ),
    (
        {"cheapest_option": "banana"},
        "unknown_choice",
        "cheapest_option: expected api, local, rental, none, got 'banana'",
    ),
    ({"api_model": 5}, "unknown_choice", "api_model: expected an id from `list --json`, got '5'"),
    (
        {"hardware": "???"},
        "unknown_choice",
        "hardware: expected an id from `list --json`, got '???'; custom describes any other",
    ),
    (
        {"requests_per_day": "50%"},
        "not_a_number",
        "requests_per_day: expected a number in requests/day, got '50%'",
    ),
    ({"load_power_w": "$5"}, "not_a_number", "load_power_w: expected a number in W, got '$5'"),
    (
        {"tariff": "de"},
        "unknown_choice",
        "tariff: expected an id from `list --json`, got 'de'; de/residential?",
    ),
    ({"hardware_owned": "perhaps"}, "not_a_flag", "hardware_owned: expected yes or no, got 'perhaps'"),
]
BAD_DAYS = ["2026-W20", "20260516", "2026-13-01", "2026-02-30", "yesterday", "16 May 2026", "2026"]
GOOD_NUMBERS: list[tuple[str, Any, float]] = [
    ("requests_per_day", "1,200", 1200),
    ("requests_per_day", "1.2k", 1200),
    ("requests_per_day", "2M", 2_000_000),
    ("requests_per_day", " 1_200 ", 1200),
    ("requests_per_day", "1 200", 1200),
    ("requests_per_day", "1e3", 1000),
    ("electricity_usd_per_kwh", "$0.10", 0.1),
    ("electricity_usd_per_kwh", ".1", 0.1),
    ("cached_input_frac", "30%", 0.3),
    ("cached_input_frac", "0.3", 0.3),
    ("load_power_w", "334 W", 334),
    ("load_power_w", "334w", 334),
    ("load_power_w", "0.35 kW", 350),
    ("electricity_usd_per_kwh", "$0.10/kWh", 0.1),
    ("electricity_usd_per_kwh", "0.10 $/kWh", 0.1),
    ("powered_hours_per_day", "9 h", 9),
    ("input_tok_per_request", "20k tok", 20_000),
    ("api_price_change_frac_per_year", "−50%", -0.5),
    ("api_price_change_frac_per_year", "-50 %", -0.5),
    ("peak_to_mean", "150%", 1.5),
    ("hardware_usd", "$1,499.99", 1499.99),
]
GOOD_RANGES: list[tuple[str, str, tuple[float, float]]] = [
    ("load_power_w", "350-450", (350, 450)),
    ("load_power_w", "350 – 450", (350, 450)),
    ("load_power_w", "350 to 450", (350, 450)),
    ("load_power_w", "350..450", (350, 450)),
    ("electricity_usd_per_kwh", "$0.10-$0.30", (0.1, 0.3)),
    ("cached_input_frac", "10%-30%", (0.1, 0.3)),
    ("requests_per_day", "1k-2k", (1000, 2000)),
    ("api_price_change_frac_per_year", "-0.5..0.2", (-0.5, 0.2)),
    ("requests_per_day", "[1000, 3000]", (1000.0, 3000.0)),
    ("cached_input_frac", "[0.2,0.6]", (0.2, 0.6)),
]


def problems(raw: dict[str, Any], as_of: str | None = None) -> Problems:
    with pytest.raises(Problems) as caught:
        scenario.parse(GRAPH, catalog(), raw, as_of)
    return caught.value


@pytest.mark.parametrize(("raw", "kind", "sentence"), SENTENCES)
def test_sentence(raw: dict[str, Any], kind: str, sentence: str) -> None:
    (error,) = problems(raw).errors
    assert (error.type, str(error)) == (kind, sentence)
    assert error.as_dict()["message"] == sentence


@pytest.mark.parametrize("day", BAD_DAYS)
def test_a_bad_day(day: str) -> None:
    (error,) = problems({}, day).errors
    assert str(error) == f"as_of: expected a day such as 2026-05-16, or an instant such as 2026-05-16T14:00Z, got {day}"
    assert error.type == "bad_date"


def test_too_many_ranges() -> None:
    names = [
        *("requests_per_day", "input_tok_per_request", "output_tok_per_request", "load_power_w"),
        *("idle_power_w", "lifetime_years", "hardware_usd"),
    ]
    (error,) = problems({name: [1, 2] for name in names}).errors
    assert str(error) == "hardware_usd: expected at most 6 ranges at once, got 7"
    scenario.parse(GRAPH, catalog(), {name: [1, 2] for name in names[:6]})


def test_all_errors_come_at_once() -> None:
    raw = {"load_powr_w": 1, "requests_per_day": "many", "hardware_owned": "perhaps", "draft": "mtp"}
    assert [error.input for error in problems(raw, "soon").errors] == [
        *("load_powr_w", "requests_per_day", "hardware_owned"),
        "as_of",
    ]


def test_the_door_hands_on_all_errors_and_the_number_of_the_request() -> None:
    answered = reply(id=7, call="page", scenario={"requests_per_day": "many", "load_powr_w": 1})
    assert answered["id"] == 7
    assert answered["error"] == answered["errors"][0]
    assert [error["type"] for error in answered["errors"]] == ["not_a_number", "unknown_name"]
    assert set(answered["error"]) == {"type", "input", "expected", "got", "hint", "message"}


@pytest.mark.parametrize(("name", "typed", "wanted"), GOOD_NUMBERS)
def test_a_number_as_people_type_it(name: str, typed: str, wanted: float) -> None:
    assert scenario.parse(GRAPH, catalog(), {name: typed}).pins[name] == wanted


@pytest.mark.parametrize(("name", "typed", "wanted"), GOOD_RANGES)
def test_a_range_as_people_type_it(name: str, typed: str, wanted: tuple[float, float]) -> None:
    assert scenario.parse(GRAPH, catalog(), {name: typed}).pins[name] == wanted


@pytest.mark.parametrize(
    "typed", ["1,20", "1,2345", "12,34,567", "1..", "--5", "5-", "0x10", "1e", "five", "$", "%", "[]", "[1,2,3]"]
)
def test_what_is_no_number(typed: str) -> None:
    (error,) = problems({"requests_per_day": typed}).errors
    assert error.type == "not_a_number"


def test_a_range_of_one_number_is_that_number() -> None:
    assert scenario.parse(GRAPH, catalog(), {"load_power_w": [350, 350]}).pins["load_power_w"] == 350


def test_dashes_and_underscores_are_alike() -> None:
    assert scenario.parse(GRAPH, catalog(), {"load-power-w": 350}).pins == {"load_power_w": 350}


@pytest.mark.parametrize("word", ["yes", "Yes", "true", "on", "1", True])
def test_a_flag_takes_any_word_for_yes(word: Any) -> None:
    assert scenario.parse(GRAPH, catalog(), {"hardware_owned": word}).pins["hardware_owned"] is True


def test_a_hint_needs_some_likeness() -> None:
    assert did_you_mean("load_powr_w", ["load_power_w", "idle_power_w"]) == "load_power_w?"
    assert did_you_mean("xyz", ["load_power_w"]) == ""


# Errors of whoever declares nodes.


def node(name: str, rule: Any) -> Node:
    return Node(name, "formula", rule, name, name)


def test_a_circle_is_named() -> None:
    nodes = [
        node("alpha", call_of(lambda gamma: gamma)),
        node("beta", call_of(lambda alpha: alpha)),
        node("gamma", call_of(lambda beta: beta)),
    ]
    with pytest.raises(GraphError) as caught:
        Graph(nodes)
    assert str(caught.value) == "alpha: depends on itself: alpha -> gamma -> beta -> alpha"


def test_a_node_that_reads_itself() -> None:
    with pytest.raises(GraphError) as caught:
        Graph([node("alpha", call_of(lambda alpha: alpha))])
    assert str(caught.value) == "alpha: depends on itself: alpha -> alpha"


def test_a_typo_is_named_with_a_hint() -> None:
    nodes = [node("load_power_w", Literal(1)), node("energy", call_of(lambda load_powr_w: load_powr_w))]
    with pytest.raises(GraphError) as caught:
        Graph(nodes)
    assert str(caught.value) == "energy: reads load_powr_w, which no node is called; load_power_w?"


def test_a_choice_that_is_not_there() -> None:
    with pytest.raises(GraphError) as caught:
        Graph([node("memory_gb", Lookup("hardware", "card", "memory_gb"))])
    assert str(caught.value) == "memory_gb: reads card, which no node is called"


def test_a_name_declared_twice() -> None:
    with pytest.raises(GraphError) as caught:
        Graph([node("alpha", Literal(1)), Node("alpha", "input", Literal(2), "", "")])
    assert str(caught.value) == "alpha: declared twice, as formula and as input"


def test_every_quantity_says_what_it_means() -> None:
    for name, one in GRAPH.nodes.items():
        assert one.help.endswith("."), f"{name}: its help is no sentence"
        assert one.label, name
        if one.kind in ("formula", "search") and not one.hidden:
            assert one.formula, f"{name}: says no formula in words"


def test_a_marked_function_becomes_a_node() -> None:
    @quantity(label="Twice")
    def twice_usd(once_usd: float) -> float:
        """Two of it.

        Formula: 2 × once.
        """
        return 2 * once_usd

    made = node_of(twice_usd)
    assert (made.name, made.kind, made.label, made.help, made.formula) == (
        *("twice_usd", "formula", "Twice"),
        "Two of it.",
        "2 × once.",
    )
    assert made.unit is not None
    assert made.unit.symbol == "$"


def test_errors_are_json() -> None:
    for raw, _, _ in SENTENCES:
        for error in problems(raw).errors:
            json.dumps(error.as_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("name", "typed", "wanted"),
    [
        ("quant", "Q4_K_M", "q4_k_m"),
        ("quant", "UD-Q4_K_XL", "ud_q4_k_xl"),
        ("hardware", "NVIDIA/RTX_3090", "nvidia/rtx-3090"),
        ("quant", "FP16", "f16"),
        ("quant", "W4A16", "gptq"),
        ("quant", "Q8_K_XL", "ud_q8_k_xl"),
        ("kv_type", "bf16", "f16"),
        ("kv_type", "fp8", "q8_0"),
        ("engine", "llama-cpp", "llama.cpp"),
        ("engine", "vLLM", "vllm"),
    ],
)
def test_a_choice_is_known_in_other_case_and_by_its_other_names(name: str, typed: str, wanted: str) -> None:
    assert scenario.parse(GRAPH, catalog(), {name: typed}).pins[name] == wanted


def test_a_page_sends_nobody_to_a_shell() -> None:
    """The sentence that a reader sees names places on the site; what scripts read stays as it is."""
    for raw in ({"load_powr_w": 1}, {"hardware": "nvidia/rtx-3091"}):
        error = reply(call="page", scenario=raw)["error"]
        assert "`list" in error["expected"]
        assert "`list" not in error["message"]
