"""What a node is: an input, a lookup, a formula or a search; and the marks that make plain functions nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from calc.engine.labels import label_of
from calc.engine.rules import Call, Formula, Literal, Rule, Search
from calc.units import Unit, unit_of

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Node:
    """One named thing that can be evaluated or pinned."""

    name: str
    kind: str  # input, lookup, formula, search
    rule: Rule
    label: str
    help: str
    formula: str = ""
    group: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: Choices = ()
    table: str = ""  # a choice among the ids of this table
    own: Callable[[str, str], str] | None = None  # how a choice is read that is none of those listed; may raise
    value_kind: str = "number"  # number, choice, flag, text
    hidden: bool = False
    unit: Unit | None = None


def rule_of(default: Any) -> Rule:
    """A rule from what was declared: a rule, a function or a plain value."""
    if isinstance(default, Rule):
        return default
    if callable(default):
        return call_of(default)
    return Literal(default)


def parameters(function: Formula) -> tuple[str, ...]:
    """The names of a plain function's parameters; `inspect` would say the same and is slow to load and to run."""
    code = function.__code__
    return tuple(code.co_varnames[: code.co_argcount])


def call_of(function: Formula) -> Call:
    """The call of a plain function, its parameters read off its signature."""
    deps = parameters(function)
    marks = getattr(function, "marks", {})
    return Call(function, deps, marks.get("is_sum", False), marks.get("zero_when", ""))


def quantity[F: Formula](**marks: Any) -> Callable[[F], F]:
    """Marks a plain function as a quantity: `label`, `is_sum`, `zero_when`, `looks_at`, `hidden`, `value_kind`."""

    def mark(target: F) -> F:
        target.marks = marks  # type: ignore[attr-defined]
        return target

    return mark


def node_of(function: Formula) -> Node:
    """The node that a marked function declares: name, sentence and formula in words come from the function."""
    marks: dict[str, Any] = function.marks  # type: ignore[attr-defined]
    name = function.__name__
    sentence, formula = _doc_parts(function)
    if "looks_at" in marks:
        deps = parameters(function)[1:]
        rule: Rule = Search(function, deps, tuple(marks["looks_at"]))
        kind = "search"
    else:
        rule, kind = call_of(function), "formula"
    unit = unit_of(name)
    return Node(
        name=name,
        kind=kind,
        rule=rule,
        label=marks.get("label", label_of(name)),
        help=sentence,
        formula=formula,
        value_kind=marks.get("value_kind", "number" if unit else "text"),
        hidden=marks.get("hidden", False),
        choices=marks.get("choices", ()),
        unit=unit,
        group=function.__module__.rsplit(".", 1)[-1],
    )


def lookup(
    name: str,
    rule: Rule,
    help_text: str,
    value_kind: str = "number",
    hidden: bool = False,
    group: str = "lookups",
    label: str = "",
) -> Node:
    """The node of a lookup; a number is never negative."""
    return Node(
        name,
        "lookup",
        rule,
        label or label_of(name),
        help_text,
        group=group,
        low=0.0 if value_kind == "number" else None,
        value_kind=value_kind,
        hidden=hidden,
        unit=unit_of(name),
    )


def formula_by_rule(
    name: str,
    rule: Rule,
    help_text: str,
    formula: str = "",
    label: str = "",
    hidden: bool = False,
    kind: str = "number",
    *,
    group: str,
) -> Node:
    """The node of a quantity that is more than one plain function."""
    return Node(
        name,
        "formula",
        rule,
        label or label_of(name),
        help_text,
        formula,
        group,
        value_kind=kind,
        hidden=hidden,
        unit=unit_of(name),
    )


def _doc_parts(function: Formula) -> tuple[str, str]:
    doc = function.__doc__ or ""
    sentence, _, rest = doc.partition("Formula:")
    return " ".join(sentence.split()), " ".join(rest.split())
