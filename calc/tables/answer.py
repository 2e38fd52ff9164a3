"""Tables that follow the reader's scenario: the bill, the options, the box's costs, electricity against APIs."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from calc import text
from calc.chain import chain_binds
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.sweep import sensitivity
from calc.options import OPTIONS
from calc.parts.addresses import record_link
from calc.parts.markup import Args, Page, Row, number, sentence, table
from calc.ranges import model_span
from calc.results import choice_label
from calc.sentences import Look

BILL = (
    (
        "Fresh input",
        "fresh_input_tok_per_request",
        "api_input_usd_per_mtok",
        "api_fresh_input_usd_per_request",
    ),
    (
        "Cache read",
        "cache_read_tok_per_request",
        "api_cache_read_usd_per_mtok",
        "api_cache_read_usd_per_request",
    ),
    (
        "Cache write",
        "cache_write_tok_per_request",
        "api_cache_write_usd_per_mtok",
        "api_cache_write_usd_per_request",
    ),
    (
        "Cache write, an hour",
        "cache_write_1h_tok_per_request",
        "api_cache_write_1h_usd_per_mtok",
        "api_cache_write_1h_usd_per_request",
    ),
    ("Output", "output_tok_per_request", "api_output_usd_per_mtok", "api_output_usd_per_request"),
    ("Reasoning", "reasoning_tok_per_request", "api_output_usd_per_mtok", "api_reasoning_usd_per_request"),
    (
        "Tool calls, by the thousand",
        "tool_calls_per_request",
        "api_tool_usd_per_1000_calls",
        "api_tool_usd_per_request",
    ),
    ("Gateway fee", "", "api_gateway_fee_frac", "api_gateway_usd_per_request"),
)
# Shown where they cost something, or where nobody knows whether they do.
RARE = ("api_cache_write_1h_usd_per_request", "api_tool_usd_per_request", "api_gateway_usd_per_request")
LOCAL = (
    ("Electricity", "electricity_usd_per_month"),
    ("Care", "labour_usd_per_month"),
    ("Share of the purchase", "ownership_usd_per_month"),
    ("Overflow to the API", "overflow_usd_per_month"),
)
MOVED = (
    "requests_per_day",
    "input_tok_per_request",
    "output_tok_per_request",
    "electricity_usd_per_kwh",
    "load_power_w",
    "idle_power_w",
    "decode_tok_per_s",
    "hardware_usd",
    "lifetime_years",
    "api_output_usd_per_mtok",
    "api_input_usd_per_mtok",
)

# Row six: ways to run the model, each an overlay on the reader's scenario.
MOE: dict[str, Any] = {"open_model": "qwen/qwen3.6-35b-a3b"}
MTP: dict[str, Any] = {"draft": "mtp"}
ROW6_LOCAL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Dense", {}),
    ("Dense, speculative", MTP),
    ("Mixture of experts", MOE),
)
ROW6_API = (
    "openai/gpt-6-luna",
    "anthropic/claude-haiku-5-5",
    "deepinfra/gemma-4-31b-it",
    "deepinfra/gemma-3-27b-it",
    "deepinfra/qwen3.8-27b",
    "openai/gpt-4o-mini",
    "google/gemini-3.5-flash-lite",
)


def bill_parts(evaluation: Evaluation) -> list[tuple[str, str, str, str]]:
    """The parts of the bill that a reader is shown: label, tokens, rate, cost."""
    return [part for part in BILL if part[3] not in RARE or evaluation.get(part[3]) != 0]


def bill(page: Page, _args: Args) -> str:
    """The API's bill by class of token."""
    rows = [
        Row((escape(label), number(page, tokens) if tokens else "", number(page, rate), number(page, usd)))
        for label, tokens, rate, usd in bill_parts(page.evaluation)
    ]
    rows.append(Row(("One request", "", "", number(page, "api_usd_per_request")), emphasis="total"))
    rows.append(Row(("Fixed fee, a month", "", "", number(page, "api_fixed_usd_per_month"))))
    rows.append(Row(("A month of 30 days", "", "", number(page, "api_usd_per_month")), side="api", emphasis="total"))
    return table(
        "The API's bill, by class of token",
        ("", "Tokens a request", "Per 1M tokens", "Cost"),
        rows,
        (1, 2, 3),
    )


def options(page: Page, _args: Args) -> str:
    """What each option costs a month, and what it could serve."""
    served = {"local": "capacity_requests_per_day", "rental": "rental_capacity_requests_per_day"}
    best = page.evaluation.get("cheapest_option")
    rows = []
    for option in OPTIONS:
        room = number(page, served[option.id]) if option.id in served else "as its limits allow"
        cells = (f"{escape(option.label)}: {_option_link(page, option.id)}", number(page, option.total), room)
        rows.append(Row(cells, side=option.role, emphasis="best" if option.id == best else ""))
    return table("The options, for your workload", ("", "A month", "Requests a day it can serve"), rows, (1, 2))


def _option_link(page: Page, option: str) -> str:
    """The same as a link to the page of what was chosen."""
    kind, chosen = OPTION_CHOICES[option]
    picked = page.evaluation.get(chosen)
    name = option_name(page, option)
    return record_link(page.root, kind, picked, name) if isinstance(picked, str) else escape(name)


def option_name(page: Page, option: str) -> str:
    """What an option stands for in this scenario: the API's, the card's or the host's name."""
    ev = page.evaluation
    if option == "api":
        return choice_label(ev, "api_model")
    if option == "hosted-twin":
        twin = ev.get("hosted_twin_model")
        return "no host known" if isinstance(twin, Unknown) else ev.snapshot.maker("api_model", twin)
    return choice_label(ev, "hardware" if option == "local" else "rental_hardware")


def local_costs(page: Page, _args: Args) -> str:
    """What the box costs a month, item by item."""
    rows = [Row((escape(label), number(page, name))) for label, name in LOCAL]
    rows.append(Row(("Together", number(page, "local_total_usd_per_month")), side="local", emphasis="total"))
    return table("The box, item by item", ("", "A month"), rows, (1,))


def sensitivity_table(page: Page, _args: Args) -> str:
    """How much the cost of the box and of the API answer when one input is a tenth lower or higher."""
    ev = page.evaluation
    rows = []
    local = {one.name: one for one in sensitivity(ev, "local_total_usd_per_month", MOVED)}
    bills = {one.name: one for one in sensitivity(ev, "api_usd_per_month", MOVED)}
    for name in sorted(local, key=lambda key: -(local[key].swing + bills[key].swing)):
        if local[name].swing + bills[name].swing > 0:
            cells = [
                number(page, quantity, {name: _moved(ev, name, share)})
                for quantity in ("local_total_usd_per_month", "api_usd_per_month")
                for share in (0.9, 1.1)
            ]
            rows.append(Row((escape(ev.graph.nodes[name].label), *cells)))
    columns = ("A tenth lower or higher", "Own box, lower", "Own box, higher", "API, lower", "API, higher")
    return table("What moves the answer", columns, rows, (1, 2, 3, 4))


def _moved(evaluation: Any, name: str, share: float) -> float:
    return float(evaluation.get(name)) * share


def row6(page: Page, _args: Args) -> str:
    """Electricity alone for a million output tokens against what APIs charge for the same work."""
    rows = []
    for label, overrides in ROW6_LOCAL:
        for boundary, words in (("card-only", "the card only"), ("whole-machine", "at the wall")):
            under = {**overrides, "power_boundary": boundary}
            cells = (
                escape(f"{label}, {words}"),
                number(page, "busy_electricity_usd_per_output_mtok", under),
                "electricity",
            )
            rows.append(Row(cells, side="local"))
    for model in ROW6_API:
        name = str(page.evaluation.snapshot.attribute("api_model", model, "name") or model)
        host = page.evaluation.snapshot.maker("api_model", model)
        cells = (
            f"{record_link(page.root, 'api_model', model, name)} ({escape(host)})",
            number(page, "api_levelized_usd_per_output_mtok", {"api_model": model}),
            "price",
        )
        rows.append(Row(cells, side="twin" if model.startswith("deepinfra/") else "api"))
    caption = "One million output tokens, with the input that comes with them"
    return table(caption, ("", "Cost", "What it is"), rows, (1,))


# The node that picks what an option is about, and the kind of record that it picks.
OPTION_CHOICES = {
    "api": ("api_model", "api_model"),
    "hosted-twin": ("api_model", "hosted_twin_model"),
    "local": ("hardware", "hardware"),
    "rental": ("hardware", "rental_hardware"),
}
CHAIN = (
    ("Fit", "memory_needed_gib", "memory that one copy takes"),
    ("Speed", "decode_tok_per_s", "tokens a second, one request, at your context"),
    ("First token", "ttft_s", "wait until the answer begins"),
    ("Capacity", "capacity_requests_per_day", "requests a day that the box can serve"),
    ("Peak", "peak_load_frac", "of its speed that the busiest hour asks for"),
    ("Energy", "energy_kwh_per_month", "a month"),
    ("Cost", "local_total_usd_per_month", "a month, all told"),
    ("Break-even", "break_even_months", "until the box has paid for itself"),
)


def chain(page: Page, _args: Args) -> str:
    """The chain from fit to break-even, each link with its range, and the sentence that says which one binds."""
    rows = []
    for label, name, meaning in CHAIN:
        low, high = model_span(page.evaluation, name)
        spread = "" if low is None and high is None else text.words(low, name, low, high)
        rows.append(Row((escape(label), number(page, name), escape(spread), escape(meaning))))
    columns = ("Link", "Value", "In 80% of cases", "What it is")
    binding = sentence(page, chain_binds(Look(page.evaluation.value_under)))
    return f'<p class="chain__binds">{binding}</p>' + table("From fit to break-even", columns, rows, (1, 2))


TABLES: dict[str, Callable[[Page, Args], str]] = {
    "bill": bill,
    "options": options,
    "local_costs": local_costs,
    "sensitivity": sensitivity_table,
    "row6": row6,
    "chain": chain,
}
