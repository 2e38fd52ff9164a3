"""Evaluates the graph for one scenario on one day; overlays re-evaluate only what an override touches."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from calc.catalog import Fact, Snapshot
from calc.errors import Missing
from calc.graph import Graph
from calc.nodes import Call, FirstKnown, Floor, Literal, Lookup, Reader, Rule, Search, Switch, Unknown

CUSTOM = "custom"


class Evaluation:
    """The values of all nodes for some pins.  Values are computed when first asked for and kept."""

    def __init__(
        self,
        graph: Graph,
        snapshot: Snapshot,
        pins: Mapping[str, Any],
        reader_pins: frozenset[str] | None = None,
    ) -> None:
        self.graph = graph
        self.snapshot = snapshot
        self.pins = dict(pins)
        self.reader_pins = frozenset(pins) if reader_pins is None else reader_pins
        self.values: dict[str, Any] = {name: middle(value) for name, value in pins.items()}
        self.facts_read: dict[str, Fact] = {}
        self.facts_below: dict[str, dict[str, Fact]] = {}
        self.branches: dict[str, list[tuple[Evaluation, str]]] = {}
        self.taken: dict[int, int] = {}  # of a list of rules, how many were read until one was known
        self.parent: Evaluation | None = None  # where the values come from that the overrides do not touch
        self.touched: frozenset[str] = frozenset()
        self._overlays: dict[Any, Evaluation] = {}

    def get(self, name: str) -> Any:
        """The value of a node: a number, text, flag, None for "never", Unknown or Floor."""
        try:
            return self.values[name]
        except KeyError:
            if self.parent is not None and name not in self.touched:
                value = self.parent.get(name)
            else:
                value = self._run(self.graph.nodes[name].rule, name)
            self.values[name] = value
            return value

    def home_of(self, name: str) -> Evaluation:
        """The evaluation that computed a node: this one, or the one that it is laid over."""
        home = self
        while home.parent is not None and name not in home.touched:
            home = home.parent
        return home

    def fact_of(self, name: str) -> Fact | None:
        """The fact that was read for a lookup, if any."""
        return self.home_of(name).facts_read.get(name)

    def branches_of(self, name: str) -> list[tuple[Evaluation, str]]:
        """What a search looked at: evaluations and the nodes asked of them."""
        return self.home_of(name).branches.get(name, [])

    def value_or_missing(self, name: str) -> Any:
        """The value of a node; raises Missing with the reason where it is not known."""
        value = self.get(name)
        if isinstance(value, Unknown | Floor):
            raise Missing(value.reason)
        return value

    def overlay(self, overrides: Mapping[str, Any], unset: tuple[str, ...] = ()) -> Evaluation:
        """The same graph under a few overrides; what they do not touch is not computed again."""
        if not overrides and not unset:
            return self
        key = (tuple(overrides.items()), unset)
        found = self._overlays.get(key)
        if found is None:
            found = self._overlays[key] = self._branch(overrides, unset)
        return found

    def _branch(self, overrides: Mapping[str, Any], unset: tuple[str, ...]) -> Evaluation:
        pins = {name: value for name, value in self.pins.items() if name not in unset} | dict(overrides)
        kept = self.reader_pins.difference(overrides, unset)
        child = Evaluation(self.graph, self.snapshot, pins, kept)
        below = self.graph.descendants
        touched = frozenset().union(*(below[name] for name in (*overrides, *unset)))
        child.parent, child.touched = self, touched
        return child

    def _run(self, rule: Rule, name: str) -> Any:
        if isinstance(rule, Call):
            return self._call(rule, name)
        if isinstance(rule, Literal):
            return rule.value
        if isinstance(rule, Lookup):
            return self._look_up(rule, name)
        if isinstance(rule, Reader):
            return rule.read(self, name)
        if isinstance(rule, Switch):
            return self._switch(rule, name)
        if isinstance(rule, FirstKnown):
            return self._first_known(rule, name)
        return self._search(rule, name)

    def _call(self, call: Call, name: str) -> Any:
        if call.zero_when and self.get(call.zero_when) == 0:
            return 0.0
        args = [self.get(dep) for dep in call.deps]
        for arg in args:
            if isinstance(arg, Unknown | Floor):
                return _with_gaps(call, args)
        return _guarded(call.function, args, name)

    def _look_up(self, rule: Lookup, name: str) -> Any:
        choice = self.get(rule.choice)
        if isinstance(choice, Unknown):
            return choice
        if not rule.dated:
            found = self.snapshot.attribute(rule.table, choice, rule.field)
            return Unknown(_nothing_stated(rule, choice, name)) if found is None else found
        fact = self.snapshot.fact(rule.table, choice, rule.field)
        if fact is None:
            return Unknown(_nothing_known(rule, choice, self.snapshot.day, name))
        self.facts_read[name] = fact
        return float(fact.value) if _is_number(fact.value) else fact.value

    def _switch(self, rule: Switch, name: str) -> Any:
        picked = self.get(rule.on)
        if isinstance(picked, Unknown):
            return picked
        return self._run(rule.cases[picked], name)

    def _first_known(self, rule: FirstKnown, name: str) -> Any:
        reasons = []
        for count, part in enumerate(rule.rules, 1):
            self.taken[id(rule)] = count
            value = self._run(part, name)
            if not isinstance(value, Unknown):
                return value
            reasons.append(value.reason)
        return Unknown(_joined(reasons))

    def _search(self, rule: Search, name: str) -> Any:
        seen: list[tuple[Evaluation, str]] = []
        self.branches[name] = seen

        def evaluate(target: str, overrides: Mapping[str, Any] | None = None, unset: tuple[str, ...] = ()) -> Any:
            branch = self.overlay(overrides or {}, unset)
            seen.append((branch, target))
            return branch.value_or_missing(target)

        args = [self.get(dep) for dep in rule.deps]
        for arg in args:
            if isinstance(arg, Unknown | Floor):
                return Unknown(arg.reason)
        return _guarded(rule.function, [evaluate, *args], name)


def middle(value: Any) -> Any:
    """The value that stands for a range while its corners are looked at one by one."""
    return (value[0] + value[1]) / 2 if isinstance(value, tuple) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _nothing_stated(rule: Lookup, choice: str, name: str) -> str:
    return _to_give(rule, name) if choice == CUSTOM else f"{choice} states no {rule.field}"


def _to_give(rule: Lookup, name: str) -> str:
    return f"custom {rule.choice.replace('_', ' ')}: give {name}"


def _nothing_known(rule: Lookup, choice: str, day: str, name: str) -> str:
    if choice == CUSTOM:
        return _to_give(rule, name)
    return f"no {rule.field} is known for {choice} on {day}"


def _guarded(function: Callable[..., Any], args: list[Any], name: str) -> Any:
    try:
        value = function(*args)
    except Missing as missing:
        return Unknown(str(missing))
    except ZeroDivisionError:
        return Unknown(f"{name} would divide by zero")
    except OverflowError:
        return _too_large(name)
    return _too_large(name) if isinstance(value, float) and not math.isfinite(value) else value


def _too_large(name: str) -> Unknown:
    return Unknown(f"{name} is too large to compute")


def _joined(reasons: Iterable[str]) -> str:
    """Reasons in one line, each said once."""
    return "; ".join(dict.fromkeys(part for reason in reasons for part in reason.split("; ")))


def _with_gaps(call: Call, args: list[Any]) -> Any:
    """An unknown part makes the result unknown; a sum keeps what is known as a floor, unless that is nothing."""
    reason = _joined(arg.reason for arg in args if isinstance(arg, Unknown | Floor))
    known = [arg.value if isinstance(arg, Floor) else arg for arg in args if not isinstance(arg, Unknown)]
    if call.is_sum and any(known):
        return Floor(call.function(*known, *([0.0] * (len(args) - len(known)))), reason)
    return Unknown(reason)


def facts_of(evaluation: Evaluation, name: str) -> list[Fact]:
    """The facts that were really read for a node, each once, in the order they were met."""
    return list(_facts(evaluation, name).values())


def _facts(evaluation: Evaluation, name: str) -> dict[str, Fact]:
    """The facts below a node by key, kept with the evaluation: many nodes share theirs."""
    evaluation = evaluation.home_of(name)
    kept = evaluation.facts_below.get(name)
    if kept is not None:
        return kept
    found: dict[str, Fact] = {}
    evaluation.facts_below[name] = found
    if name in evaluation.pins:
        return found
    evaluation.get(name)
    fact = evaluation.facts_read.get(name)
    if fact is not None:
        found[fact.key] = fact
    looked_at = {target: branch for branch, target in evaluation.branches.get(name, ())}
    for target, branch in looked_at.items():  # a search asks the same at many values: the last stands for all
        found.update(_facts(branch, target))
    for dep in used(evaluation, evaluation.graph.nodes[name].rule):
        found.update(_facts(evaluation, dep))
    return found


def used(evaluation: Evaluation, rule: Rule) -> tuple[str, ...]:
    """The nodes that a rule really read: of a switch only the picked case, of a list only up to the known one."""
    if isinstance(rule, Call):
        if rule.zero_when and evaluation.get(rule.zero_when) == 0:
            return (rule.zero_when,)
        return rule.deps
    if isinstance(rule, Lookup):
        return (rule.choice,)
    if isinstance(rule, Search | Reader):
        return rule.deps
    if isinstance(rule, Switch):
        picked = evaluation.get(rule.on)
        return (rule.on, *(used(evaluation, rule.cases[picked]) if picked in rule.cases else ()))
    if isinstance(rule, FirstKnown):
        return _used_first(evaluation, rule)
    return ()


def _used_first(evaluation: Evaluation, rule: FirstKnown) -> tuple[str, ...]:
    home: Evaluation | None = evaluation
    while home is not None and id(rule) not in home.taken:
        home = home.parent
    count = len(rule.rules) if home is None else home.taken[id(rule)]
    return tuple(name for part in rule.rules[:count] for name in used(evaluation, part))
