"""The guide's model: all nodes, gathered from where each is declared, as one graph."""

from __future__ import annotations

from types import ModuleType

from calc import (
    api_lookups,
    drift_lookups,
    inputs,
    lookups,
    memory_lookups,
    memory_ranges,
    memory_rules,
    offload_rules,
    prompt_rules,
    speed_lookups,
    speed_ranges,
    speed_rules,
)
from calc.graph import Graph
from calc.nodes import Node, node_of
from calc.quantities import (
    api_bill,
    api_rates,
    api_tokens,
    break_even,
    capacity,
    drift,
    energy,
    fitting,
    kv_cache,
    levelized,
    memory,
    offload,
    ownership,
    power,
    prompts,
    rental,
    serving,
    speed,
    verdicts,
)

LOCAL = (energy, kv_cache, memory, fitting, offload, speed, prompts, serving, power, capacity, ownership)
MODULES = (*LOCAL, api_tokens, api_rates, api_bill, rental, break_even, levelized, drift, verdicts)


def _marked(module: ModuleType) -> list[Node]:
    found = [
        thing
        for thing in vars(module).values()
        if getattr(thing, "marks", None) and thing.__module__ == module.__name__
    ]
    return [node_of(function) for function in found]


def build() -> Graph:
    """The graph of all nodes.  Raises GraphError that names what does not fit."""
    quantities = [node for module in MODULES for node in _marked(module)]
    about_memory = [*inputs.memory.nodes(), *memory_lookups.nodes(), *memory_ranges.nodes(), *memory_rules.nodes()]
    about_speed = [
        *inputs.serving.nodes(),
        *speed_lookups.nodes(),
        *speed_rules.nodes(),
        *speed_ranges.nodes(),
        *prompt_rules.nodes(),
        *offload_rules.nodes(),
    ]
    about_drift = drift_lookups.nodes()
    return Graph(
        [
            *inputs.nodes(),
            *lookups.nodes(),
            *about_drift,
            *api_lookups.nodes(),
            *about_memory,
            *about_speed,
            *quantities,
        ]
    )


GRAPH = build()
