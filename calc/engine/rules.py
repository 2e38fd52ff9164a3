"""Rules: how the value of a node comes about.

Each kind of rule says what it may read (`reads`), works out the value (`run`), and says afterwards what it really
read for it (`used`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calc import text
from calc.engine.gaps import Floor, Gap, Unknown, joined
from calc.engine.labels import counted, label_of, mentioned
from calc.errors import Missing

if TYPE_CHECKING:
    from calc.engine.evaluate import Evaluation

Formula = Callable[..., Any]
Names = tuple[str, ...]
CUSTOM = "custom"  # the record that a reader describes


@dataclass(frozen=True)
class Literal:
    """A default that is simply a value."""

    value: Any

    def reads(self) -> Names:
        """No node."""
        return ()

    def run(self, _evaluation: Evaluation, _name: str) -> Any:
        """The value."""
        return self.value

    def used(self, _evaluation: Evaluation, _name: str) -> Names:
        """No node."""
        return ()


@dataclass(frozen=True)
class Lookup:
    """Reads one field of one table; `choice` names the node that picks the record."""

    table: str
    choice: str
    field: str
    dated: bool = True  # False: an undated property, such as the kind of a piece of hardware

    def reads(self) -> Names:
        """What picks the record."""
        return (self.choice,)

    def run(self, evaluation: Evaluation, name: str) -> Any:
        """The field on the evaluation's day; its fact is noted."""
        choice = evaluation.get(self.choice)
        if isinstance(choice, Unknown):
            return choice
        if not self.dated:
            found = evaluation.snapshot.attribute(self.table, choice, self.field)
            return self._missing(evaluation, choice, name) if found is None else found
        fact = evaluation.snapshot.fact(self.table, choice, self.field)
        if fact is None:
            return self._missing(evaluation, choice, name, f" on {text.day(evaluation.snapshot.day)}")
        evaluation.facts_read[name] = fact
        return fact.content

    def _missing(self, evaluation: Evaluation, choice: str, name: str, when: str = "") -> Unknown:
        if choice == CUSTOM:
            return Unknown(of_your_own(evaluation, self.choice, name))
        what, whose = mentioned(label_of(self.field)), evaluation.snapshot.label(self.table, choice)
        return Unknown(f"no {what} {counted(what)} known for {whose}{when}")

    def used(self, _evaluation: Evaluation, _name: str) -> Names:
        """What picks the record."""
        return (self.choice,)


@dataclass(frozen=True)
class Same:
    """Hands on the value of another node."""

    name: str

    def reads(self) -> Names:
        """The other node."""
        return (self.name,)

    def run(self, evaluation: Evaluation, _name: str) -> Any:
        """Its value."""
        return evaluation.get(self.name)

    def used(self, _evaluation: Evaluation, _name: str) -> Names:
        """The other node."""
        return (self.name,)


@dataclass(frozen=True)
class Call:
    """A plain function; its parameters are named after nodes."""

    function: Formula
    deps: Names
    is_sum: bool = False
    zero_when: str = ""  # a node at zero makes the product zero, even where a rate is unknown

    def reads(self) -> Names:
        """The parameters, and what may make the product zero."""
        return (*self.deps, self.zero_when) if self.zero_when else self.deps

    def run(self, evaluation: Evaluation, name: str) -> Any:
        """What the function makes of the parameters; unknown where one of them is."""
        if self.zero_when and evaluation.get(self.zero_when) == 0:
            return 0.0
        args = evaluation.all_of(self.deps)
        for arg in args:
            if isinstance(arg, Gap):
                return self._with_gaps(args)
        return guarded(evaluation, self, args, name)

    def _with_gaps(self, args: list[Any]) -> Any:
        """An unknown part makes the result unknown; a sum keeps what is known as a floor, unless that is nothing."""
        reason = joined(arg.reason for arg in args if isinstance(arg, Gap))
        known = [arg.value if isinstance(arg, Floor) else arg for arg in args if not isinstance(arg, Unknown)]
        if self.is_sum and any(known):
            return Floor(self.function(*known, *([0.0] * (len(args) - len(known)))), reason)
        return Unknown(reason)

    def used(self, evaluation: Evaluation, _name: str) -> Names:
        """The parameters; where one node makes the product zero, that one."""
        if self.zero_when and evaluation.get(self.zero_when) == 0:
            return (self.zero_when,)
        return self.deps


@dataclass(frozen=True)
class Reader:
    """A lookup that needs more than one field: `read(evaluation, node_name)` may record the fact it read.

    `watches` names nodes of which it asks whether they are pinned; they may lie below it.
    """

    read: Callable[[Any, str], Any]
    deps: Names
    watches: Names = ()

    def reads(self) -> Names:
        """What it is declared to read."""
        return self.deps

    def run(self, evaluation: Evaluation, name: str) -> Any:
        """What it reads."""
        return self.read(evaluation, name)

    def used(self, _evaluation: Evaluation, _name: str) -> Names:
        """What it is declared to read."""
        return self.deps


@dataclass(frozen=True)
class Switch:
    """One of several rules, picked by the value of a choice node; only the picked one is read."""

    on: str
    cases: Mapping[Any, Any]

    def reads(self) -> Names:
        """What picks, and all that the cases may read."""
        return (self.on, *(name for case in self.cases.values() for name in case.reads()))

    def run(self, evaluation: Evaluation, name: str) -> Any:
        """The value of the picked rule."""
        picked = evaluation.get(self.on)
        return picked if isinstance(picked, Unknown) else self.cases[picked].run(evaluation, name)

    def used(self, evaluation: Evaluation, name: str) -> Names:
        """What picks, and what the picked rule used."""
        case = self.cases.get(evaluation.get(self.on))
        return (self.on,) if case is None else (self.on, *case.used(evaluation, name))


@dataclass(frozen=True)
class FirstKnown:
    """The first rule whose value is known."""

    rules: tuple[Any, ...]

    def reads(self) -> Names:
        """All that the rules may read."""
        return tuple(name for part in self.rules for name in part.reads())

    def run(self, evaluation: Evaluation, name: str) -> Any:
        """The first value that is known; else unknown for all their reasons."""
        reasons = []
        for part in self.rules:
            value = part.run(evaluation, name)
            if not isinstance(value, Unknown):
                break
            reasons.append(value.reason)
        known = len(reasons) < len(self.rules)
        evaluation.rules_run.setdefault(name, {})[id(self)] = len(reasons) + known
        return value if known else Unknown(joined(reasons))

    def used(self, evaluation: Evaluation, name: str) -> Names:
        """What the rules used, up to the first whose value was known."""
        count = evaluation.rules_run_for(name).get(id(self), len(self.rules))
        return tuple(one for part in self.rules[:count] for one in part.used(evaluation, name))


@dataclass(frozen=True)
class Search:
    """A function that receives `evaluate(name, overrides, unset)` and the nodes it reads in the base case."""

    function: Formula
    deps: Names  # plain parameters
    looks_at: Names  # what it evaluates under overrides; decides when it must be searched again

    def reads(self) -> Names:
        """The parameters, and what it evaluates under overrides."""
        return self.deps + self.looks_at

    def run(self, evaluation: Evaluation, name: str) -> Any:
        """What the search finds; the evaluations it looked at are noted."""
        seen: list[tuple[Evaluation, str]] = []
        evaluation.branches[name] = seen

        def evaluate(target: str, overrides: Mapping[str, Any] | None = None, unset: Names = ()) -> Any:
            branch = evaluation.overlay(overrides or {}, unset)
            seen.append((branch, target))
            return branch.value_or_missing(target)

        args = evaluation.all_of(self.deps)
        for arg in args:
            if isinstance(arg, Gap):
                return Unknown(arg.reason)
        return guarded(evaluation, self, [evaluate, *args], name)

    def used(self, _evaluation: Evaluation, _name: str) -> Names:
        """The parameters; what it looked at under overrides is in `branches`."""
        return self.deps


def of_your_own(evaluation: Evaluation, choice: str, name: str) -> str:
    """What a reader who describes a record has not said of it yet."""
    chosen, wanted = (mentioned(evaluation.graph.nodes[one].label) for one in (choice, name))
    return f"{chosen} of your own: {wanted} not given"


Rule = Literal | Lookup | Same | Reader | Call | Switch | FirstKnown | Search


def guarded(evaluation: Evaluation, rule: Call | Search, args: list[Any], name: str) -> Any:
    """What a rule's function makes of the arguments; unknown where it can't be computed."""
    try:
        value = rule.function(*args)
    except Missing as missing:
        return Unknown(str(missing))
    except ZeroDivisionError:
        return Unknown(_nothing_to_divide_by(evaluation, rule))
    except OverflowError:
        value = math.inf
    if isinstance(value, float) and not math.isfinite(value):
        return Unknown(f"{mentioned(evaluation.graph.nodes[name].label)} is too large to compute")
    return value


def _nothing_to_divide_by(evaluation: Evaluation, rule: Call | Search) -> str:
    """Which of the figures that went in are zero, in words: the inputs among them, where there are any."""
    nodes = evaluation.graph.nodes
    zero = [nodes[dep] for dep in rule.deps if evaluation.get(dep) == 0]
    zero = [node for node in zero if node.kind == "input"] or zero
    cause = f"with {' and '.join(mentioned(node.label) for node in zero)} at zero " if zero else ""
    return f"{cause}there is nothing to divide by"
