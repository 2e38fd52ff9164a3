"""What a number rests on: the facts that were really read for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calc.engine.evaluate import Evaluation
from calc.engine.rules import Search
from calc.facts.fact import Fact

Facts = Mapping[str, Fact]  # by key, in the order they were met
NONE: Facts = {}


def facts_of(evaluation: Evaluation, name: str) -> list[Fact]:
    """The facts that were really read for a node, each once, in the order they were met."""
    return list(facts_below(evaluation, name).values())


def facts_below(evaluation: Evaluation, name: str) -> Facts:
    """The facts below a node by key, kept with the evaluation: many nodes share theirs."""
    evaluation = evaluation.home_of(name)
    found = evaluation.facts_below.get(name)
    if found is None:
        parts = [] if name in evaluation.pins else list(_parts(evaluation, name))
        found = evaluation.facts_below[name] = _merged(parts)
    return found


def _parts(evaluation: Evaluation, name: str) -> Iterator[Facts]:
    """The node's own fact, and the facts below each node that it used."""
    evaluation.get(name)
    fact = evaluation.facts_read.get(name)
    if fact is not None:
        yield {fact.key: fact}
    rule = evaluation.graph.rules[name]
    if isinstance(rule, Search):  # it asks the same at many values: the last stands for all
        for target, branch in {target: branch for branch, target in evaluation.branches_of(name)}.items():
            yield facts_below(branch, target)
    for dep in rule.used(evaluation, name):
        yield facts_below(evaluation, dep)


def _merged(parts: list[Facts]) -> Facts:
    """All facts, those of a later part counting; the part itself where it holds them all."""
    found = NONE
    for part in parts:
        if not found:
            found = part
        elif part is not found and not part.items() <= found.items():
            found = {**found, **part}
    return found
