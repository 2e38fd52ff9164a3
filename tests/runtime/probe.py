"""Runs in CPython and in Pyodide alike: everything that calc says about one scenario.

Imports only calc, so that the same text can be executed in both.
"""

import json
import sys

from calc import results, scenario
from calc.door import catalog, handle, packs, take
from calc.errors import Problems
from calc.model import GRAPH


def _pack(name: str) -> bytes:
    with open(f"/more/{name}.bin", "rb") as file:  # noqa: PTH123 - pathlib does not travel
        return file.read()


if sys.platform == "emscripten":
    packs().bring = _pack


def ask_as_a_page(request: str) -> list:
    """The reply of the door where packs are brought when it names them, and the packs that it named."""
    packs().bring = None
    brought: list[str] = []
    while (reply := handle(request)).startswith('{"needs":'):
        for name in json.loads(reply)["needs"]:
            assert name not in brought, f"{name} was brought in vain"
            brought.append(name)
            take(name, _pack(name))
    return [reply, brought]


def everything(raw: dict) -> dict:
    """Each node's value and text under a scenario, or the errors; and the verdict with the canonical link."""
    try:
        parsed = scenario.parse(GRAPH, catalog(), raw)
    except Problems as problems:
        return {"errors": [error.as_dict() for error in problems.errors]}
    evaluation = results.evaluation(GRAPH, catalog(), parsed)
    found = {}
    for name, node in GRAPH.nodes.items():
        if not node.hidden:
            said = results.result(evaluation, name)
            found[name] = {key: said[key] for key in ("value", "low", "high", "text", "status")}
    return {"nodes": found, "link": scenario.to_link(evaluation.pins)}


def listing(_argument: object) -> list:
    """What `list` answers."""
    return json.loads(handle('{"id": 0, "call": "list"}'))["result"]


def importable(name: str) -> str:
    """The error of importing a module, or an empty text."""
    import importlib

    try:
        importlib.import_module(name)
    except Exception as error:
        return f"{name}: {type(error).__name__}: {error}"
    return ""


def ask(request: str) -> str:
    """One request to the door."""
    return handle(request)
