"""The graph: nodes found by name, checked once, with who depends on whom."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from calc.engine.nodes import Node
from calc.engine.rules import Reader, Rule
from calc.errors import did_you_mean


class GraphError(Exception):
    """The declared nodes do not form a graph: a name that is not there, twice there, or a circle."""


class Graph:
    """All nodes by name.  Raises GraphError that names the culprit."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes: dict[str, Node] = {}
        for node in nodes:
            if node.name in self.nodes:
                raise GraphError(f"{node.name}: declared twice, as {self.nodes[node.name].kind} and as {node.kind}")
            self.nodes[node.name] = node
        self.rules: dict[str, Rule] = {name: node.rule for name, node in self.nodes.items()}
        self.deps = {name: self._checked(node) for name, node in self.nodes.items()}
        self.order = self._sorted()
        self.descendants = self._descendants()
        self.reached_from = lru_cache(maxsize=1024)(self._reached_from)

    def _checked(self, node: Node) -> tuple[str, ...]:
        deps = tuple(dict.fromkeys(node.rule.reads()))
        for dep in deps:
            if dep not in self.nodes:
                hint = did_you_mean(dep, self.nodes)
                raise GraphError(f"{node.name}: reads {dep}, which no node is called" + (f"; {hint}" if hint else ""))
        return deps

    def _sorted(self) -> tuple[str, ...]:
        """The names so that each comes after what it reads."""
        done: dict[str, bool] = {}  # False while on the path

        def visit(name: str, path: tuple[str, ...]) -> None:
            if done.get(name):
                return
            if name in done:
                circle = path[path.index(name) :]
                raise GraphError(f"{name}: depends on itself: {' -> '.join((*circle, name))}")
            done[name] = False
            for dep in self.deps[name]:
                visit(dep, (*path, name))
            del done[name]
            done[name] = True

        for name in self.nodes:
            visit(name, ())
        return tuple(done)

    def _descendants(self) -> dict[str, frozenset[str]]:
        below: dict[str, set[str]] = {name: {name} for name in self.nodes}
        for name in reversed(self.order):
            for dep in self.deps[name]:
                below[dep] |= below[name]
        for name, node in self.nodes.items():
            for watched in node.rule.watches if isinstance(node.rule, Reader) else ():
                below[watched] |= below[name]  # pinning it changes what the reader says
        return {name: frozenset(found) for name, found in below.items()}

    def _reached_from(self, names: frozenset[str]) -> frozenset[str]:
        """The nodes that change when these are set, they themselves included."""
        return frozenset().union(*(self.descendants[name] for name in names))
