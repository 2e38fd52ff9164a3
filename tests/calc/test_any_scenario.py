"""Whatever a reader types: an answer or a sentence, never a traceback; numbers finite, words from a short list."""

from __future__ import annotations

import json
import math
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import results, scenario, typed
from calc.calculators import CALCULATORS, HOUR_PRESETS, PRESETS, Preset
from calc.door import CALLS, catalog, handle
from calc.facts.week import MINUTES_PER_WEEK, spans
from calc.figures import CHARTS
from calc.model import GRAPH
from calc.parts import kinds
from calc.parts.cells import CELLS
from calc.parts.flips import flips
from calc.tables import TABLES
from calc.typed import bounds
from tests.calc.asking import INPUTS, NAMES, NUMBERS, ask, evaluation, reply
from tests.calc.drawn import PINNED, RANGES, SCENARIOS, pair, steady, value

STATUSES = {"known", "unknown", "floor"}
KEYS = {"quantity", "value", "text", "unit", "status", "as_of", "low", "high", "pinned", "facts", "reasons"}
FACT_KEYS = {"key", "value", "unit", "date", "checked", "how", "source", "file", "line"}
DAYS = ["2026-11-23", "2026-05-16", "2026-08-20", "2026-12-05", "2019-01-01"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
# What the tables on the page of one record are told.
ABOUT: dict[str, Any] = {
    **{name: {"models": ["qwen/qwen3.8-27b", "meta/llama-3.3-70b"]} for name in ("fits", "speeds")},
    "boxes": {"boxes": ["nvidia/rtx-3090", "nvidia/dgx-spark"]},
    "tiers": {"tiers": {"small": "openai/gpt-6-luna"}},
    "instead": {"others": ["openai/gpt-6-luna", "openai/gpt-4o"], "with": {"api_model": "openai/gpt-5-mini"}},
    "weights": {"with": {"api_model": "deepinfra/qwen3.8-27b"}},
    "box_lead": {"model": "the model of your scenario"},
    "workloads": {"workloads": [{"label": "Night", "size": "9 a day", "under": {"batch_frac": 1}}]},
    "observed": {"of": "tariff", "record": "us/residential", "fields": {"carbon_g_per_kwh": "Carbon"}, "caption": "US"},
    **{name: {"biller": "openai"} for name in ("provider_models", "provider_retired", "provider_events")},
}
OF_A_CELL: dict[str, Any] = {
    "known": {"q": "local_total_usd_per_month"},
    "models_count": {"counts": {"2024-01-01T00:00Z": 1, "2026-06-01T00:00Z": 3}},
    **{name: {"models": ["openai/gpt-6-luna", "openai/gpt-4o"]} for name in ("cheapest_model", "cheapest_bill")},
}
# Nothing comes, nothing is special, or a month of owning is not known.
MAY_BE_EMPTY = {"coming", "conditions", "cell", "box_costs"}


def check(found: dict[str, Any]) -> None:
    """One result in the contract's shape."""
    assert set(found) - {"reason"} == KEYS
    assert found["status"] in STATUSES
    assert found["text"]
    got, low, high = found["value"], found["low"], found["high"]
    for number in (got, low, high):
        assert number is None or not isinstance(number, float) or math.isfinite(number), found
    to_never = (low is None) != (high is None)
    if low is not None and high is not None:
        assert low <= got <= high
    if found["status"] == "unknown":
        assert (got, found["text"]) == (None, "unknown")
        assert found["reason"]
    if got is None and found["status"] == "known":
        assert found["text"] == "never" or to_never
    assert to_never == (" never" in found["text"] or "never " in found["text"]) or isinstance(got, str), found
    for fact in found["facts"]:
        assert set(fact) == FACT_KEYS
        assert fact["line"] > 0


def strict(text: str) -> Any:
    """JSON without the extensions that browsers refuse."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


@settings(steady, max_examples=50)
@given(st.one_of(SCENARIOS, PINNED), st.sampled_from(DAYS))
def test_every_name_has_an_answer(raw: dict[str, Any], day: str) -> None:
    found = results.evaluation(GRAPH, catalog(), scenario.parse(GRAPH, catalog(), raw, day))
    for name in NAMES:
        check(strict(json.dumps(results.result(found, name))))


@settings(steady, max_examples=25)
@given(RANGES)
def test_every_name_has_an_answer_for_ranges(raw: dict[str, Any]) -> None:
    found = evaluation(None, **raw)
    for name in NAMES:
        check(results.result(found, name))


@settings(steady, max_examples=25)
@given(st.one_of(SCENARIOS, PINNED), st.sampled_from(DAYS))
def test_every_part_of_a_page_can_be_drawn(raw: dict[str, Any], day: str) -> None:
    wanted: list[dict[str, Any]] = [
        {"kind": "chart", "args": {"chart": name}} for name in CHARTS if name != "benchmark"
    ]
    wanted += [{"kind": "table", "args": {"table": name, **ABOUT.get(name, {})}} for name in TABLES]
    wanted += [{"kind": "cell", "args": {"cell": name, **OF_A_CELL[name]}} for name in CELLS]
    wanted += [{"kind": kind, "args": {}} for kind in ("verdict", "flips", "coming")]
    wanted += [{"kind": "conditions", "args": {"model": "google/gemini-4-argon"}}]
    wanted += [{"kind": "fact", "args": {"fact": "tariff.us/residential.electricity_usd_per_kwh"}}]
    wanted += [{"kind": "number", "args": {"q": "verdict"}}]
    wanted += [{"kind": "results", "args": {"names": NAMES}}]
    answered = strict(
        handle(json.dumps({"id": 1, "call": "page", "scenario": raw, "as_of": day, "parts": wanted, "inputs": NAMES}))
    )
    assert "result" in answered, answered
    parts = zip(wanted, answered["result"]["parts"], strict=True)
    assert all(part["html"] for asked, part in parts if not {asked["kind"], asked["args"].get("table")} & MAY_BE_EMPTY)
    assert set(answered["result"]["inputs"]) == set(NAMES)
    assert answered["result"]["status"]


def test_a_box_whose_cost_is_only_a_floor_is_no_finding() -> None:
    """The weights do not fit, so the power is unknown; the purchase is known, and what is dearer is not said."""
    wanted = [{"kind": "chart", "args": {"chart": "cost_by_volume"}}, {"kind": "flips", "args": {}}]
    found = reply(call="page", scenario={"open_model": "meta/llama-3.3-70b"}, parts=wanted)["result"]["parts"]
    assert "the box can't be priced" in unescape(found[0]["html"])
    assert "never catches up" not in found[0]["html"]
    assert "Floor(" not in found[1]["html"]


def test_every_kind_of_part_was_drawn() -> None:
    assert set(kinds.KINDS) == {
        "chart",
        "table",
        "verdict",
        "flips",
        "number",
        "results",
        "coming",
        "fact",
        "conditions",
        "cell",
    }


@settings(steady, max_examples=40)
@given(PINNED, st.sampled_from(NAMES))
def test_every_number_explains_itself(raw: dict[str, Any], name: str) -> None:
    answered = reply(call="explain", scenario=raw, args={"q": name})
    assert "<ul" in answered["result"]["html"]
    assert "None" not in answered["result"]["html"]


@settings(steady, max_examples=40)
@given(PINNED)
def test_flips_are_sentences(raw: dict[str, Any]) -> None:
    for side, segments in flips(evaluation(None, **raw)):
        assert side in ("api", "local", "rental")
        words = "".join(one if isinstance(one, str) else one.text for one in segments)
        assert words.endswith(".")
        assert words[0].isupper()


@settings(steady, max_examples=120)
@given(st.one_of(JSON, st.text(max_size=20)), st.sampled_from([*NAMES, "nothing"]), st.sampled_from([*CALLS, "none"]))
def test_the_door_never_raises(junk: Any, name: str, call: str) -> None:
    requests = [
        junk,
        {"id": 1, "call": call, "quantity": name, "scenario": {name: junk}, "name": name, "value": junk, "steps": 1},
        {"id": 1, "call": call, "quantity": junk, "scenario": junk, "args": junk, "query": junk, "parts": junk},
        {"id": 1, "call": "page", "parts": [{"kind": "number", "args": {"q": name, "with": {name: junk}}}]},
        {"id": 1, "call": "evaluate", "quantity": "verdict", "as_of": junk},
    ]
    for request in requests:
        answered = strict(handle(json.dumps(request)))
        assert ("result" in answered) != ("error" in answered)
        if "error" in answered:
            assert answered["error"]["message"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '"page"', "[" * 100_000, '{"call": "evaluate"}'])
def test_what_is_no_request_gets_a_sentence(text: str) -> None:
    answered = json.loads(handle(text))
    assert answered["error"]["type"] in ("bad_request", "unknown_call")
    assert answered["error"]["message"]


@pytest.mark.parametrize("node", NUMBERS, ids=[node.name for node in NUMBERS])
def test_both_ends_of_a_range_can_be_set(node: Any) -> None:
    low, high = bounds(node)
    for end in (low, high):
        check(ask("local_total_usd_per_month", {node.name: end}))
        check(ask("verdict", {node.name: end}))


@pytest.mark.parametrize("node", INPUTS, ids=[node.name for node in INPUTS])
def test_every_value_stands_in_its_field_as_it_can_be_typed_again(node: Any) -> None:
    """What the door writes into a field parses to the same value, so leaving a field never changes it."""

    @settings(steady, max_examples=25)
    @given(st.one_of(value(node), pair(node)) if node in NUMBERS else value(node))
    def check_field(raw: Any) -> None:
        parsed = typed.parse_value(node, raw, catalog())
        shown = reply(call="page", scenario={node.name: raw}, inputs=[node.name])["result"]["inputs"][node.name]["text"]
        again = typed.parse_value(node, shown, catalog())
        assert ends(again) == (parsed if isinstance(parsed, str) else pytest.approx(ends(parsed), rel=1e-9, abs=1e-8))

    check_field()


def ends(one: Any) -> Any:
    """Both ends of a range; of a number, the number twice."""
    return one if isinstance(one, str | tuple) else (one, one)


def test_calculators_name_what_there_is() -> None:
    for calculator in CALCULATORS:
        shown = {name for group in calculator.groups for name in group.inputs}
        assert shown | set(calculator.results) <= set(NAMES), calculator.slug
        assert set(calculator.charts) <= set(CHARTS)
        assert set(calculator.tables) <= set(TABLES)
        assert set(calculator.presets) <= {preset.id for preset in PRESETS}


@pytest.mark.parametrize("preset", (*PRESETS, *HOUR_PRESETS), ids=lambda preset: preset.id)
def test_a_preset_is_a_scenario_with_a_verdict(preset: Preset) -> None:
    answered = reply(call="page", scenario=dict(preset.values))
    assert set(answered["result"]["scenario"]) <= set(preset.values)
    assert answered["result"]["status"]
    assert set(preset.clears) <= set(NAMES)


@pytest.mark.parametrize("preset", HOUR_PRESETS, ids=lambda preset: preset.id)
def test_hours_of_use_by_name_set_the_hours_of_the_box_and_of_the_requests(preset: Preset) -> None:
    """A profile says the hours of a week; what a preset clears follows it."""
    minutes = sum(end - start for start, end, _ in spans(preset.values["hours_profile"]))
    for name in ("active_hours_per_day", "powered_hours_per_day"):
        assert name in preset.clears
        found = reply(call="evaluate", quantity=name, scenario=dict(preset.values))["result"]
        assert found["value"] == pytest.approx(24 * minutes / MINUTES_PER_WEEK), name
