"""The guide's model: all nodes, gathered from where each is declared, as one graph."""

from __future__ import annotations

from types import ModuleType

from calc import inputs, lookups, memory_inputs, memory_lookups, memory_ranges, memory_rules
from calc.graph import Graph
from calc.nodes import FirstKnown, Lookup, Node, Switch, call_of, node_of
from calc.quantities import (
    api_bill,
    break_even,
    capacity,
    energy,
    kv_cache,
    levelized,
    memory,
    ownership,
    rental,
    speed,
    verdicts,
)
from calc.units import unit_of

MODULES = (energy, kv_cache, memory, speed, capacity, ownership, api_bill, rental, break_even, levelized, verdicts)


def _marked(module: ModuleType) -> list[Node]:
    found = [
        thing
        for thing in vars(module).values()
        if getattr(thing, "marks", None) and thing.__module__ == module.__name__
    ]
    return [node_of(function) for function in found]


def _speeds() -> list[Node]:
    """The speeds a reader names: measured where the basis says so, else modelled."""
    decode = Switch(
        "speed_basis",
        {
            "measured": Lookup("speed", "speed_key", "decode_tok_per_s"),
            "modelled": call_of(lambda modelled_decode_tok_per_s: modelled_decode_tok_per_s),
            "pinned": Lookup("speed", "speed_key", "decode_tok_per_s"),
        },
    )
    prefill = FirstKnown(
        (
            Lookup("speed", "speed_key", "prefill_tok_per_s"),
            call_of(lambda modelled_prefill_tok_per_s: modelled_prefill_tok_per_s),
        )
    )
    return [
        Node(
            "decode_tok_per_s",
            "formula",
            decode,
            "Generation speed",
            "Tokens a second that one copy writes, one request at a time: measured for this very pair, else modelled.",
            "the measurement, or the modelled speed of the family",
            "speed",
            unit=unit_of("decode_tok_per_s"),
        ),
        Node(
            "prefill_tok_per_s",
            "formula",
            prefill,
            "Prompt reading speed",
            "Tokens a second that one copy reads: measured for this very pair, else modelled.",
            "the measurement, or the modelled speed of the family",
            "speed",
            unit=unit_of("prefill_tok_per_s"),
        ),
    ]


def build() -> Graph:
    """The graph of all nodes.  Raises GraphError that names what does not fit."""
    quantities = [node for module in MODULES for node in _marked(module)]
    about_memory = [*memory_inputs.nodes(), *memory_lookups.nodes(), *memory_rules.nodes(), *memory_ranges.nodes()]
    return Graph([*inputs.nodes(), *lookups.nodes(), *about_memory, *quantities, *_speeds()])


GRAPH = build()
