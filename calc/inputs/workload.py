"""What you send: how much, how often, and how good the answers have to be."""

from __future__ import annotations

from calc.engine.nodes import Node, call_of
from calc.inputs import serving
from calc.inputs.declare import number
from calc.units import HOURS_PER_DAY

GROUP = "workload"


def nodes() -> list[Node]:
    """The inputs of this group, in the order of forms."""
    return [
        number(
            "requests_per_day",
            "Requests a day",
            "How many requests you send on a mean day.",
            2000,
            within=(0, 1e9),
            step=100,
            group=GROUP,
        ),
        number(
            "input_tok_per_request",
            "Tokens in",
            "Prompt tokens of one request, system prompt and history included.",
            1200,
            within=(0, 1e7),
            step=100,
            group=GROUP,
        ),
        number(
            "output_tok_per_request",
            "Tokens out",
            "Answer tokens of one request, without hidden reasoning.",
            300,
            within=(0, 1e6),
            step=50,
            group=GROUP,
        ),
        number(
            "reasoning_tok_per_request",
            "Reasoning tokens",
            "Hidden tokens of one request: billed and waited for as output, no part of the answer.",
            0,
            within=(0, 1e6),
            step=100,
            group=GROUP,
        ),
        number(
            "active_hours_per_day",
            "Active hours",
            "Hours a day in which requests arrive, in the mean of a week; by default your hours of use.",
            call_of(serving.hours_of_use_per_day),
            within=(0.1, HOURS_PER_DAY),
            step=1,
            group=GROUP,
        ),
        number(
            "peak_to_mean",
            "Peak over mean",
            "Requests in the busiest hour over the mean of the active hours; by default as the weights of your hours "
            "of use say, 1 where they have none.",
            call_of(serving.peak_to_mean),
            within=(1, 1000),
            step=0.5,
            group=GROUP,
        ),
        number(
            "success_frac_api",
            "API answers good enough",
            "Share of the API's answers that you accept; no fact exists, so the default is neutral.",
            1,
            within=(0.001, 1),
            step=0.05,
            group=GROUP,
        ),
        number(
            "success_frac_local",
            "Local answers good enough",
            "Share of the local model's answers that you accept; no fact exists, so the default is neutral.",
            1,
            within=(0.001, 1),
            step=0.05,
            group=GROUP,
        ),
    ]
