"""Speed: a measurement of the very pair where somebody made one, else the model of the hardware family."""

from __future__ import annotations

from calc import units as u
from calc.errors import Missing
from calc.nodes import quantity


@quantity(value_kind="flag", label="Weights fit")
def weights_fit(model_file_gb: float, memory_gb: float) -> bool:
    """Whether the weights alone fit in the memory of one piece of hardware; cache and buffers need room on top.

    Formula: size of the weights is less than the memory.
    """
    return model_file_gb < memory_gb


@quantity(label="Modelled generation")
def modelled_decode_tok_per_s(
    model_file_gb: float,
    active_params_b: float,
    params_b: float,
    memory_bandwidth_gb_per_s: float,
    decode_efficiency_frac: float,
    decode_overhead_ms: float,
    moe_overhead_ms: float,
    weights_fit: bool,
    draft: str,
) -> float:
    """Generation speed as the family's law has it: a fixed time per token and the weights read once per token.

    Formula: 1 ÷ (fixed time + active weights ÷ (efficiency × memory bandwidth)).
    """
    if not weights_fit:
        raise Missing("the weights alone do not fit in the memory of this hardware")
    if draft != "none":
        raise Missing("no measured speculative speed for this pair: choose no speculation, or give decode_tok_per_s")
    overhead_ms = decode_overhead_ms if active_params_b == params_b else moe_overhead_ms
    read_gb = model_file_gb * active_params_b / params_b
    read_s = read_gb / (decode_efficiency_frac * memory_bandwidth_gb_per_s)
    return u.ONE_TOK / u.total(overhead_ms / u.MS_PER_S, read_s)


@quantity(label="Modelled prompt reading")
def modelled_prefill_tok_per_s(
    prefill_shader_ratio: float, shader_fp16_tflops: float, active_params_b: float, params_b: float
) -> float:
    """Prompt-reading speed as the family's law has it, within about a quarter either way.

    Formula: ratio of the family × half-precision peak ÷ (2 operations × active parameters).
    """
    if active_params_b < params_b:
        raise Missing("no prompt-reading speed of a mixture of experts is known here: give prefill_tok_per_s")
    gflop_per_s = prefill_shader_ratio * shader_fp16_tflops * u.GFLOP_PER_TFLOP
    return gflop_per_s / (u.FLOP_PER_PARAM_PER_TOK * active_params_b)


@quantity(label="Time to first token")
def first_token_s(prefill_s: float, decode_tok_per_s: float) -> float:
    """Wait until the first token of the answer, with nobody ahead in the queue.

    Formula: time to read the prompt + time for one token.
    """
    return u.total(prefill_s, u.ONE_TOK / decode_tok_per_s)


@quantity(label="Reading the prompt")
def prefill_s(input_tok_per_request: float, local_cached_input_frac: float, prefill_tok_per_s: float) -> float:
    """Time to read the part of the prompt that isn't kept in memory.

    Formula: tokens in × the share not kept in memory ÷ prompt-reading speed.
    """
    return input_tok_per_request * (1 - local_cached_input_frac) / prefill_tok_per_s


@quantity(label="Time per request")
def seconds_per_request_s(
    prefill_s: float, output_tok_per_request: float, reasoning_tok_per_request: float, decode_tok_per_s: float
) -> float:
    """Time that one request keeps the box busy, one at a time.

    Formula: time to read the prompt + (tokens out + reasoning tokens) ÷ generation speed.
    """
    written_s = u.total(output_tok_per_request, reasoning_tok_per_request) / decode_tok_per_s
    return u.total(prefill_s, written_s)
