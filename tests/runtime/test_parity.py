"""What the build prints and what the browser computes agree: as shown to the letter, as numbers to 1e-12."""

import json
import math
from pathlib import Path

import pytest

from calc import door
from tests.runtime import probe
from tests.runtime.scenarios import scenarios

COUNT = 1000
LEAST_VALID = 700
RELATIVE = 1e-12
EDITION = door.catalog().edition
SOURCE = Path(probe.__file__).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawn():
    return scenarios(COUNT, probe.listing(None))


@pytest.fixture(scope="module")
def pairs(drawn, run_packed):
    return list(zip(drawn, map(probe.everything, drawn), run_packed(SOURCE, "everything", drawn), strict=True))


def test_the_listing_is_the_same(run_packed):
    assert run_packed(SOURCE, "listing", [None]) == [probe.listing(None)]


def test_most_scenarios_are_valid(pairs):
    assert sum("nodes" in here for _, here, _ in pairs) >= LEAST_VALID


def test_errors_and_links_are_the_same(pairs):
    for drawn, here, there in pairs:
        assert here.get("errors") == there.get("errors"), drawn
        assert here.get("link") == there.get("link"), drawn


def test_every_text_is_the_same(pairs):
    different = [
        f"{name}: {node['text']!r} in CPython, {there['nodes'][name]['text']!r} in Pyodide, under {drawn}"
        for drawn, here, there in pairs
        for name, node in here.get("nodes", {}).items()
        if node["text"] != there["nodes"][name]["text"]
    ]
    assert different == []


def test_every_value_is_the_same_to_twelve_digits(pairs):
    different = [
        f"{name}.{key}: {node[key]!r} in CPython, {there['nodes'][name][key]!r} in Pyodide, under {drawn}"
        for drawn, here, there in pairs
        for name, node in here.get("nodes", {}).items()
        for key in ("value", "low", "high", "status")
        if not same(node[key], there["nodes"][name][key])
    ]
    assert different == []


DAYS = ("2024-01-05", "2025-08-07", "2026-05-16", "2026-07-29", "2026-07-30T09:00Z", EDITION, "2027-01-15")
MODELS = ("openai/gpt-5.6-luna", "openai/gpt-4.1-nano", "google/gemini-4-argon", "anthropic/claude-3-haiku-20240307")
PARTS = [
    *({"kind": kind, "args": {}} for kind in ("verdict", "flips", "coming")),
    *({"kind": "chart", "args": {"chart": chart}} for chart in ("price_history", "bill_history", "break_even_history")),
    *({"kind": "number", "args": {"q": q}} for q in ("api_usd_per_month", "price_cuts_count", "break_even_months")),
]


@pytest.fixture(scope="module")
def dated():
    """Requests about days and models that need what was before the edition, or not."""
    about = [{"scenario": {"api_model": model}, "as_of": day} for model in MODELS for day in (None, *DAYS)]
    page = {"id": 1, "call": "page", "parts": PARTS, "inputs": ["api_model"]}
    return [json.dumps(page | one) for one in about]


def test_dated_requests_are_answered_the_same_with_packs_as_they_come(dated, run_packed):
    replies = run_packed(SOURCE, "ask_as_a_page", dated)
    for request, (there, _) in zip(dated, replies, strict=True):
        assert rounded(json.loads(there)) == rounded(json.loads(door.handle(request))), request
    assert [name for _, brought in replies for name in brought] == ["earlier"]  # once for all


def test_a_dated_id_of_a_model_is_told_without_its_past(run_packed):
    alias, claims = next(iter(door.catalog().aliases.items()))
    request = {"id": 1, "call": "evaluate", "quantity": "api_model", "scenario": {"api_model": alias}, "as_of": EDITION}
    [(there, brought)] = run_packed(SOURCE, "ask_as_a_page", [json.dumps(request)])
    assert json.loads(there) == json.loads(door.handle(json.dumps(request)))
    assert claims
    assert brought == []


def rounded(answer):
    """An answer as it is said; numbers as such are compared above."""
    if isinstance(answer, dict):
        return {key: rounded(value) for key, value in answer.items()}
    if isinstance(answer, list):
        return [rounded(value) for value in answer]
    return round(answer, 9) if isinstance(answer, float) else answer


def same(one, other) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=0.0)
    return one == other


def test_a_difference_in_the_twelfth_digit_would_be_found():
    assert same(1.0, 1.0 + 1e-13)
    assert not same(1.0, 1.0 + 1e-11)
    assert not same(1.0, None)
