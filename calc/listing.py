"""What there is: every node with its unit, help, default, range and choices."""

from __future__ import annotations

import math
from typing import Any

from calc import results, scenario, typed
from calc.engine.graph import Graph
from calc.engine.nodes import Node
from calc.facts.catalog import Catalog


def listing(graph: Graph, catalog: Catalog) -> list[dict[str, Any]]:
    """All nodes a scenario may name, in the shape of `list --json`."""
    evaluation = results.evaluation(graph, catalog, scenario.Scenario({}, catalog.edition))
    return [
        described(node, catalog, default=results.shown(evaluation.get(node.name)))
        for node in graph.nodes.values()
        if not node.hidden
    ]


def described(node: Node, catalog: Catalog, **more: Any) -> dict[str, Any]:
    """What a node means: kind, unit, label, help, `more`, range, and what may be chosen."""
    return {
        "name": node.name,
        "kind": node.kind,
        "unit": node.unit.symbol if node.unit else "",
        "label": node.label,
        "help": node.help,
        **more,
        "low": node.low,
        "high": node.high,
        "choices": typed.choices(node, catalog) if node.value_kind == "choice" else [],
    }


def step_for(value: float) -> float:
    """A handy step for a value without a declared one: a tenth of its order of magnitude."""
    return 1.0 if value == 0 else 10.0 ** (math.floor(math.log10(abs(value))) - 1)
