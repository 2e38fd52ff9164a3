"""The guide's model: all nodes, gathered from where each is declared, as one graph."""

from __future__ import annotations

from types import ModuleType

from calc import inputs, lookups, wiring
from calc.engine.graph import Graph
from calc.engine.nodes import Node, node_of
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

# Each gives its nodes by `nodes()`.
DECLARED = (
    *(inputs, lookups.local, lookups.drift, lookups.other_prices, lookups.api),
    *(inputs.memory, lookups.memory, wiring.memory_ranges, wiring.memory),
    *(inputs.serving, lookups.speed, wiring.speed, wiring.speed_ranges, wiring.prompts),
    *(inputs.offload, wiring.offload),
)
# Each marks its functions with `quantity`.
LOCAL = (energy, kv_cache, memory, fitting, offload, speed, prompts, serving, power, capacity, ownership)
FORMULAS = (*LOCAL, api_tokens, api_rates, api_bill, rental, break_even, levelized, drift, verdicts)


def _marked(module: ModuleType) -> list[Node]:
    found = [
        thing
        for thing in vars(module).values()
        if getattr(thing, "marks", None) and thing.__module__ == module.__name__
    ]
    return [node_of(function) for function in found]


def build() -> Graph:
    """The graph of all nodes, in the order of lists.  Raises GraphError that names what does not fit."""
    declared = [node for module in DECLARED for node in module.nodes()]
    return Graph([*declared, *(node for module in FORMULAS for node in _marked(module))])


GRAPH = build()
