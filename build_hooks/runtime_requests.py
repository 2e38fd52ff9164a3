"""Everything the door can be asked, as request texts: used inside Pyodide before packing, and by tests after.

Imports nothing of this project but calc: the same text runs in both places.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any


def runtime_requests(handle: Callable[[str], str]) -> Iterator[str]:
    """Requests that reach each call kind, each input, each quantity and each error of the door."""
    listing = json.loads(handle(json.dumps({"id": 0, "call": "list"})))["result"]
    names = [entry["name"] for entry in listing]
    inputs = [entry for entry in listing if entry["kind"] == "input"]
    numbers = [{"kind": "number", "args": {"q": name, "with": {}}} for name in names]
    page: dict[str, Any] = {
        "call": "page",
        "scenario": {},
        "as_of": None,
        "parts": numbers,
        "inputs": [i["name"] for i in inputs],
    }
    yield json.dumps({"id": 1, **page})
    yield json.dumps({"id": 2, **page, "as_of": "2026-05-16"})
    for name in names:
        yield json.dumps({"id": 3, "call": "explain", "scenario": {}, "args": {"q": name, "with": {}}})
        yield json.dumps({"id": 4, "call": "evaluate", "quantity": name, "scenario": {}})
    for entry in inputs:
        yield from _about_input(entry, page)
    yield from _parts(page)
    yield json.dumps({"id": 9, "call": "no such call"})
    yield "this is not JSON"


def _about_input(entry: dict[str, Any], page: dict[str, Any]) -> Iterator[str]:
    """An input stepped both ways, set to each kind of value a reader may type, and set to nonsense."""
    name = entry["name"]
    choices = [choice if isinstance(choice, str) else choice["value"] for choice in entry.get("choices") or []]
    typed = [*choices[:2], "1", "1.2k", "0.2-0.4", "50%", "nonsense", "-1", "nan", "true", ""]
    for text in typed:
        yield json.dumps({"id": 5, **page, "scenario": {name: text}, "parts": page["parts"][:3]})
    for steps in (-1, 3):
        yield json.dumps({"id": 6, "call": "step", "name": name, "value": "1", "steps": steps})


def _parts(page: dict[str, Any]) -> Iterator[str]:
    """Each kind of part that a page can hold."""
    from calc.figures import CHARTS
    from calc.tables import TABLES

    kinds: list[dict[str, Any]] = [{"kind": kind, "args": {}} for kind in ("verdict", "flips", "no-such-kind")]
    kinds += [{"kind": "chart", "args": {"chart": chart}} for chart in CHARTS]
    kinds += [{"kind": "table", "args": {"table": table}} for table in TABLES]
    for part in kinds:
        yield json.dumps({"id": 7, **page, "parts": [part], "inputs": []})
