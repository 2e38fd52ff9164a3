"""Every input: what a reader may change, its range, its help and its default (a literal, a fact or a rule)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calc import api_lookups
from calc.evaluate import Evaluation
from calc.local_inputs import hours
from calc.nodes import Formula, Literal, Lookup, Node, Reader, Switch, Unknown, call_of, rule_of
from calc.quantities import defaults
from calc.speed_rules import request_gain
from calc.units import HOURS_PER_DAY, unit_of

REGION = "api_region"  # no table either: the regions that prices are known for
QUANT = "quant"  # not a table of its own: the quantisations that files are known for


def _number(
    name: str, label: str, help_text: str, default: Any, low: float, high: float, step: float, group: str
) -> Node:
    return Node(
        name,
        "input",
        rule_of(default),
        label,
        help_text,
        group=group,
        low=low,
        high=high,
        step=step,
        unit=unit_of(name),
    )


def _choice(
    name: str,
    label: str,
    help_text: str,
    default: Any,
    group: str,
    choices: tuple[tuple[str, str], ...] = (),
    table: str = "",
) -> Node:
    return Node(
        name,
        "input",
        rule_of(default),
        label,
        help_text,
        group=group,
        choices=choices,
        table=table,
        value_kind="choice",
    )


def _flag(name: str, label: str, help_text: str, default: bool, group: str) -> Node:
    return Node(name, "input", Literal(default), label, help_text, group=group, value_kind="flag")


def _condition(evaluation: Evaluation, _name: str) -> str:
    known = evaluation.snapshot.fact("hardware", evaluation.get("hardware"), "used_usd")
    return "used" if known else "new"


def _rental_hardware(evaluation: Evaluation, _name: str) -> str:
    own = evaluation.get("hardware")
    return own if evaluation.snapshot.fact("rental", own, "rental_usd_per_hour") else "nvidia/rtx-4090"


def _speed_basis(evaluation: Evaluation, _name: str) -> str:
    if "decode_tok_per_s" in evaluation.pins:
        return "pinned"
    return "modelled" if isinstance(evaluation.get("measured_decode_tok_per_s"), Unknown) else "measured"


def _by_boundary(rules: Mapping[str, Formula]) -> Switch:
    """One rule for each boundary of power."""
    return Switch("power_boundary", {boundary: call_of(rule) for boundary, rule in rules.items()})


def nodes() -> list[Node]:
    """All inputs, in the order in which forms show them."""
    return [*_workload(), *_api(), *_local(), *_power(), *_money(), *_rental()]


def _workload() -> list[Node]:
    group = "workload"
    return [
        _number(
            "requests_per_day", "Requests a day", "How many requests you send on a mean day.", 2000, 0, 1e9, 100, group
        ),
        _number(
            "input_tok_per_request",
            "Tokens in",
            "Prompt tokens of one request, system prompt and history included.",
            1200,
            0,
            1e7,
            100,
            group,
        ),
        _number(
            "output_tok_per_request",
            "Tokens out",
            "Answer tokens of one request, without hidden reasoning.",
            300,
            0,
            1e6,
            50,
            group,
        ),
        _number(
            "reasoning_tok_per_request",
            "Reasoning tokens",
            "Hidden tokens of one request: billed and waited for as output, no part of the answer.",
            0,
            0,
            1e6,
            100,
            group,
        ),
        _number(
            "active_hours_per_day",
            "Active hours",
            "Hours of the day in which the requests arrive.",
            hours(),
            0.1,
            HOURS_PER_DAY,
            1,
            group,
        ),
        _number(
            "peak_to_mean",
            "Peak over mean",
            "Requests in the busiest hour over the mean of the active hours.",
            1,
            1,
            1000,
            0.5,
            group,
        ),
        _number(
            "success_frac_api",
            "API answers good enough",
            "Share of the API's answers that you accept; no fact exists, so the default is neutral.",
            1,
            0.001,
            1,
            0.05,
            group,
        ),
        _number(
            "success_frac_local",
            "Local answers good enough",
            "Share of the local model's answers that you accept; no fact exists, so the default is neutral.",
            1,
            0.001,
            1,
            0.05,
            group,
        ),
    ]


def _api() -> list[Node]:
    group = "api"
    return [
        _choice(
            "api_model",
            "API model",
            "The model you would call instead, by who bills it.",
            "openai/gpt-6-luna",
            group,
            table="api_model",
        ),
        _number(
            "cached_input_frac",
            "Input read from the cache",
            "Share of the input tokens that the API's prompt cache already holds.",
            0,
            0,
            1,
            0.1,
            group,
        ),
        _number(
            "cache_write_frac",
            "Input written to the cache",
            "Share of the input tokens billed as cache writes.",
            0,
            0,
            1,
            0.1,
            group,
        ),
        _number(
            "cache_write_1h_frac",
            "Writes kept an hour",
            "Share of the cache writes that are kept for an hour, at the rate for that, not for the shortest time.",
            0,
            0,
            1,
            0.1,
            group,
        ),
        _number(
            "batch_frac",
            "Sent as batch",
            "Share of the requests that can wait for batch processing.",
            0,
            0,
            1,
            0.1,
            group,
        ),
        _number(
            "api_peak_frac",
            "In peak hours",
            "Share of the requests in the API's hours of another price; by default that of your hours of use.",
            api_lookups.peak_frac(),
            0,
            1,
            0.05,
            group,
        ),
        _choice(
            "api_region",
            "Region",
            "Where requests must be served, for APIs that ask another price for it; standard is anywhere.",
            api_lookups.STANDARD,
            group,
            table=REGION,
        ),
        _number(
            "tool_calls_per_request",
            "Tool calls",
            "Calls of the API's own paid tool, such as web search, in one request.",
            0,
            0,
            1000,
            1,
            group,
        ),
        _number(
            "api_fixed_usd_per_month",
            "Fixed fee",
            "A subscription or minimum fee on top; your own figure.",
            0,
            0,
            1e7,
            5,
            group,
        ),
        _number(
            "api_price_change_frac_per_year",
            "API prices a year",
            "By how much you expect API prices to change each year; -50% halves them.",
            0,
            -0.95,
            5,
            0.1,
            group,
        ),
    ]


def _local() -> list[Node]:
    group = "local"
    drafts = (("none", "no speculation"), ("mtp", "multi-token prediction"))
    bases = (("measured", "measured"), ("modelled", "modelled"), ("pinned", "pinned"))
    return [
        _choice(
            "open_model",
            "Open model",
            "The open-weight model you would run.",
            "qwen/qwen3.8-27b",
            group,
            table="open_model",
        ),
        _choice(
            "quant",
            "Quantisation",
            "How the weights are stored.",
            Lookup("open_model", "open_model", "default_quant", dated=False),
            group,
            table=QUANT,
        ),
        _choice(
            "draft", "Speculation", "Whether the model drafts several tokens at once.", "none", group, choices=drafts
        ),
        _choice(
            "hardware",
            "Hardware",
            "The card or machine you would run it on.",
            "nvidia/rtx-3090",
            group,
            table="hardware",
        ),
        _number("hardware_count", "How many", "Identical copies, each holding the whole model.", 1, 1, 1024, 1, group),
        _number(
            "concurrency", "Requests at once", "Requests that the box works on at the same time.", 1, 1, 1024, 1, group
        ),
        _number(
            "concurrency_gain_ratio",
            "Gain from batching",
            "Requests done with this many at once over requests done one at a time; reading prompts gains nothing.",
            request_gain(),
            0.01,
            1024,
            0.1,
            group,
        ),
        _number(
            "local_cached_input_frac",
            "Prompt kept in memory",
            "Share of the input tokens that the box needn't read again (prefix cache).",
            0,
            0,
            1,
            0.1,
            group,
        ),
        _choice(
            "speed_basis",
            "Speed comes from",
            "A measurement of this very pair, or the model of the hardware family.",
            Reader(_speed_basis, ("measured_decode_tok_per_s",), watches=("decode_tok_per_s",)),
            group,
            choices=bases,
        ),
    ]


def _power() -> list[Node]:
    group = "power"
    boundaries = (
        ("whole-machine", "the whole machine"),
        ("card-only", "the card only"),
        ("marginal", "only what the work adds"),
    )
    return [
        _choice(
            "tariff",
            "Electricity",
            "Region and sector whose mean price is paid; your marginal rate may differ.",
            "us/residential",
            group,
            table="tariff",
        ),
        _number(
            "electricity_usd_per_kwh",
            "Power price",
            "What a kilowatt-hour costs you.",
            Lookup("tariff", "tariff", "electricity_usd_per_kwh"),
            0,
            5,
            0.01,
            group,
        ),
        _choice(
            "power_boundary",
            "Charged with",
            "Which power is charged to this workload; the last choice is for a machine that is on anyway.",
            "whole-machine",
            group,
            choices=boundaries,
        ),
        _number(
            "load_power_w",
            "Power at work",
            "Power at the meter while generating, all units together.",
            _by_boundary(defaults.LOAD_POWER),
            0,
            1e6,
            10,
            group,
        ),
        _number(
            "idle_power_w",
            "Power at rest",
            "Power at the meter while waiting, all units together.",
            _by_boundary(defaults.IDLE_POWER),
            0,
            1e6,
            5,
            group,
        ),
        _number(
            "powered_hours_per_day",
            "Hours switched on",
            "Hours a day that the box is on.",
            hours(),
            0,
            HOURS_PER_DAY,
            1,
            group,
        ),
        _number(
            "busy_hours_per_day",
            "Hours at work",
            "Hours a day that the box generates; by default what this volume needs.",
            call_of(defaults.busy_hours_per_day),
            0,
            HOURS_PER_DAY,
            1,
            group,
        ),
    ]


def _money() -> list[Node]:
    group = "money"
    conditions = (("used", "used"), ("new", "new"))
    price = Switch(
        "hardware_condition",
        {
            "used": Lookup("hardware", "hardware", "used_usd"),
            "new": Lookup("hardware", "hardware", "new_usd"),
        },
    )
    return [
        _choice(
            "hardware_condition",
            "Bought",
            "Used or new; new where no used price is known.",
            Reader(_condition, ("hardware",)),
            group,
            choices=conditions,
        ),
        _number("hardware_usd", "Price of the hardware", "Street price of one piece.", price, 0, 1e7, 50, group),
        _number(
            "host_usd",
            "Price of the host",
            "The machine around the card, where it has to be bought too.",
            0,
            0,
            1e7,
            50,
            group,
        ),
        _flag(
            "hardware_owned",
            "Owned already",
            "The hardware is paid for and would lie idle: nothing to buy.",
            False,
            group,
        ),
        _number("lifetime_years", "Lifetime", "Years until it is sold or given up.", 3, 0.1, 30, 1, group),
        _number(
            "resale_frac",
            "Resale",
            "Share of the purchase that resale brings back; it may exceed the purchase.",
            0,
            0,
            5,
            0.1,
            group,
        ),
        _number(
            "cost_of_money_frac_per_year", "Cost of money", "Yearly interest on what is tied up.", 0, 0, 1, 0.01, group
        ),
        _number(
            "labour_hours_per_month", "Care", "Hours a month that somebody looks after the box.", 0, 0, 720, 1, group
        ),
        _number(
            "labour_usd_per_hour", "An hour of care", "What that hour is worth; your own figure.", 50, 0, 1e4, 5, group
        ),
    ]


def _rental() -> list[Node]:
    group = "rental"
    return [
        _choice(
            "rental_hardware",
            "Rented hardware",
            "What you would rent by the hour to run the same model.",
            Reader(_rental_hardware, ("hardware",)),
            group,
            table="hardware",
        ),
        _number(
            "rental_usd_per_hour",
            "Rent",
            "Price of one hour.",
            Lookup("rental", "rental_hardware", "rental_usd_per_hour"),
            0,
            1e4,
            0.05,
            group,
        ),
        _number(
            "rental_hours_per_day",
            "Rented hours",
            "Hours a day that are paid; by default the busy hours, rounded up.",
            call_of(defaults.rental_hours_per_day),
            0,
            HOURS_PER_DAY,
            1,
            group,
        ),
    ]
