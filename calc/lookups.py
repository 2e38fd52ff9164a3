"""Lookups: the only leaves that read facts.  Most are a table, a choice and a field; API rates follow the tier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from calc.catalog import row_fact
from calc.evaluate import CUSTOM, Evaluation
from calc.nodes import (
    Call,
    Choices,
    FirstKnown,
    Formula,
    Literal,
    Lookup,
    Node,
    Reader,
    Rule,
    Switch,
    Unknown,
    label_of,
)
from calc.rates import PriceRow
from calc.units import round12, unit_of

HOURS_PER_WEEK = 168
KINDS: Choices = (("card", "a card"), ("machine", "a whole machine"))


def price_in_force(evaluation: Evaluation, _name: str) -> Any:
    """The price row of the chosen API model on the day (the one node that hands on a record)."""
    model = evaluation.get("api_model")
    if model == CUSTOM:
        return None
    found = evaluation.snapshot.price(model)
    return found or Unknown(f"no price of {model} is known on {evaluation.snapshot.day}")


def _rate_reader(field: str) -> Reader:
    def read(evaluation: Evaluation, name: str) -> Any:
        priced = evaluation.get("api_price_row")
        if isinstance(priced, Unknown):
            return priced
        if priced is None:
            return Unknown(f"custom API model: give {name}")
        rates = rates_for(priced.row, evaluation.get("input_tok_per_request"))
        text = getattr(rates, field)
        if text is None:
            return Unknown(f"{priced.key.split('.', 1)[1]} states no {field}")
        evaluation.facts_read[name] = row_fact(priced, field, text)
        return float(text)

    return Reader(read, ("api_price_row", "input_tok_per_request"))


def rates_for(row: PriceRow, prompt_tok: float) -> Any:
    """The rates for a prompt of this size: those of the last tier whose boundary it passes, or the base rates."""
    rates: Any = row
    size = round12(prompt_tok)
    for tier in row.tiers:
        if size > tier.prompt_tok or (tier.when == ">=" and size == tier.prompt_tok):
            rates = tier
    return rates


def _batch_reader(field: str) -> Reader:
    def read(evaluation: Evaluation, name: str) -> Any:
        priced = evaluation.get("api_price_row")
        if isinstance(priced, Unknown):
            return priced
        batch = priced.row.batch if priced else None
        text = getattr(batch, field, None)
        if text is None:
            return Unknown(f"no batch {field} is known for {evaluation.get('api_model')}")
        evaluation.facts_read[name] = row_fact(priced, field, text)
        return float(text)

    return Reader(read, ("api_price_row", "api_model"))


def _peak_ratio(evaluation: Evaluation, name: str) -> Any:
    priced = evaluation.get("api_price_row")
    if isinstance(priced, Unknown):
        return priced
    if priced is None or not priced.row.windows:
        return 1.0
    window = priced.row.windows[0]
    evaluation.facts_read[name] = row_fact(priced, "peak_rate_ratio", window.rate_ratio)
    return float(window.rate_ratio)


def _peak_share(evaluation: Evaluation, _name: str) -> Any:
    priced = evaluation.get("api_price_row")
    if isinstance(priced, Unknown):
        return priced
    if priced is None or not priced.row.windows:
        return 0.0
    window = priced.row.windows[0]
    hours = [_hours(span) for span in window.hours_utc]
    return sum(hours) * len(window.weekdays) / HOURS_PER_WEEK


def _hours(span: str) -> float:
    start, end = (int(part[:2]) + int(part[3:5]) / 60 for part in span.split("-"))
    return (end or 24.0) - start


def _pair(open_model: str, quant: str) -> str:
    return f"{open_model}@{quant}"


def _speed_pair(open_model: str, quant: str, hardware: str, draft: str) -> str:
    return f"{open_model}@{quant}@{hardware}@{draft}"


def _desktop() -> str:
    return "desktop-pc"


def _node(name: str, rule: Rule, help_text: str, hidden: bool = False, value_kind: str = "number") -> Node:
    return Node(
        name=name,
        kind="lookup",
        rule=rule,
        label=label_of(name),
        help=help_text,
        hidden=hidden,
        value_kind=value_kind,
        unit=unit_of(name),
        group="lookups",
        low=0.0 if value_kind == "number" else None,
    )


def _field(name: str, table: str, choice: str, help_text: str, field: str = "") -> Node:
    return _node(name, Lookup(table, choice, field or name), help_text)


def _attribute(name: str, table: str, choice: str, field: str, help_text: str) -> Node:
    return _node(name, Lookup(table, choice, field, dated=False), help_text, value_kind="text")


def _choice(name: str, field: str, otherwise: str, help_text: str, choices: Choices = ()) -> Node:
    """A property of the hardware; custom hardware has the plain default until the reader says otherwise."""
    rule = FirstKnown((Lookup("hardware", "hardware", field, dated=False), Literal(otherwise)))
    node = _node(name, rule, help_text, value_kind="choice")
    return replace(node, choices=choices, table="" if choices else "family")


def nodes() -> list[Node]:
    """All lookups."""
    return [*_keys(), *_hardware(), *_models(), *_api()]


def _keys() -> list[Node]:
    make: list[tuple[str, Formula]] = [("model_file_key", _pair), ("speed_key", _speed_pair), ("host", _desktop)]
    return [
        _node(
            name,
            Call(fn, tuple(fn.__code__.co_varnames[: fn.__code__.co_argcount])),
            "Which record is read.",
            hidden=True,
            value_kind="text",
        )
        for name, fn in make
    ]


def _hardware() -> list[Node]:
    load = FirstKnown(
        (Lookup("hardware", "hardware", "card_load_power_w"), Lookup("hardware", "hardware", "rated_power_w"))
    )
    own_idle = Lookup("hardware", "hardware", "card_idle_power_w")
    any_card = Lookup("host", "host", "card_idle_power_w")
    idle = FirstKnown((own_idle, Switch("hardware_kind", {"card": any_card, "machine": own_idle})))
    return [
        _choice("hardware_kind", "kind", "card", "Whether it is a card that needs a host or a whole machine.", KINDS),
        _choice("hardware_family", "family", "unknown", "The family whose efficiency a modelled speed uses."),
        _field("memory_gb", "hardware", "hardware", "Memory of one piece of the hardware."),
        _field(
            "memory_bandwidth_gb_per_s", "hardware", "hardware", "Peak memory bandwidth of one piece of the hardware."
        ),
        _field("shader_fp16_tflops", "hardware", "hardware", "Peak half-precision arithmetic of the shaders."),
        _field("rated_power_w", "hardware", "hardware", "The maker's rated board power."),
        _node(
            "card_load_power_w",
            load,
            "Power of one piece of hardware while it generates, measured where somebody did, else the rated power.",
        ),
        _node("card_idle_power_w", idle, "Power of one piece of hardware while it waits."),
        _field("host_load_power_w", "host", "host", "Power of the machine around the card while the card works."),
        _field("host_idle_power_w", "host", "host", "Power of the machine around the card while it waits."),
        _field("used_usd", "hardware", "hardware", "Street price of a used one."),
        _field("new_usd", "hardware", "hardware", "Street price of a new one."),
        _field("carbon_g_per_kwh", "tariff", "tariff", "Carbon of the region's grid, yearly mean."),
        _field(
            "decode_efficiency_frac",
            "family",
            "hardware_family",
            "Share of the memory bandwidth that decoding reaches.",
        ),
        _field("decode_overhead_ms", "family", "hardware_family", "Fixed time per token of a dense model."),
        _field("moe_overhead_ms", "family", "hardware_family", "Fixed time per token of a mixture of experts."),
        _field(
            "prefill_shader_ratio",
            "family",
            "hardware_family",
            "Prefill speed over what the shaders' half-precision peak would give.",
        ),
    ]


def _models() -> list[Node]:
    return [
        _attribute(
            "hosted_twin_model",
            "open_model",
            "open_model",
            "hosted_twin",
            "The API model that serves the very same weights.",
        ),
        _field("params_b", "open_model", "open_model", "All parameters of the model, in billions."),
        _field("active_params_b", "open_model", "open_model", "Parameters read for each token, in billions."),
        _field("model_file_gb", "model_file", "model_file_key", "Size of the weights on disk, at this quantisation."),
        _field(
            "measured_decode_tok_per_s",
            "speed",
            "speed_key",
            "Measured generation speed of this very pair, one request at a time.",
            "decode_tok_per_s",
        ),
        _field(
            "measured_prefill_tok_per_s",
            "speed",
            "speed_key",
            "Measured prompt-reading speed of this very pair.",
            "prefill_tok_per_s",
        ),
    ]


def _api() -> list[Node]:
    rates = [
        ("api_input_usd_per_mtok", "Rate for fresh input tokens, in the context tier of this prompt."),
        ("api_cache_read_usd_per_mtok", "Rate for input tokens read from the cache."),
        ("api_cache_write_usd_per_mtok", "Rate for input tokens written to the cache."),
        ("api_output_usd_per_mtok", "Rate for output tokens, reasoning included."),
    ]
    ratios = ["input_ratio", "cache_read_ratio", "cache_write_ratio", "output_ratio"]
    return [
        _node(
            "api_price_row",
            Reader(price_in_force, ("api_model",)),
            "The price row in force.",
            hidden=True,
            value_kind="record",
        ),
        *(_node(name, _rate_reader(name.removeprefix("api_")), text) for name, text in rates),
        *(
            _node(f"api_batch_{name}", _batch_reader(name), "What batch processing multiplies this rate by.")
            for name in ratios
        ),
        _node(
            "api_peak_rate_ratio",
            Reader(_peak_ratio, ("api_price_row",)),
            "What the peak hours multiply all rates by; 1 where there are none.",
        ),
        _node(
            "api_peak_hours_frac",
            Reader(_peak_share, ("api_price_row",)),
            "Share of a week's hours that are peak hours; 0 where there are none.",
        ),
        _node(
            "api_status",
            Lookup("api_model", "api_model", "status"),
            "Whether the model is active, deprecated or retired.",
            value_kind="text",
        ),
    ]
