"""Variants of the law of speed: how weights are stored, what a mixture adds, several cards, speculation.

`calc/wiring/speed.py` picks between them.
"""

from __future__ import annotations

from calc import units as u

PLAIN_QUANTS = ("f16", "bf16", "f32", "fp8", "q4_0", "mxfp4", "nvfp4", "awq", "gptq")
LOW_QUANTS = ("iq1", "iq2", "iq3", "q2", "q3")


def weights_kind_of(active_params_b: float, params_b: float) -> str:
    """Whether every token reads all of the weights."""
    return "dense" if active_params_b >= params_b else "mixture"


def served_at_once_of(concurrency: float) -> str:
    """Whether requests are worked on one by one."""
    return "one" if concurrency <= 1 else "many"


def quant_kind_of(quant: str) -> str:
    """How weights unpack: by a scale (plain), by scales of scales (k), or from less than 4 bits (low)."""
    name = quant.removeprefix("qat_").removeprefix("ud_")
    if name in PLAIN_QUANTS or name.startswith("q8"):
        return "plain"
    return "low" if name.startswith(LOW_QUANTS) else "k"


def dense_overhead(decode_overhead_ms: float, depth_ratio: float) -> float:
    """Of a dense model: it grows with the layers."""
    return decode_overhead_ms * depth_ratio


def moe_overhead(decode_overhead_ms: float, step_toll_ratio: float) -> float:
    """Of a mixture of experts."""
    return decode_overhead_ms * step_toll_ratio


def k_share(decode_efficiency_frac: float, kquant_efficiency_ratio: float) -> float:
    """What is left where unpacking the weights holds the chip back."""
    return decode_efficiency_frac * kquant_efficiency_ratio


def low_share(decode_efficiency_frac: float, kquant_efficiency_ratio: float, low_bit_efficiency_ratio: float) -> float:
    """What is left below 4 bits, where there is more to unpack for each byte."""
    return decode_efficiency_frac * kquant_efficiency_ratio * low_bit_efficiency_ratio


def reached_efficiency(stored_efficiency_frac: float, step_toll_ratio: float) -> float:
    """What is left of it once a mixture of experts has paid its toll."""
    return stored_efficiency_frac / step_toll_ratio


def layer_split(cards_per_copy_count: float, layer_split_ratio: float) -> float:
    """Layers over several cards: one card works at a time, so memory grows and speed does not."""
    return 1.0 if cards_per_copy_count <= 1 else layer_split_ratio


def tensor_split(cards_per_copy_count: float, tensor_split_power_ratio: float) -> float:
    """Every layer over several cards: all read at once and then wait for each other."""
    return u.power(cards_per_copy_count, tensor_split_power_ratio)


def draft_fading(draft_speedup_ratio: float, concurrency: float, draft_fade_concurrency: float) -> float:
    """Speculation pays with time that is free while memory is read; many requests at once use it up."""
    left = u.not_negative((draft_fade_concurrency - concurrency) / (draft_fade_concurrency - 1))
    return 1 + (draft_speedup_ratio - 1) * left


def shared_copies(hardware_count: float, cards_per_copy_count: float) -> float:
    """Cards over cards for one copy."""
    return hardware_count / cards_per_copy_count
