"""How an input is declared: a number with its range, a choice, a flag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calc.engine.nodes import Choices, Node, rule_of
from calc.engine.rules import Literal
from calc.units import unit_of


def number(
    name: str,
    label: str,
    help_text: str,
    default: Any,
    *,
    within: tuple[float, float],
    step: float,
    group: str,
) -> Node:
    """A number: its default is a value, a function of other nodes or a rule; its range and the step of its field.

    Range and step are in the unit that the name ends in.
    """
    return Node(
        name,
        "input",
        rule_of(default),
        label,
        help_text,
        group=group,
        low=within[0],
        high=within[1],
        step=step,
        unit=unit_of(name),
    )


def choice(
    name: str,
    label: str,
    help_text: str,
    default: Any,
    choices: Choices = (),
    *,
    table: str = "",
    own: Callable[[str, str], str] | None = None,
    group: str,
) -> Node:
    """One of several (each with its label), or one of the ids of a table; its default is a value or a rule.

    `own` reads what is none of them: name and text to the one way of writing it; raises CalcError.
    """
    return Node(
        name,
        "input",
        rule_of(default),
        label,
        help_text,
        group=group,
        choices=choices,
        table=table,
        own=own,
        value_kind="choice",
    )


def flag(name: str, label: str, help_text: str, default: bool, *, group: str) -> Node:
    """Yes or no, as it is by default."""
    return Node(name, "input", Literal(default), label, help_text, group=group, value_kind="flag")
