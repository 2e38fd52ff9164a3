"""Results in the shape that scripts, pages and checks rely on."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from calc import doubts, text
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Floor, Gap, Unknown, joined
from calc.engine.graph import Graph
from calc.engine.grounds import facts_of
from calc.engine.rules import Literal
from calc.engine.span import span
from calc.facts.catalog import Catalog
from calc.facts.fact import Fact
from calc.options import REGION, REGION_WORDS
from calc.ranges import model_span
from calc.scenario import Scenario
from calc.units import round12

QUANTS, NO_FILE = ("quant", "best_quant"), "none"
IN_SOME = "in some of the cases that the range is made of: "
OPEN_END = "In some of the cases that the range is made of, the answer is never."
FACT_KEYS = ("key", "value", "unit", "date", "checked", "how", "source", "file", "line")


def evaluation(graph: Graph, catalog: Catalog, scenario: Scenario) -> Evaluation:
    """The evaluation of a scenario on its day."""
    return Evaluation(graph, catalog.at(scenario.as_of or catalog.edition), scenario.pins)


def corners(base: Evaluation, name: str) -> list[Evaluation]:
    """The scenario at every corner of its ranges, and at each price that may hold instead of the one in force."""
    below = base.graph.descendants
    ranges = {key: value for key, value in base.pins.items() if isinstance(value, tuple) and name in below[key]}
    found = [base]
    if ranges:
        picks = itertools.product(*ranges.values())
        found = [base.overlay(dict(zip(ranges, pick, strict=True))) for pick in picks]
    return found + [one.overlay(case) for one in found for case in doubts.other_cases(base, name)]


Settled = tuple[Any, float | None, float | None]


def settled(base: Evaluation, name: str) -> Settled:
    """The value of a node with its least and its greatest over all corners; (None, None) where there is no range.

    What is unknown in one corner is unknown in all, and what is a floor in one is a floor, of the least of them.
    Never is None.  The middle counts too: hours switched on cost power and save overflow, so the least can lie
    between the corners.
    """
    kept = base.kept_of(name)
    if "settled" not in kept:
        kept["settled"] = _settled(base, name)
    found: Settled = kept["settled"]
    return found


def _settled(base: Evaluation, name: str) -> Settled:
    value = base.get(name)
    branches = [] if isinstance(value, Unknown) else corners(base, name)
    if len(branches) < 2:
        return value, None, None
    values = [value, *(branch.get(name) for branch in branches)]
    gaps = [one for one in values if isinstance(one, Gap)]
    if not gaps:
        low, high = span(name, values)
        moved = low != high or any(isinstance(pin, tuple) for pin in base.pins.values())
        return (value, low, high) if moved else (value, None, None)
    reason = value.reason if isinstance(value, Gap) else f"{IN_SOME}{joined(gap.reason for gap in gaps)}"
    if any(isinstance(one, Unknown) for one in gaps):
        return Unknown(reason), None, None
    floors = [one.value if isinstance(one, Floor) else one for one in values if one is not None]
    return Floor(min(floors), reason), None, None


def shown(value: Any) -> Any:
    """A node's value as JSON: numbers at 12 digits, null for never and for unknown."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Floor):
        return round12(value.value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return round12(value)


def words(base: Evaluation, name: str, style: str = "exact") -> str:
    """A node's value in words, with its range where the scenario has one."""
    value, low, high = settled(base, name)
    if isinstance(value, Unknown):
        return text.UNKNOWN
    if isinstance(value, Floor):
        return f"at least {text.words(value.value, name, style=style)}"
    return text.words(value, name, low, high, style)


def choice_label(base: Evaluation, name: str, style: str = "exact") -> str:
    """A node's value in words; the name of what was chosen rather than its id."""
    node, value = base.graph.nodes[name], base.get(name)
    if node.table == REGION and isinstance(value, str):
        return REGION_WORDS.get(value, value)
    if name in QUANTS and isinstance(value, str):
        return value if value == NO_FILE else value.upper()  # Q4_K_M, as its makers write it
    if node.table and isinstance(value, str):
        return str(base.snapshot.attribute(node.table, value, "name") or value)
    if node.choices and isinstance(value, str):
        return dict(node.choices).get(value, value)
    return words(base, name, style)


def status(base: Evaluation, name: str) -> str:
    """known, floor or unknown."""
    value, _, _ = settled(base, name)
    if isinstance(value, Unknown):
        return "unknown"
    return "floor" if isinstance(value, Floor) else "known"


def is_known(base: Evaluation, name: str) -> bool:
    """Whether a node is known in full: not unknown, no floor.  "Never" is known."""
    return status(base, name) == "known"


def pinned(base: Evaluation, name: str) -> list[str]:
    """The pins that the node depends on and that replace something computed or looked up."""
    graph = base.graph
    return [
        key for key in base.pins if name in graph.descendants[key] and not isinstance(graph.nodes[key].rule, Literal)
    ]


def reasons(base: Evaluation, name: str) -> list[str]:
    """Why a result is unknown, a floor or a range, and what else a reader must know."""
    value, _, _ = settled(base, name)
    in_some = [value.reason] if isinstance(value, Gap) and not isinstance(base.get(name), Gap) else []
    return [*in_some, *doubts.reasons(base, name)]


def result(base: Evaluation, name: str) -> dict[str, Any]:
    """One quantity in the contract's shape."""
    value, low, high = settled(base, name)
    unit = base.graph.nodes[name].unit
    why = reasons(base, name)
    if low is None and high is None and not isinstance(value, Gap):
        low, high = model_span(base, name)
        if (low is None) != (high is None):
            low, high, why = None, None, [*why, OPEN_END]
    found: dict[str, Any] = {
        "quantity": name,
        "value": shown(value),
        "text": words(base, name),
        "unit": unit.symbol if unit else "",
        "status": status(base, name),
        "as_of": base.snapshot.day,
        "low": low,
        "high": high,
        "pinned": pinned(base, name),
        "facts": [fact_json(fact) for fact in facts_of(base, name)],
        "reasons": why,
    }
    if isinstance(value, Unknown | Floor):
        found["reason"] = value.reason
    return found


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact as JSON."""
    return {key: getattr(fact, key) for key in FACT_KEYS}


def overrides(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Overrides of a page's number as pins: lists become ranges."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
