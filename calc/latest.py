"""The latest evaluations: the next one takes over what a change does not reach, so that it is answered at once."""

from __future__ import annotations

from calc.engine.evaluate import Evaluation
from calc.engine.graph import Graph
from calc.facts.catalog import Catalog
from calc.scenario import Scenario

MOST = 4


class Latest:
    """Evaluations of one graph, kept until another follows; each equals what evaluating afresh gives."""

    def __init__(self, graph: Graph, catalog: Catalog) -> None:
        self._graph = graph
        self._catalog = catalog
        self._kept: dict[tuple[str, str], Evaluation] = {}

    def of(self, scenario: Scenario, whose: str = "") -> Evaluation:
        """The evaluation of a scenario on its day; it follows the latest one of the same day and owner."""
        day = scenario.as_of or self._catalog.edition
        last = self._kept.pop((day, whose), None)
        if last is None:
            found = Evaluation(self._graph, self._catalog.at(day), scenario.pins)
        else:
            found = last.successor(scenario.pins)
        self._kept[day, whose] = found  # the one asked last comes last
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return found
