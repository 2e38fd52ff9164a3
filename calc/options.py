"""Options are overlays: the same graph under a few overrides.  One table; comparing is a list of scenarios."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from calc import text
from calc.facts.price_rows import Assumed, PriceInForce

Evaluate = Callable[..., Any]

# Where requests may have to be served: the reader's demand, which holds for every API that is asked about.
REGION = "api_region"  # the input, and the table of what it may be
REGION_WORDS = {"standard": "anywhere", "eu": "in the European Union", "us": "in the United States"}

# Pins that describe one API; they do not carry over to another one.
API_PINS = (
    "api_status",
    "price_tier",
    "api_price_row",  # set where an announced price whose date has passed is looked at
    "api_input_usd_per_mtok",
    "api_cache_read_usd_per_mtok",
    "api_cache_write_usd_per_mtok",
    "api_cache_write_1h_usd_per_mtok",
    "api_output_usd_per_mtok",
    "api_batch_input_ratio",
    "api_batch_cache_read_ratio",
    "api_batch_cache_write_ratio",
    "api_batch_cache_write_1h_ratio",
    "api_batch_output_ratio",
    "api_fixed_usd_per_month",
    "api_peak_frac",
    "api_peak_hours_frac",
    "api_peak_rate_ratio",
    "api_peak_factor_ratio",
    "api_region_rate_ratio",
    "api_rate_factor_ratio",
    "api_gateway_fee_frac",
    "api_tool_usd_per_1000_calls",
    "api_fresh_input_usd_per_request",
    "api_cache_read_usd_per_request",
    "api_cache_write_usd_per_request",
    "api_cache_write_1h_usd_per_request",
    "api_output_usd_per_request",
    "api_reasoning_usd_per_request",
    "api_tool_usd_per_request",
    "api_gateway_usd_per_request",
    "api_usd_per_request",
    "api_usage_usd_per_month",
    "api_usd_per_month",
)

# Pins that describe one box with one model on it; they carry over neither to other hardware nor to another model.
PAIR_PINS = (
    "decode_tok_per_s",
    "prefill_tok_per_s",
    "speed_basis",
    "seconds_per_request_s",
    "prefill_s",
    "measured_decode_tok_per_s",
    "measured_prefill_tok_per_s",
    "modelled_decode_tok_per_s",
    "modelled_prefill_tok_per_s",
    "needed_busy_hours_per_day",
    "capacity_requests_per_day",
)
# Pins that describe one box; they do not carry over to other hardware.
BOX_PINS = (
    *PAIR_PINS,
    "hardware_kind",
    "rated_power_w",
    "decode_low_ratio",
    "decode_high_ratio",
    "moe_low_ratio",
    "moe_high_ratio",
    "stated_shader_tflops",
    "offload",
    "host_memory",
    "host_memory_gb_per_s",
    "host_link_gb_per_s",
    "hardware_family",
    "decode_efficiency_frac",
    "decode_overhead_ms",
    "moe_time_ratio",
    "prefill_reach_flop_per_byte",
    "attention_reach_flop_per_byte",
    "shader_fp16_tflops",
    "shader_flop_per_byte",
    "memory_gb",
    "memory_bandwidth_gb_per_s",
    "weights_fit",
    "busy_hours_per_day",
    "concurrency_gain_ratio",
    "card_load_power_w",
    "power_cap_w",
    "moe_prefill_rows_tok",
    "cache_efficiency_ratio",
    "cap_knee_power_frac",
    "cap_knee_speed_frac",
    "cap_slope_ratio",
    "moe_cap_knee_power_frac",
    "moe_cap_knee_speed_frac",
    "moe_cap_slope_ratio",
    "kquant_efficiency_ratio",
    "draft_speedup_ratio",
    "cap_decode_ratio",
    "cap_prefill_ratio",
    "draft_gain_ratio",
    "batch_draft_gain_ratio",
    "decode_gain_ratio",
    "context_speed_ratio",
    "card_balance_ratio",
    "reading_tflops",
    "attention_tflops",
    "thin_rows_ratio",
    "prompt_read_s",
    "prompt_compute_s",
    "full_scores_s",
    "window_scores_s",
    "prompt_scores_s",
    "prompt_fetch_s",
    "long_prompt_ratio",
    "written_s",
    "batch_step_s",
    "token_compute_s",
    "card_draw_w",
    "cap_power_frac",
    "batch_speed_ratio",
)

# Further pins that describe one box, one open model, one tariff.
OWN_BOX_PINS = (
    *BOX_PINS,
    "hardware_usd",
    "hardware_condition",
    "hardware_market",
    "used_usd",
    "new_usd",
    "host_usd",
    "load_power_w",
    "idle_power_w",
    "card_idle_power_w",
)
ARCHITECTURE_PINS = (
    "text_params_b",
    "host_only_params_b",
    "embeddings",
    "hidden_width",
    "vocab_count",
    "attention_heads",
    "max_context_tok",
    "full_layers",
    "window_layers",
    "window_tok",
    "linear_layers",
    "recurrent_state_mib",
    "kv_heads",
    "head_width",
    "global_kv_heads",
    "global_head_width",
    "mla_width",
    "experts_count",
    "active_experts_count",
)
MODEL_PINS = (
    *PAIR_PINS,
    *ARCHITECTURE_PINS,
    "quant",
    "hosted_twin_model",
    "model_file_gb",
    "weights_file_gb",
    "params_b",
    "active_params_b",
    "kv_cache_gib",
    "memory_needed_gib",
)
TARIFF_PINS = ("electricity_usd_per_kwh", "carbon_g_per_kwh")
PINS_OF = {
    "api_model": API_PINS,
    "hardware": OWN_BOX_PINS,
    "open_model": MODEL_PINS,
    "tariff": TARIFF_PINS,
}


@dataclass(frozen=True)
class Option:
    """One way to serve the workload; `total` is what it costs a month."""

    id: str
    label: str
    role: Literal["api", "twin", "local", "rental"]  # the colour it has everywhere
    total: str


OPTIONS = (
    Option("api", "API", "api", "api_usd_per_month"),
    Option("hosted-twin", "The same model, hosted", "twin", "hosted_twin_usd_per_month"),
    Option("local", "Own box", "local", "local_total_usd_per_month"),
    Option("rental", "Rented box", "rental", "rental_total_usd_per_month"),
)


def twin(hosted_twin_model: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Overrides that call the host of the very same weights instead of the chosen API."""
    return {"api_model": hosted_twin_model}, API_PINS


def rented(rental_hardware: str, hardware: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Overrides that put the model on one rented piece of hardware, switched on all day."""
    unset = () if rental_hardware == hardware else BOX_PINS
    return {"hardware": rental_hardware, "hardware_count": 1, "powered_hours_per_day": 24.0}, unset


def left_behind(get: Callable[[str], Any], overrides: Mapping[str, Any]) -> tuple[str, ...]:
    """Pins that do not carry over where the overrides name another API, box, model or tariff than the scenario's."""
    changed = [name for name in PINS_OF if name in overrides and overrides[name] != get(name)]
    return tuple(dict.fromkeys(pin for name in changed for pin in PINS_OF[name]))


ASSUMED = "api_rows_assumed"  # set while a doubt is looked at; it holds for every API that is asked about
DOUBTS = "api_price_doubts"


@dataclass(frozen=True)
class Doubt:
    """A price that may hold instead of the one in force, and why, in a sentence."""

    other: PriceInForce
    reason: str


def unconfirmed(model: str, since: str) -> str:
    """The sentence about a price whose announced day has passed; `model` by its name."""
    return f"Another price of {model} was announced for {text.day(since)}; nobody has checked since whether it came."


def doubts_of(evaluate: Evaluate, api: bool = True, hosted: bool = True) -> list[Sequence[Doubt]]:
    """The doubts about the price of the API, and of the host of the very model: one list for each that has any.

    `evaluate` gives the value of a node under overrides; what it gives for an unknown one is no text.
    """
    model = evaluate("hosted_twin_model") if hosted else None
    found = [evaluate(DOUBTS)] if api else []
    if isinstance(model, str):
        found.append(evaluate(DOUBTS, *twin(model)))
    return [one for place, one in enumerate(found) if one and one not in found[:place]]


def assumptions(doubts: Sequence[Sequence[Doubt]]) -> list[dict[str, Any]]:
    """Every way in which prices can be others than those in force, as overrides; one list of doubts for each model."""
    others = [[None, *(doubt.other for doubt in one)] for one in doubts]
    picks = [tuple(row for row in pick if row is not None) for pick in product(*others)]
    return [{ASSUMED: Assumed(rows)} for rows in picks if rows]
