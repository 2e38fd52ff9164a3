"""Every input: what a reader may change, its range, its help and its default (a literal, a fact or a rule)."""

from __future__ import annotations

from calc.engine.nodes import Node
from calc.inputs import api, local, memory, money, offload, power, rental, serving, workload

__all__ = ["memory", "nodes", "offload", "serving"]


def nodes() -> list[Node]:
    """The inputs in the order in which forms show them; those of memory, serving and offload come after lookups."""
    return [node for group in (workload, api, local, power, money, rental) for node in group.nodes()]
