"""The API: which one, and how its prices apply to your requests."""

from __future__ import annotations

from calc.engine.nodes import Node
from calc.inputs.declare import choice, number
from calc.lookups.api import STANDARD, peak_frac
from calc.options import REGION

GROUP = "api"


def nodes() -> list[Node]:
    """The inputs of this group, in the order of forms."""
    return [
        choice(
            "api_model",
            "API model",
            "The model you would call instead, by who bills it.",
            "openai/gpt-6-luna",
            table="api_model",
            group=GROUP,
        ),
        number(
            "cached_input_frac",
            "Input read from the cache",
            "Share of the input tokens that the API's prompt cache already holds.",
            0,
            within=(0, 1),
            step=0.1,
            group=GROUP,
        ),
        number(
            "cache_write_frac",
            "Input written to the cache",
            "Share of the input tokens billed as cache writes.",
            0,
            within=(0, 1),
            step=0.1,
            group=GROUP,
        ),
        number(
            "cache_write_1h_frac",
            "Writes kept an hour",
            "Share of the cache writes that are kept for an hour, at the rate for that, not for the shortest time.",
            0,
            within=(0, 1),
            step=0.1,
            group=GROUP,
        ),
        number(
            "batch_frac",
            "Sent as batch",
            "Share of the requests that can wait for batch processing.",
            0,
            within=(0, 1),
            step=0.1,
            group=GROUP,
        ),
        number(
            "api_peak_frac",
            "In peak hours",
            "Share of the requests in the API's hours of another price; by default that of your hours of use.",
            peak_frac(),
            within=(0, 1),
            step=0.05,
            group=GROUP,
        ),
        choice(
            "api_region",
            "Region",
            "Where requests must be served, for APIs that ask another price for it; standard is anywhere.",
            STANDARD,
            table=REGION,
            group=GROUP,
        ),
        number(
            "tool_calls_per_request",
            "Tool calls",
            "Calls of the API's own paid tool, such as web search, in one request.",
            0,
            within=(0, 1000),
            step=1,
            group=GROUP,
        ),
        number(
            "api_fixed_usd_per_month",
            "Fixed fee",
            "A subscription or minimum fee on top; your own figure.",
            0,
            within=(0, 1e7),
            step=5,
            group=GROUP,
        ),
        number(
            "api_price_change_frac_per_year",
            "API prices a year",
            "By how much you expect API prices to change each year; -50% halves them.",
            0,
            within=(-0.95, 5),
            step=0.1,
            group=GROUP,
        ),
    ]
