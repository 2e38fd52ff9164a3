"""Inputs about how the local side serves: context, several cards, waiting, power cap, hours of use."""

from __future__ import annotations

from typing import Any

from calc import units as u
from calc.engine.evaluate import Evaluation
from calc.engine.nodes import Node
from calc.engine.rules import Literal, Reader, Same
from calc.facts import week
from calc.inputs.declare import choice, number

SERVING, POWER = "serving", "power"
PROFILES = (
    ("around-the-clock", "around the clock"),
    ("office", "office hours, mon-fri 09:00-18:00"),
    ("evenings", "evenings, 18:00-23:00"),
    ("nights", "nights, 23:00-07:00"),
)
SPLITS = (
    ("copies", "a copy on each card"),
    ("layer", "layers over all cards"),
    ("tensor", "every layer over all cards"),
)


def _mean_context(evaluation: Evaluation, _name: str) -> Any:
    """The context that is read while generating; a context that the reader gave is taken as full."""
    given = "context_per_slot_tok" if "context_tok" in evaluation.pins else "mean_request_context_tok"
    return evaluation.get(given)


def nodes() -> list[Node]:
    """All of them, in the order in which forms show them."""
    return [*_serving(), *_power()]


def _serving() -> list[Node]:
    context = Reader(_mean_context, ("context_tok", "context_per_slot_tok", "mean_request_context_tok"))
    return [
        number(
            "mean_context_tok",
            "Context while generating",
            "Tokens of cache read for each new token: prompt and half the answer, or the context you gave, full.",
            context,
            within=(0, 1e8),
            step=1024,
            group=SERVING,
        ),
        choice(
            "hardware_split",
            "Several cards",
            "What several cards do: each holds a copy, or they share one.",
            "copies",
            SPLITS,
            group=SERVING,
        ),
        number(
            "latency_target_s",
            "Longest wait",
            "Mean wait for the first token that you accept, queue included.",
            Literal(5.0),
            within=(0.01, 86400),
            step=1,
            group=SERVING,
        ),
        number(
            "service_variation_ratio",
            "Unevenness",
            "Spread of the time per request over its mean: 0 where all are alike, 1 as uneven as chance.",
            Literal(1.0),
            within=(0, 20),
            step=0.1,
            group=SERVING,
        ),
    ]


def _power() -> list[Node]:
    return [
        number(
            "power_cap_w",
            "Power cap",
            "Most that one card may draw; by default its own draw, so that no cap binds.",
            Same("card_load_power_w"),
            within=(0.1, 1e5),
            step=10,
            group=POWER,
        ),
        choice(
            "hours_profile",
            "Hours of use",
            "When the requests arrive and the box is on, in your own time: office is Monday to Friday from 9 to 18, "
            f"evenings 18 to 23, nights 23 to 7. Or a week of your own, such as {week.EXAMPLE}: days, hours, and how "
            "many requests an hour against the others.",
            week.ALWAYS,
            PROFILES,
            own=week.read,
            group=POWER,
        ),
        number(
            "utc_offset_hours",
            "Hours ahead of UTC",
            "How far your clock is ahead of UTC, for APIs whose price depends on the hour; behind it is negative.",
            Literal(0.0),
            within=(-12, 14),
            step=1,
            group=POWER,
        ),
    ]


def hours_of_use_per_day(hours_profile: str) -> float:
    """The hours of a week with requests, over its seven days."""
    minutes = sum(end - start for start, end, _ in week.spans(hours_profile))
    return minutes * u.HOURS_PER_DAY / week.MINUTES_PER_WEEK


def peak_to_mean(hours_profile: str) -> float:
    """The greatest weight over the mean weight of the hours with requests: 1 where all weigh the same."""
    found = week.spans(hours_profile)
    minutes = sum(end - start for start, end, _ in found)
    requests = sum((end - start) * weight for start, end, weight in found)
    return max(weight for _, _, weight in found) * minutes / requests
