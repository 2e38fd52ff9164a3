"""Lookups of the local side: hardware and its host, its family, the tariff, open models and what was measured."""

from __future__ import annotations

from dataclasses import replace

from calc.engine.nodes import Choices, Node, call_of, lookup
from calc.engine.rules import FirstKnown, Formula, Literal, Lookup, Same, Switch
from calc.quantities import speed

KINDS: Choices = (("card", "a card"), ("machine", "a whole machine"))


def _pair(open_model: str, quant: str) -> str:
    return f"{open_model}@{quant}"


def _speed_pair(open_model: str, quant: str, hardware: str, draft: str) -> str:
    return f"{open_model}@{quant}@{hardware}@{draft}"


def _desktop() -> str:
    return "desktop-pc"


def _field(name: str, table: str, choice: str, help_text: str, field: str = "") -> Node:
    return lookup(name, Lookup(table, choice, field or name), help_text)


def _attribute(name: str, table: str, choice: str, field: str, help_text: str) -> Node:
    return lookup(name, Lookup(table, choice, field, dated=False), help_text, value_kind="text")


def _choice(name: str, field: str, otherwise: str, help_text: str, choices: Choices = ()) -> Node:
    """A property of the hardware; custom hardware has the plain default until the reader says otherwise."""
    rule = FirstKnown((Lookup("hardware", "hardware", field, dated=False), Literal(otherwise)))
    node = lookup(name, rule, help_text, value_kind="choice")
    return replace(node, choices=choices, table="" if choices else "family")


def nodes() -> list[Node]:
    """The lookups of this group, in the order of lists."""
    return [*_keys(), *_hardware(), *_models()]


def _keys() -> list[Node]:
    made: dict[str, Formula] = {"model_file_key": _pair, "speed_key": _speed_pair, "host": _desktop}
    return [lookup(name, call_of(rule), "Which record is read.", "text", hidden=True) for name, rule in made.items()]


def _of_family(field: str) -> FirstKnown:
    """A figure of the family; where it has none, that of any other hardware."""
    other = Lookup("family", "any_other_hardware", field)
    return FirstKnown((Lookup("family", "hardware_family", field), other))


def _hardware() -> list[Node]:
    load = FirstKnown((Lookup("hardware", "hardware", "card_load_power_w"), Same("rated_power_w")))
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
        lookup(
            "stated_shader_tflops",
            Lookup("hardware", "hardware", "shader_fp16_tflops"),
            "Peak half-precision arithmetic of the shaders, as published for this very hardware.",
            hidden=True,
        ),
        lookup(
            "shader_flop_per_byte",
            _of_family("shader_flop_per_byte"),
            "Peak half-precision arithmetic of the family's hardware over its memory bandwidth.",
        ),
        lookup(
            "shader_fp16_tflops",
            FirstKnown((Same("stated_shader_tflops"), call_of(speed.family_shader_tflops))),
            "Peak half-precision arithmetic of the shaders; where it is not known, what the family usually has.",
        ),
        _field("rated_power_w", "hardware", "hardware", "The maker's rated board power."),
        lookup(
            "card_load_power_w",
            load,
            "Power of one piece of hardware while it generates, measured where somebody did, else the rated power.",
        ),
        lookup("card_idle_power_w", idle, "Power of one piece of hardware while it waits."),
        _field("host_load_power_w", "host", "host", "Power of the machine around the card while the card works."),
        _field("host_idle_power_w", "host", "host", "Power of the machine around the card while it waits."),
        _field("used_usd", "hardware", "hardware", "Street price of a used one."),
        _field("new_usd", "hardware", "hardware", "Street price of a new one."),
        _field("carbon_g_per_kwh", "tariff", "tariff", "Carbon of the region's grid, yearly mean."),
        _field(
            "decode_efficiency_frac",
            "family",
            "hardware_family",
            "Share of the memory bandwidth that reading weights of 8 and 16 bits reaches.",
        ),
        _field("decode_overhead_ms", "family", "hardware_family", "Fixed time per token of a dense model of 8B."),
        _field(
            "moe_time_ratio",
            "family",
            "hardware_family",
            "Time per token of a mixture with a tenth of its weights active, over a dense model that reads as much.",
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
        lookup(
            "active_params_b",
            FirstKnown((Lookup("open_model", "open_model", "active_params_b"), Same("params_b"))),
            "Parameters read for each token, in billions; all, where nothing else is said.",
        ),
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
