"""Evaluates the graph for one scenario on one day, and computes only what must be computed.

An overlay lays a few overrides over an evaluation and shares with it what they do not touch.  A successor evaluates
other pins and takes over what the difference does not reach: so a reader who moves one input waits for no more than
what hangs on it.  Both give what evaluating afresh gives, and neither changes what it starts from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from calc.engine.gaps import Gap
from calc.engine.graph import Graph
from calc.errors import Missing
from calc.facts.catalog import Snapshot
from calc.facts.fact import Fact

Key = tuple[Any, ...]


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
        # What is known of single nodes, each by name: only what nodes above it say goes into it.
        self.values: dict[str, Any] = {name: middle(value) for name, value in pins.items()}
        self.facts_read: dict[str, Fact] = {}
        self.facts_below: dict[str, Mapping[str, Fact]] = {}
        self.rules_run: dict[str, dict[int, int]] = {}  # of lists of rules, how many were run until one was known
        self.kept: dict[str, dict[Any, Any]] = {}  # what others worked out about a node, its words say
        self.branches: dict[str, list[tuple[Evaluation, str]]] = {}  # what a search looked at
        # Where it stands among others.
        self.parent: Evaluation | None = None  # what it is laid over
        self.touched: frozenset[str] = frozenset()  # the nodes that its overrides reach; the others are the parent's
        self._laid: frozenset[str] = frozenset()  # the names that its overrides set or take back
        self._key: Key = ()  # what it is laid over its parent with
        self._overlays: dict[Key, Evaluation] = {}
        self._before: Evaluation | None = None  # what it succeeds, until something succeeds it
        self._moved: frozenset[str] = frozenset()  # the pins in which it differs from that

    def get(self, name: str) -> Any:
        """The value of a node: a number, text, flag, None for "never", Unknown or Floor."""
        if name in self.values:
            return self.values[name]
        if self.parent is not None and name not in self.touched:
            value = self.parent.get(name)
        else:
            value = self.graph.rules[name].run(self, name)
        self.values[name] = value
        return value

    def all_of(self, names: Iterable[str]) -> list[Any]:
        """The values of several nodes."""
        values = self.values
        return [values[name] if name in values else self.get(name) for name in names]

    def value_or_missing(self, name: str) -> Any:
        """The value of a node; raises Missing with the reason where it is not known."""
        value = self.get(name)
        if isinstance(value, Gap):
            raise Missing(value.reason)
        return value

    def value_under(self, name: str, overrides: Mapping[str, Any] | None = None, unset: tuple[str, ...] = ()) -> Any:
        """The value of a node under overrides; raises Missing with the reason where it is not known."""
        return self.overlay(overrides or {}, unset).value_or_missing(name)

    def home_of(self, name: str) -> Evaluation:
        """The evaluation that computed a node: this one, or the one that it is laid over."""
        home = self
        while home.parent is not None and name not in home.touched:
            home = home.parent
        return home

    def fact_of(self, name: str) -> Fact | None:
        """The fact that was read for a lookup, if any."""
        return self.home_of(name).facts_read.get(name)

    def rules_run_for(self, name: str) -> Mapping[int, int]:
        """For each list of rules of a node, how many were run until one was known."""
        return self.home_of(name).rules_run.get(name, {})

    def kept_of(self, name: str) -> dict[Any, Any]:
        """A place for what others work out about a node from its value, its facts and the nodes above it."""
        return self.home_of(name).kept.setdefault(name, {})

    def branches_of(self, name: str) -> list[tuple[Evaluation, str]]:
        """What a search looked at: evaluations and the nodes asked of them."""
        home = self.home_of(name)
        if name not in home.branches:  # its value was taken over, and what it looked at was not
            home.graph.rules[name].run(home, name)
        return home.branches.get(name, [])

    def overlay(self, overrides: Mapping[str, Any], unset: tuple[str, ...] = ()) -> Evaluation:
        """The same graph under a few overrides; what they do not touch is not computed again."""
        if not overrides and not unset:
            return self
        if self.parent is not None and self._laid.issubset((*overrides, *unset)):
            return self.parent.overlay(overrides, unset)  # nothing that is laid over it here would remain
        key = (*overrides.items(), unset, *map(type, overrides.values()))
        found = self._overlays.get(key)
        if found is None:
            found = self._overlays[key] = self._branch(overrides, unset, key)
        return found

    def _branch(self, overrides: Mapping[str, Any], unset: tuple[str, ...], key: Key) -> Evaluation:
        pins = {name: value for name, value in self.pins.items() if name not in unset} | dict(overrides)
        child = Evaluation(self.graph, self.snapshot, pins, self.reader_pins.difference(overrides, unset))
        child._laid = frozenset((*overrides, *unset))
        child.parent, child.touched = self, self.graph.reached_from(child._laid)
        child._key, child._moved = key, self._moved.difference(overrides, unset)
        child._take_over(child._predecessor())
        return child

    def successor(self, pins: Mapping[str, Any]) -> Evaluation:
        """The evaluation of other pins on the same day.  It takes over what the difference does not reach.

        So do its overlays, from those of this evaluation that have the same overrides.
        """
        child = Evaluation(self.graph, self.snapshot, pins)
        self._before, child._before = None, self  # no chain: what came before this one can go
        child._moved = _difference(self.pins, pins)
        child._take_over(self)
        return child

    def _predecessor(self) -> Evaluation | None:
        """What this evaluation succeeds: for an overlay the same overrides over what its parent succeeds."""
        if self.parent is None:
            return self._before
        before = self.parent._predecessor()
        return None if before is None else before._overlays.get(self._key)

    def _take_over(self, before: Evaluation | None) -> None:
        """Take what is known of nodes that no moved pin reaches; what a search looked at stays behind."""
        if before is None:
            return
        reached = self.graph.reached_from(self._moved)
        own = _without(reached, before.values)
        if self.parent is not None:  # which knows the rest
            own = {name: value for name, value in own.items() if name in self.touched}
        self.values.update(own)
        self.facts_read = _without(reached, before.facts_read)
        self.facts_below = _without(reached, before.facts_below)
        self.rules_run = _without(reached, before.rules_run)
        self.kept = _without(reached, before.kept)


def middle(value: Any) -> Any:
    """The value that stands for a range while its corners are looked at one by one."""
    return (value[0] + value[1]) / 2 if isinstance(value, tuple) else value


def _difference(some: Mapping[str, Any], others: Mapping[str, Any]) -> frozenset[str]:
    """The pins in which two scenarios differ, be it only in the kind of number."""
    both = some.keys() & others.keys()
    return frozenset((some.keys() ^ others.keys()) | {name for name in both if repr(some[name]) != repr(others[name])})


def _without[T](gone: frozenset[str], known: Mapping[str, T]) -> dict[str, T]:
    return {name: one for name, one in known.items() if name not in gone}
