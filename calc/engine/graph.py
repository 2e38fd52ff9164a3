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
        self.descendants = Descendants(self)
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

    def _reached_from(self, names: frozenset[str]) -> frozenset[str]:
        """The nodes that change when these are set, they themselves included."""
        return frozenset().union(*(self.descendants[name] for name in names))


class Descendants(dict[str, frozenset[str]]):
    """By name the nodes that change when one is set, itself included; worked out when first asked for."""

    def __init__(self, graph: Graph) -> None:
        self.readers: dict[str, list[str]] = {name: [] for name in graph.nodes}
        self.watchers: dict[str, list[str]] = {name: [] for name in graph.nodes}
        for name, deps in graph.deps.items():
            for dep in deps:
                self.readers[dep].append(name)
        for name, rule in graph.rules.items():
            for watched in rule.watches if isinstance(rule, Reader) else ():
                self.watchers[watched].append(name)  # pinning it changes what the reader says

    def __missing__(self, name: str) -> frozenset[str]:
        found, new = set[str](), [name, *self.watchers[name]]
        while new:
            one = new.pop()
            if one not in found:
                found.add(one)
                new += self.readers[one]
        self[name] = frozenset(found)
        return self[name]
