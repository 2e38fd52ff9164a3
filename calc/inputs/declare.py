"""How an input is declared: a number with its range, a choice, a flag."""

from __future__ import annotations

from typing import Any

from calc.engine.nodes import Choices, Node, rule_of
from calc.engine.rules import Literal
from calc.units import unit_of


def number(
    name: str, label: str, help_text: str, default: Any, low: float, high: float, step: float, group: str
) -> Node:
    """A number with the range and the step of its field."""
    return Node(
        name,
        "input",
        rule_of(default),
        label,
        help_text,
        group=group,
        low=low,
        high=high,
        step=step,
        unit=unit_of(name),
    )


def choice(
    name: str,
    label: str,
    help_text: str,
    default: Any,
    group: str,
    choices: Choices = (),
    table: str = "",
) -> Node:
    """One of several, or one of the ids of a table."""
    return Node(
        name,
        "input",
        rule_of(default),
        label,
        help_text,
        group=group,
        choices=choices,
        table=table,
        value_kind="choice",
    )


def flag(name: str, label: str, help_text: str, default: bool, group: str) -> Node:
    """Yes or no."""
    return Node(name, "input", Literal(default), label, help_text, group=group, value_kind="flag")
