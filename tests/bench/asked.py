"""What pages ask after a change: sixty numbers of which few move, sixty that all move, any input, a whole page."""

from __future__ import annotations

import json
import random
from typing import Any

from calc.model import GRAPH

TWEAKS, WARM = 200, 20
NUMBERS = 60
FORMULAS = tuple(name for name, node in GRAPH.nodes.items() if node.kind in ("formula", "search") and not node.hidden)
# Inputs that reach little and inputs that reach nearly all, each with values as a reader might try them.
MOVED = {
    "requests_per_day": ("50", "300", "2000", "9000"),
    "input_tok_per_request": ("100", "1200", "5000"),
    "cached_input_frac": ("0", "0.2", "0.6"),
    "electricity_usd_per_kwh": ("0.05", "0.18", "0.4"),
    "lifetime_years": ("2", "3", "5"),
    "hardware": ("nvidia/rtx-3090", "nvidia/rtx-4090", "nvidia/rtx-5090"),
    "api_model": ("openai/gpt-5-mini", "google/gemini-4-argon", "anthropic/claude-haiku-5-5"),
}
SHOWN = """() => [...document.querySelectorAll('[data-part]:not([data-part="fact"], [data-part="conditions"])')]
  .filter((part) => !part.parentElement.closest("[data-part]"))
  .map((part) => ({kind: part.dataset.part, args: JSON.parse(part.dataset.args ?? "{}")}))"""


def request_text(requests_per_day: int) -> str:
    """What a page with sixty bound numbers asks after a change."""
    return page_text({"requests_per_day": str(requests_per_day)}, numbers(list(FORMULAS)))


def page_text(scenario: dict[str, str], parts: list[dict[str, Any]]) -> str:
    """What a page with these parts asks."""
    return json.dumps({"id": 1, "call": "page", "scenario": scenario, "parts": parts, "inputs": []})


def numbers(names: list[str]) -> list[dict[str, Any]]:
    """The first sixty of the names as bound numbers, begun anew where there are fewer."""
    return [{"kind": "number", "args": {"q": name}} for name in (names * 60)[:NUMBERS]]


def reached(name: str) -> list[str]:
    """The quantities that an input reaches."""
    return [one for one in FORMULAS if one in GRAPH.descendants[name]]


def walk() -> list[str]:
    """What the same page asks while one input after the other is changed, the same in every run."""
    draw = random.Random(5)
    scenario: dict[str, str] = {}
    found = []
    for _ in range(TWEAKS + WARM):
        name = draw.choice(list(MOVED))
        scenario[name] = draw.choice(MOVED[name])
        found.append(page_text(dict(scenario), numbers(list(FORMULAS))))
    return found


def after_a_change(shown: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Request texts by what they measure; `shown` are the parts of the first page."""
    volumes = [2000 + number for number in range(TWEAKS + WARM)]
    moving = numbers(reached("requests_per_day"))
    return {
        f"a change answered, {NUMBERS} numbers": [request_text(one) for one in volumes],
        "  all of them moved": [page_text({"requests_per_day": str(one)}, moving) for one in volumes],
        "  another input each time": walk(),
        "  the first page, charts and all": [page_text({"requests_per_day": str(one)}, shown) for one in volumes],
    }
