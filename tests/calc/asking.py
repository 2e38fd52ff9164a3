"""How tests ask: through the door, as the browser and the shell do, or straight at an evaluation."""

import json
from typing import Any

from calc import results, scenario
from calc.door import catalog, handle
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.model import GRAPH

NAMES = [name for name, node in GRAPH.nodes.items() if not node.hidden]
INPUTS = [node for node in GRAPH.nodes.values() if node.kind == "input"]
NUMBERS = [node for node in INPUTS if node.value_kind == "number"]


def reply(**request: Any) -> dict[str, Any]:
    """The door's reply to a request."""
    answered: dict[str, Any] = json.loads(handle(json.dumps(request)))
    return answered


def ask(quantity: str, values: dict[str, Any] | None = None, as_of: str | None = None) -> dict[str, Any]:
    """The result of one quantity; fails where the door answers with an error."""
    answered = reply(call="evaluate", quantity=quantity, scenario=values or {}, as_of=as_of)
    assert "result" in answered, answered
    found: dict[str, Any] = answered["result"]
    return found


def evaluation(as_of: str | None = None, /, **values: Any) -> Evaluation:
    """A fresh evaluation of a scenario."""
    parsed = scenario.parse(GRAPH, catalog(), values, as_of)
    return results.evaluation(GRAPH, catalog(), parsed)


def value(name: str, **scenario: Any) -> float:
    """A number under a scenario; fails where it is not known."""
    found = evaluation(None, **scenario).get(name)
    assert not isinstance(found, Unknown), found
    return float(found)
