"""A walk from change to change, which takes over what a change does not reach, says at each step what a start would."""

from __future__ import annotations

import gc
import json
import weakref
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import door, scenario, typed
from calc.door import catalog, handle
from calc.engine.evaluate import Evaluation
from calc.engine.grounds import facts_of
from calc.engine.nodes import Node
from calc.facts.price_rows import PriceInForce
from calc.latest import MOST, Latest
from calc.model import GRAPH
from tests.calc.asking import INPUTS, NAMES, NUMBERS
from tests.calc.drawn import COMPUTED, SCENARIOS, pair, possible, steady, value

DAYS = ["2026-11-23", "2026-05-16", "2026-09-10T04:00Z"]
SNAPSHOT = catalog().at(catalog().edition)
OPTIONS: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"api_model": "google/gemini-4-argon"}, ()),
    ({"api_model": "deepseek/deepseek-flash"}, ("api_region", "api_usd_per_month")),
    ({"hardware": "nvidia/l40s", "requests_per_day": 300.0}, ("decode_tok_per_s",)),
    ({"requests_per_day": 7.0}, ()),
]
PARTS = [
    *({"kind": "number", "args": {"q": name}} for name in NAMES),
    *({"kind": "number", "args": {"q": name, "style": "about"}} for name in ("api_usd_per_month", "verdict")),
    *(
        {"kind": "number", "args": {"q": name, "with": {"api_model": "deepseek/deepseek-flash", "api_region": None}}}
        for name in ("api_usd_per_month", "break_even_months", "break_even_requests_per_day")
    ),
    {"kind": "number", "args": {"q": "electricity_usd_per_month", "with": {"load_power_w": [252, 324]}}},
    {"kind": "number", "args": {"q": "api_usd_per_month", "as_of": "2026-05-16"}},
    {"kind": "verdict", "args": {}},
    {"kind": "flips", "args": {}},
    {"kind": "table", "args": {"table": "bill"}},
]

# One change: a node and its new value or range; None takes the reader's value back.
CHANGES = st.sampled_from([*INPUTS, *COMPUTED]).flatmap(
    lambda node: st.tuples(st.just(node.name), st.one_of(st.none(), value(node), value(node)))
)
RANGED = st.sampled_from(NUMBERS).flatmap(lambda node: st.tuples(st.just(node.name), pair(node)))
WALKS = st.tuples(SCENARIOS, st.lists(st.one_of(CHANGES, CHANGES, CHANGES, RANGED), min_size=3, max_size=8))


def steps(walk: tuple[dict[str, Any], list[tuple[str, Any]]]) -> list[dict[str, Any]]:
    """The scenarios of a walk, the first and one after each change that is possible."""
    current, changes = walk
    found = [current]
    for name, new in changes:
        current = {one: old for one, old in current.items() if one != name}
        current = possible(current if new is None else {**current, name: new})
        if sum(isinstance(one, list) for one in current.values()) > 2:
            current = {one: old for one, old in current.items() if not isinstance(old, list)}
        found.append(current)
    return found


def state(found: Evaluation) -> dict[str, Any]:
    """Every value with the facts under it and what a search looked at."""
    return {
        name: (
            found.get(name),
            facts_of(found, name),
            [(branch.pins, target) for branch, target in found.branches_of(name)],
        )
        for name in GRAPH.nodes
    }


def assert_same(walked: Evaluation, afresh: Evaluation) -> None:
    assert walked.pins == afresh.pins
    assert walked.reader_pins == afresh.reader_pins
    got, wanted = state(walked), state(afresh)
    different = [f"{name}: {got[name]} on the walk, {wanted[name]} afresh" for name in got if got[name] != wanted[name]]
    assert different == []


def pins(raw: dict[str, Any]) -> dict[str, Any]:
    return dict(scenario.parse(GRAPH, catalog(), raw).pins)


def fresh(of: dict[str, Any]) -> Evaluation:
    return Evaluation(GRAPH, SNAPSHOT, of)


@settings(steady, max_examples=12)
@given(WALKS, st.lists(st.booleans(), min_size=9, max_size=9))
def test_each_step_of_a_walk_equals_a_fresh_evaluation(walk: Any, looked: list[bool]) -> None:
    """Whatever was asked at the step before, all of it, nothing or overlays only."""
    current = fresh({})
    for raw, all_asked in zip(steps(walk), looked, strict=False):
        current = current.successor(pins(raw))
        afresh = fresh(current.pins)
        for overrides, unset in OPTIONS[: 2 + all_asked]:
            assert_same(current.overlay(overrides, unset), afresh.overlay(overrides, unset))
        if all_asked:
            assert_same(current, afresh)


@settings(steady, max_examples=15)
@given(WALKS, st.lists(st.sampled_from(DAYS), min_size=9, max_size=9))
def test_the_door_says_at_each_step_what_a_new_door_says(walk: Any, days: list[str]) -> None:
    asked = [
        json.dumps({"id": 1, "call": "page", "scenario": raw, "as_of": day, "parts": PARTS, "inputs": NAMES})
        for raw, day in zip(steps(walk), days, strict=False)
    ]
    door.latest.cache_clear()
    walked = [handle(text) for text in asked]
    assert all("result" in json.loads(said) for said in walked)
    for text, said in zip(asked, walked, strict=True):
        door.latest.cache_clear()
        assert json.loads(said) == json.loads(handle(text))


@pytest.mark.parametrize("node", INPUTS, ids=[node.name for node in INPUTS])
def test_no_more_is_computed_again_than_a_change_reaches(node: Node) -> None:
    base = fresh({})
    state(base)
    follows = base.successor({node.name: other(node)})
    assert set(GRAPH.nodes) - set(follows.values) == GRAPH.descendants[node.name] - {node.name}


def other(node: Node) -> Any:
    """A value that is not the default."""
    if node.value_kind == "number":
        return typed.bounds(node)[1]
    return True if node.value_kind == "flag" else typed.choices(node, catalog())[-1]


def test_what_came_before_is_let_go() -> None:
    """A reader who moves an input for an hour fills no memory: only the latest evaluation and the one before stay."""
    kept = Latest(GRAPH, catalog())
    seen = []
    for volume in range(6):
        found = kept.of(scenario.Scenario({"requests_per_day": float(volume), "lifetime_years": 1.0 + volume % 2}))
        state(found)
        for overrides, unset in OPTIONS[volume % 3 :]:
            state(found.overlay(overrides, unset))
        seen.append(weakref.ref(found))
    del found
    gc.collect()
    assert [one() is not None for one in seen] == [False, False, False, False, True, True]


def test_only_a_few_days_are_kept() -> None:
    kept = Latest(GRAPH, catalog())
    first = weakref.ref(kept.of(scenario.Scenario({}, "2026-01-01")))
    for day in range(MOST):
        kept.of(scenario.Scenario({}, f"2026-02-0{day + 1}"))
    gc.collect()
    assert first() is None


def test_a_day_and_an_owner_follow_only_themselves() -> None:
    kept = Latest(GRAPH, catalog())
    price = kept.of(scenario.Scenario({"api_model": "openai/gpt-4o"}, "2026-05-16")).get("api_price_row")
    assert isinstance(price, PriceInForce)
    kept.of(scenario.Scenario({"api_model": "openai/gpt-5-mini"}, "2026-11-23"), "reader").get("api_price_row")
    later = kept.of(scenario.Scenario({"api_model": "openai/gpt-4o"}, "2026-11-23"), "reader")
    assert later.snapshot.day == "2026-11-23"
    assert later.get("api_price_row") == later.snapshot.price("openai/gpt-4o")


def test_numbers_that_compare_equal_are_told_apart() -> None:
    """0 and -0 are equal to Python, as are 1 and yes, and are not the same in a result."""
    base = fresh({"cached_input_frac": 0.0})
    state(base)
    for same in (-0.0, 0, False, 0.0):
        follows, afresh = base.successor({"cached_input_frac": same}), fresh({"cached_input_frac": same})
        for name in ("cached_input_frac", "cache_read_tok_per_request"):
            assert repr(follows.get(name)) == repr(afresh.get(name))
        assert type(base.overlay({"batch_frac": same}).get("batch_frac")) is type(same)


@pytest.mark.parametrize(
    "moved",
    [
        {"hardware": "custom"},
        {"hardware": "custom", "memory_gb": 48.0},
        {"open_model": "custom"},
        {"api_model": "custom"},
        {"tariff": "custom"},
        {"engine": "vllm"},
    ],
    ids=str,
)
def test_a_step_leaves_what_it_started_from_as_it_was(moved: dict[str, Any]) -> None:
    """Each reads other facts and runs other rules; the facts of both are gathered only after both were computed."""
    base = fresh({})
    follows = base.successor(moved)
    for name in GRAPH.nodes:
        base.get(name)
    later = base.successor(moved)
    for name in GRAPH.nodes:
        later.get(name)
        follows.get(name)
    assert_same(base, fresh({}))
    assert_same(later, fresh(moved))
    assert_same(follows, fresh(moved))


def test_an_overlay_asked_of_an_older_evaluation_later_does_no_harm() -> None:
    """The evaluation before stays usable; what is asked of it after the step is not mistaken for taken over."""
    base = fresh({"requests_per_day": 10.0})
    state(base)
    follows = base.successor({"requests_per_day": 5000.0})
    over = follows.overlay({"api_model": "openai/gpt-4o"})
    state(over)
    state(base.overlay({"api_model": "openai/gpt-4o"}).overlay({"output_tok_per_request": 9.0}))
    assert_same(
        over.overlay({"output_tok_per_request": 9.0}),
        fresh({"requests_per_day": 5000.0}).overlay({"api_model": "openai/gpt-4o", "output_tok_per_request": 9.0}),
    )
