"""What the guide must show, asked of the same Python that builds it: no result is written down in a test."""

import json
from html import unescape

from calc.door import handle


def ask(call: str, **request: object) -> dict:
    """The result of a call of the door."""
    return json.loads(handle(json.dumps({"id": 1, "call": call, **request})))["result"]


def number(name: str, as_of: str = "", **scenario: str) -> str:
    """The text of a quantity under a scenario, as a page shows it, on the edition's day or another."""
    return part("number", {"q": name}, as_of, **scenario)


def part(kind: str, args: dict, as_of: str = "", **scenario: str) -> str:
    """The HTML of a part under a scenario, with its marks as characters."""
    asked = ask("page", scenario=scenario, as_of=as_of or None, parts=[{"kind": kind, "args": args}])
    return unescape(asked["parts"][0]["html"])


def status(**scenario: str) -> str:
    """The verdict in words."""
    return ask("page", scenario=scenario)["status"]


def stepped(name: str, value: str, steps: int) -> str:
    """The text of an input some steps away."""
    return ask("step", name=name, value=value, steps=steps)["text"]


def default(name: str) -> str:
    """The text that stands in an input when nothing was changed."""
    return ask("page", scenario={}, inputs=[name])["inputs"][name]["text"]
