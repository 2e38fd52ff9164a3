"""What comes next, as calc writes it: which models and days count, and whose bill is meant."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from calc.door import handle

ARGON = "google/gemini-4-argon"
OLDER = {"open_model": "meta/llama-3.1-8b"}  # the default was not out in July


def ask(call: str, **request: Any) -> Any:
    return json.loads(handle(json.dumps({"id": 1, "call": call, **request})))["result"]


def items(models: tuple[str, ...] = (), as_of: str | None = None, **scenario: Any) -> list[str]:
    """The items in plain text, as they read before the page's script has looked at the clock."""
    parts = [{"kind": "coming", "args": {"models": list(models)}}]
    html = ask("page", scenario=scenario, as_of=as_of, parts=parts)["parts"][0]["html"]
    return [re.sub(r"<span data-when=\"after\".*|<[^>]+>", "", item) for item in re.findall(r"<li.*?</li>", html)]


@pytest.mark.parametrize(
    ("as_of", "scenario", "expected"),
    [
        (None, {}, []),
        (None, {"api_model": "custom"}, []),
        (
            None,
            {"api_model": ARGON},  # 2,000 requests a day of 1,200 and 300 tokens: 72 and 18 million a month
            [f"Gemini 4 Argon is announced to go from $2/$10 to $4/$20 per 1M tokens on 1 Dec 2026: "
             f"your bill ${72 * 2 + 18 * 10:.2f} → ${72 * 4 + 18 * 20:.2f}."],
        ),
        ("2026-10-12", {"api_model": ARGON}, [
            "Gemini 4 Argon has a price from 13 Oct 2026 on. The cheapest frontier model of that day,",
            "Gemini 4 Argon is announced to go from $2/$10 to $4/$20",
        ]),
        ("2026-05-16", {"api_model": "openai/gpt-5-mini"}, [
            "Qwen3.8 27B is out since",
            "GPT-5 mini: its maker called it old on 12 Nov 2026.",
            "GPT-5 mini is announced to end on 11 Dec 2026.",
        ]),
        ("2020-01-01", {"api_model": "openai/gpt-5-mini"}, [
            "GPT-5 mini has a price from 7 Aug 2025 on.",
            "Qwen3.8 27B is out since",
            "GPT-5 mini: its maker called it old on 12 Nov 2026.",
            "GPT-5 mini is announced to end on 11 Dec 2026.",
        ]),
        (None, {"api_model": "openai/gpt-4o-mini"}, ["GPT-4o mini is announced to end on 14 Jan 2027."]),
        ("2026-09-01", {"api_model": "openai/gpt-4o-mini"}, [
            "GPT-4o mini: its maker called it old on 14 Oct 2026.",
            "GPT-4o mini is announced to end on 14 Jan 2027.",
        ]),
        ("2026-07-29", {"api_model": "openai/gpt-5.6-luna", **OLDER}, [
            f"GPT-5.6 Luna went from $1/$6 to $0.20/$1.20 per 1M tokens on 30 Jul 2026: "
            f"your bill ${72 + 18 * 6:.2f} → ${72 * 0.2 + 18 * 1.2:.2f}.",
        ]),
        ("2026-07-30", {"api_model": "openai/gpt-5.6-luna", **OLDER}, []),
    ],
)  # fmt: skip
def test_what_comes_for_the_chosen_model(as_of: str | None, scenario: dict[str, Any], expected: list[str]) -> None:
    found = items(as_of=as_of, **scenario)
    assert len(found) == len(expected)
    for one, start in zip(found, expected, strict=True):
        assert one.startswith(start), one


def test_of_models_that_are_only_named_what_is_announced_counts() -> None:
    found = items(models=(ARGON, "openai/gpt-5.6-luna"), as_of="2026-07-20", api_model="openai/gpt-5.4", **OLDER)
    assert len(found) == 1
    assert "this workload there $324.00 → $648.00" in found[0]


def test_rates_of_the_readers_own_do_not_carry_over_to_a_named_model() -> None:
    found = items(models=(ARGON,), api_input_usd_per_mtok="100")
    assert "$324.00 → $648.00" in found[0]
    assert "$7,380" in items(api_model=ARGON, api_input_usd_per_mtok="100")[0]


def test_a_row_that_is_not_there_is_no_bill() -> None:
    args = {"q": "api_usd_per_month", "with": {"api_price_row": "1999-01-01"}}
    reply = json.loads(handle(json.dumps({"id": 1, "call": "explain", "scenario": {}, "args": args})))
    assert "expected the beginning of a row of openai/gpt-6-luna, got 1999-01-01" in reply["error"]["message"]
