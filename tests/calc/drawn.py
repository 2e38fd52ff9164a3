"""Scenarios drawn at random: each input over its whole range, its ends and its everyday values included."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from calc import typed
from calc.door import catalog
from calc.engine.nodes import Node
from calc.model import GRAPH
from tests.calc.asking import INPUTS, NUMBERS

# The same examples in every run, so that a red build is red for everybody; `HYPOTHESIS_PROFILE` is not consulted.
steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
EVERYDAY_MOST = 100.0  # times the default
# What else a choice may be, in words of one's own.
OWN = {
    "hours_profile": (
        "mon-fri 09:00-12:00 13:00-18:00; sat 10:00-14:00 x0.3",
        "fri 22:30-06:15 x7; tue 00:00-24:00 x3",
        "mon-sun [9 5 4 2 1 1 3 8 20 33 41 44 38 40 43 41 37 30 25 22 19 17 14 11]",
    )
}


def number(node: Node) -> st.SearchStrategy[float]:
    """A value of a number over its range; half of them near what is usual."""
    low, high = typed.bounds(node)
    usual = min(high, max(low, EVERYDAY_MOST))
    return st.one_of(
        st.sampled_from([low, high]),
        st.floats(low, usual, allow_nan=False),
        st.floats(low, high, allow_nan=False),
        st.integers(int(low) + 1, max(int(low) + 1, int(usual))).map(float) if usual >= int(low) + 1 else st.just(low),
    )


def value(node: Node) -> st.SearchStrategy[Any]:
    """A value of an input."""
    if node.value_kind == "flag":
        return st.booleans()
    if node.value_kind == "choice":
        return st.sampled_from([*typed.choices(node, catalog()), *OWN.get(node.name, ())])
    return number(node)


def pair(node: Node) -> st.SearchStrategy[list[float]]:
    """A range of an input."""
    return st.tuples(number(node), number(node)).map(sorted)


def values(nodes: list[Node], most: int = 6) -> st.SearchStrategy[dict[str, Any]]:
    """Values for some of the nodes."""
    chosen = st.lists(st.sampled_from(nodes), max_size=most, unique_by=lambda node: node.name)
    return chosen.flatmap(lambda some: st.fixed_dictionaries({node.name: value(node) for node in some}))


def possible(raw: dict[str, Any]) -> dict[str, Any]:
    """The values without those that contradict each other."""
    if top(raw.get("cached_input_frac", 0)) + top(raw.get("cache_write_frac", 0)) > 1:
        raw = {name: one for name, one in raw.items() if name != "cache_write_frac"}
    if top(raw.get("busy_hours_per_day", 0)) > least(raw.get("powered_hours_per_day", 24)):
        raw = {name: one for name, one in raw.items() if name != "busy_hours_per_day"}
    return raw


def top(one: Any) -> float:
    """The greater end of a range, or the number."""
    return float(max(one) if isinstance(one, list | tuple) else one)


def least(one: Any) -> float:
    """The lesser end of a range, or the number."""
    return float(min(one) if isinstance(one, list | tuple) else one)


# What a reader may set: inputs, and any computed number too.
COMPUTED = [
    node
    for node in GRAPH.nodes.values()
    if node.kind != "input" and node.value_kind == "number" and not node.hidden and node.unit is not None
]
SCENARIOS = values(INPUTS).map(possible)
PINNED = values([*INPUTS, *COMPUTED]).map(possible)
RANGES = (
    st.tuples(
        values(INPUTS, 3),
        st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3, unique_by=lambda node: node.name).flatmap(
            lambda some: st.fixed_dictionaries({node.name: pair(node) for node in some})
        ),
    )
    .map(lambda both: both[0] | both[1])
    .map(possible)
)
