"""What the build prints and what the browser computes agree: as shown to the letter, as numbers to 1e-12."""

import math
from pathlib import Path

import pytest

from tests.runtime import probe
from tests.runtime.scenarios import scenarios

COUNT = 1000
LEAST_VALID = 700
RELATIVE = 1e-12
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


def same(one, other) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=0.0)
    return one == other


def test_a_difference_in_the_twelfth_digit_would_be_found():
    assert same(1.0, 1.0 + 1e-13)
    assert not same(1.0, 1.0 + 1e-11)
    assert not same(1.0, None)
