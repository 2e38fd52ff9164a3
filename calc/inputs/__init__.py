"""Every input: what a reader may change, its range, its help and its default (a literal, a fact or a rule)."""

from __future__ import annotations

from calc.inputs import api, local, money, power, rental, workload
from calc.nodes import Node


def nodes() -> list[Node]:
    """All inputs, in the order in which forms show them."""
    return [node for group in (workload, api, local, power, money, rental) for node in group.nodes()]
