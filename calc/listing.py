"""What there is: every node with its unit, help, default, range and choices."""

from __future__ import annotations

import math
from typing import Any

from calc import results, scenario
from calc.engine.graph import Graph
from calc.engine.nodes import Node
from calc.facts.catalog import Catalog


def listing(graph: Graph, catalog: Catalog) -> list[dict[str, Any]]:
    """All nodes a scenario may name, in the shape of `list --json`."""
    evaluation = results.evaluation(graph, catalog, scenario.Scenario({}, catalog.edition))
    return [
        _entry(node, results.shown(evaluation.get(node.name)), catalog)
        for node in graph.nodes.values()
        if not node.hidden
    ]


def _entry(node: Node, default: Any, catalog: Catalog) -> dict[str, Any]:
    return {
        "name": node.name,
        "kind": node.kind,
        "unit": node.unit.symbol if node.unit else "",
        "label": node.label,
        "help": node.help,
        "default": default,
        "low": node.low,
        "high": node.high,
        "choices": scenario.choices(node, catalog) if node.value_kind == "choice" else [],
    }


def step_for(value: float) -> float:
    """A handy step for a value without a declared one: a tenth of its order of magnitude."""
    return 1.0 if value == 0 else 10.0 ** (math.floor(math.log10(abs(value))) - 1)
