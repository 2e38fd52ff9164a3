"""Evaluating under overrides, which computes only what they touch, gives what evaluating afresh gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from calc import results
from calc.door import catalog
from calc.engine.evaluate import Evaluation
from calc.engine.grounds import facts_of
from calc.engine.rules import FirstKnown, Lookup, Switch
from calc.model import GRAPH
from calc.options import API_PINS, BOX_PINS, PINS_OF
from calc.parts.markup import Page
from tests.calc.asking import INPUTS, NAMES, evaluation
from tests.calc.drawn import PINNED, SCENARIOS, steady

SNAPSHOT = catalog().at(catalog().edition)


def state(found: Evaluation) -> dict[str, Any]:
    """Every value with the facts under it."""
    return {name: (found.get(name), [fact.key for fact in facts_of(found, name)]) for name in GRAPH.nodes}


def fresh(pins: dict[str, Any]) -> Evaluation:
    return Evaluation(GRAPH, SNAPSHOT, pins)


BASE = fresh({})
state(BASE)  # all of it computed, so that overlays have something to keep


def assert_same(branch: Evaluation, afresh: Evaluation) -> None:
    got, wanted = state(branch), state(afresh)
    different = [
        f"{name}: {got[name]} under overrides, {wanted[name]} afresh" for name in got if got[name] != wanted[name]
    ]
    assert different == []


@settings(steady, max_examples=30)
@given(PINNED, PINNED)
def test_an_overlay_equals_a_fresh_evaluation(first: dict[str, Any], second: dict[str, Any]) -> None:
    base = fresh(first)
    before = state(base)  # so that all is computed, and kept where the overrides do not reach
    assert_same(base.overlay(second), fresh(first | second))
    assert state(base) == before


@settings(steady, max_examples=30)
@given(PINNED, PINNED)
def test_an_overlay_that_leaves_nothing_of_one_below_is_laid_over_the_base(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    base, both = fresh({}), first | second
    over = base.overlay(first)
    state(over)
    assert over.overlay(both) is base.overlay(both)
    assert_same(over.overlay(both), fresh(both))
    assert_same(over.overlay(second), fresh(both))


@settings(steady, max_examples=30)
@given(PINNED, SCENARIOS)
def test_taking_pins_back_equals_never_having_set_them(first: dict[str, Any], second: dict[str, Any]) -> None:
    base = fresh(first)
    state(base)
    unset = tuple(name for name in first if name not in second)
    assert_same(base.overlay(second, unset), fresh(second))


@pytest.mark.parametrize("name", [name for name in NAMES if GRAPH.nodes[name].value_kind == "number"])
def test_moving_one_node_equals_a_fresh_evaluation(name: str) -> None:
    for moved in ({name: 7.0}, {name: 0.0}):
        branch, afresh = BASE.overlay(moved), fresh(moved)
        assert [each for each in GRAPH.nodes if branch.get(each) != afresh.get(each)] == []


def test_an_overlay_of_an_overlay() -> None:
    base = fresh({})
    state(base)
    first = base.overlay({"hardware": "nvidia/rtx-4090"})
    state(first)
    assert_same(
        first.overlay({"draft": "mtp", "requests_per_day": 50}),
        fresh({"hardware": "nvidia/rtx-4090", "draft": "mtp", "requests_per_day": 50}),
    )


def test_the_base_is_untouched() -> None:
    base = evaluation()
    before = {name: results.result(base, name) for name in NAMES}
    for node in INPUTS:
        if node.value_kind == "number":
            state(base.overlay({node.name: 3.0}))
    assert {name: results.result(base, name) for name in NAMES} == before
    assert base.pins == {}


def test_the_same_overlay_is_made_once() -> None:
    base = evaluation()
    assert base.overlay({"requests_per_day": 5}) is base.overlay({"requests_per_day": 5})
    assert base.overlay({}) is base


def test_a_prose_override_is_not_the_readers_pin() -> None:
    base = evaluation(requests_per_day=5)
    branch = base.overlay({"requests_per_day": 9})
    assert base.reader_pins == {"requests_per_day"}
    assert branch.reader_pins == frozenset()


def test_pins_that_options_take_back_are_nodes() -> None:
    assert set(API_PINS) | set(BOX_PINS) <= set(GRAPH.nodes)


def rules_of(rule: Any) -> Iterator[Any]:
    """A rule and all the rules that it picks from."""
    yield rule
    parts = rule.rules if isinstance(rule, FirstKnown) else rule.cases.values() if isinstance(rule, Switch) else ()
    for part in parts:
        yield from rules_of(part)


@pytest.mark.parametrize(
    ("choice", "tables"),
    [
        ("api_model", {"api_model"}),
        ("hardware", {"hardware", "family", "speed"}),
        ("open_model", {"open_model", "model_file", "speed"}),
        ("tariff", {"tariff"}),
    ],
)
def test_what_a_record_states_does_not_carry_over_to_another_record(choice: str, tables: set[str]) -> None:
    """A reader's own 32 layers are those of the reader's model, not of one that a sentence names."""
    stated = {
        name
        for name, node in GRAPH.nodes.items()
        if any(isinstance(rule, Lookup) and rule.table in tables for rule in rules_of(node.rule))
    }
    assert stated
    assert stated - set(PINS_OF[choice]) == set()


def test_a_sentence_about_a_named_model_ignores_the_layers_of_the_readers_own() -> None:
    own = {"open_model": "custom", "params_b": 8.0, "full_layers": 999.0, "kv_heads": 8.0, "head_width": 128.0}
    named = {"open_model": "qwen/qwen3.6-35b-a3b"}
    page = Page(evaluation(None, **own), {})
    assert page.under(named).get("kv_cache_gib") == evaluation(None, **named).get("kv_cache_gib")


@pytest.mark.parametrize(
    "workload",
    [
        {
            "hosted_twin_model": "anthropic/claude-haiku-5-5",
            "batch_frac": 0.5,
            "cached_input_frac": 0.3,
            "cache_write_frac": 0.2,
        },
        {"hosted_twin_model": "deepseek/deepseek-flash", "cached_input_frac": 0.3, "reasoning_tok_per_request": 50},
    ],
    ids=["cache and batch", "peak hours"],
)
def test_pins_of_one_api_do_not_carry_over_to_the_twin(workload: dict[str, Any]) -> None:
    """Whatever the reader pins of the API, the twin's bill is that of the twin, workload aside."""

    def bill(**values: float) -> Any:
        return evaluation(None, **workload, **values).get("hosted_twin_usd_per_month")

    plain = bill()
    assert isinstance(plain, float)
    names = [*between("api_model", "api_usd_per_month"), "api_fixed_usd_per_month"]
    assert [name for name in names if bill(**{name: 0.9}) != plain] == []


@pytest.mark.parametrize("rental", ["nvidia/rtx-4090", "nvidia/l40s"])  # one measured, one modelled
def test_pins_of_the_own_box_do_not_carry_over_to_rented_hardware(rental: str) -> None:
    """Whatever the reader pins of the own hardware, other hardware that is rented works at its own speed."""

    def hours(**values: Any) -> Any:
        return evaluation(None, rental_hardware=rental, **values).get("rental_busy_hours_per_day")

    plain = hours()
    names = between("hardware", "needed_busy_hours_per_day")
    assert [name for name in names if hours(**{name: 0.9}) != plain] == []
    assert hours(hardware_family="unknown", weights_fit=False) == plain


def between(above: str, below: str) -> list[str]:
    """The numbers that depend on one node and on which another depends."""
    found = [name for name in NAMES if name in GRAPH.descendants[above] and below in GRAPH.descendants[name]]
    numbers = [name for name in found if GRAPH.nodes[name].value_kind == "number"]
    assert len(numbers) > 5
    return numbers
