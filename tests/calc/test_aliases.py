"""An id means one model on one day, exactly: never by prefix, never by guess."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calc.asking import ask, reply

NOT_ONE = [
    # (typed, day, what the error says of it)
    ("deepseek/deepseek-chat", "2026-11-23", "an id that means a model on 2026-11-23"),
    ("deepseek/deepseek-chat", "2026-07-24T15:59Z", "to 24 Jul 2026, 15:59 UTC it meant deepseek/deepseek-v4-flash"),
    ("deepseek/deepseek-chat", "2025-09-15", "from 26 Dec 2024 to 21 Aug 2025 it meant deepseek/deepseek-v3"),
    ("mistral/mistral-large-latest", "2025-01-01", "it meant mistral/mistral-large-2512"),
    ("google/gemini-1.5-flash-8b-001", "2026-11-23", "google/gemini-1.5-flash-8b?"),
    ("google/gemini-1.5-flash-001", "2026-11-23", "google/gemini-1.5-flash"),
    ("anthropic/claude", "2026-11-23", "an id that the guide lists"),
    ("mistral/mistral-large-lates", "2026-11-23", "mistral/mistral-large-latest?"),
    ("gpt-6-luna", "2026-11-23", "say who bills: openai/gpt-6-luna?"),
    ("qwen3.8-27b", "2026-11-23", "or groq/qwen3.8-27b"),  # after a host that stands before it
    ("mistral-large-latest", "2026-11-23", "say who bills: mistral/mistral-large-latest?"),
    ("Deepseek/deepseek-flash", "2026-11-23", "deepseek/deepseek-flash?"),
]


def refused(model: str, day: str) -> dict[str, Any]:
    answered = reply(call="evaluate", quantity="api_usd_per_month", scenario={"api_model": model}, as_of=day)
    assert "result" not in answered, answered
    error: dict[str, Any] = answered["error"]
    return error


@pytest.mark.parametrize(("typed", "day", "said"), NOT_ONE)
def test_what_means_no_model_is_refused_with_the_next_step(typed: str, day: str, said: str) -> None:
    error = refused(typed, day)
    assert (error["type"], error["input"], error["got"]) == ("unknown_choice", "api_model", repr(typed))
    assert said in (error["expected"], error["hint"]) or said in error["message"]


@pytest.mark.parametrize("typed", ["gpt-6", "deepseek-v4", "qwen3", "claude-opus"])
def test_the_beginning_of_an_id_is_no_id(typed: str) -> None:
    assert "say who bills" not in refused(typed, "2026-11-23")["message"]


def test_the_8b_model_is_never_priced_as_the_larger_one() -> None:
    day = "2025-06-01"
    larger, smaller = (
        ask("api_usd_per_month", {"api_model": f"google/{name}"}, day)
        for name in ("gemini-1.5-flash", "gemini-1.5-flash-8b")
    )
    assert smaller["value"] == pytest.approx(larger["value"] / 2)
    assert {fact["key"].rpartition(".")[0] for fact in smaller["facts"]} == {"api_model.google/gemini-1.5-flash-8b"}


def test_an_alias_stands_in_the_scenario_as_the_model_that_it_means() -> None:
    answered = reply(call="page", scenario={"api_model": "deepseek/deepseek-chat"}, as_of="2026-05-16")["result"]
    assert answered["scenario"] == {"api_model": "deepseek/deepseek-v4-flash"}
    assert answered["link"] == "api_model=deepseek/deepseek-v4-flash"


@pytest.mark.parametrize("day", ["2026-05-16T10:00", "2026-05-16T25:00Z", "2026-05-16T10Z", "2026-05-16 10:00Z"])
def test_an_instant_needs_its_minute_and_its_zone(day: str) -> None:
    answered = reply(call="evaluate", quantity="api_usd_per_month", as_of=day)
    assert answered["error"]["type"] == "bad_date"
    assert answered["error"]["expected"] == "a day such as 2026-05-16, or an instant such as 2026-05-16T14:00Z"


def test_both_errors_come_at_once() -> None:
    answered = reply(call="evaluate", quantity="verdict", scenario={"api_model": "nobody/nothing"}, as_of="May")
    assert [error["input"] for error in answered["errors"]] == ["api_model", "as_of"]


@pytest.mark.parametrize("place", ["shell", "link", "door"])
def test_an_instant_is_understood_everywhere(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    instant, wanted = "2026-11-23T02:00Z", "$43.20"
    if place == "shell":
        from calc.__main__ import main

        assert main(["api_usd_per_month", "--api-model", "deepseek/deepseek-flash", "--as-of", instant]) == 0
        assert capsys.readouterr().out.startswith(f"{wanted}\n")
        return
    scenario = {"api_model": "deepseek/deepseek-flash"}
    if place == "link":
        scenario = reply(call="link", query="?api_model=deepseek/deepseek-flash")["result"]["scenario"]
    parts = [{"kind": "number", "args": {"q": "api_usd_per_month"}}]
    answered = reply(call="page", scenario=scenario, as_of=instant, parts=parts)
    assert wanted in answered["result"]["parts"][0]["html"]
    assert "As of 23 Nov 2026, 02:00 UTC" in answered["result"]["parts"][0].get("tip", "")


@pytest.mark.parametrize(
    ("moment", "meant"),
    [
        ("2026-10-05T23:59Z", "mistral/mistral-large-2512"),
        ("2026-10-06T00:00Z", "mistral/mistral-large-4"),  # the first moment of one is the end of the other
        ("2026-10-06", "mistral/mistral-large-4"),
    ],
)
def test_an_alias_holds_from_its_first_moment_until_before_its_last(moment: str, meant: str) -> None:
    model = "mistral/mistral-large-latest"
    answered = reply(call="page", scenario={"api_model": model}, as_of=moment)["result"]
    assert answered["scenario"] == {"api_model": meant}


def test_at_its_end_an_alias_means_nothing_more() -> None:
    assert ask("api_usd_per_month", {"api_model": "deepseek/deepseek-chat"}, "2026-07-24T15:58Z")["status"] == "known"
    assert "it meant deepseek/deepseek-v4-flash" in refused("deepseek/deepseek-chat", "2026-07-24T15:59Z")["hint"]
