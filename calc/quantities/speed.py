"""Speed: a measurement of the very pair where somebody made one, else the law of the hardware family.

The law: a fixed time per token, the active weights read once, the cache of the context read once, both at the share of
the memory bandwidth that the family reaches.  A larger dense model has more layers and a longer fixed time; a mixture
of experts takes longer than a dense model that reads as much, the more so the thinner the slice of it that a token
reads.  `calc/wiring/speed.py` picks between its variants.
"""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity
from calc.errors import Missing

REFERENCE_SLICE_FRAC = 0.1  # the share of active weights at which the families state the time of a mixture
LEAST_SLICE_FRAC = 0.04  # no mixture with a thinner slice was measured


@quantity(value_kind="flag", label="Weights fit")
def weights_fit(weights_gib: float, memory_gb: float, cards_per_copy_count: float) -> bool:
    """Whether the weights alone fit in the memory of the hardware; cache and buffers need room on top.

    Formula: weights on the cards are less than the memory of the cards that hold one copy.
    """
    return weights_gib < memory_gb * u.GIB_PER_NAMEPLATE_GB * cards_per_copy_count


@quantity(label="Context of a mean request", hidden=True)
def mean_request_context_tok(
    input_tok_per_request: float, output_tok_per_request: float, reasoning_tok_per_request: float
) -> float:
    """Context that is in the cache while a request of this workload is answered, on average.

    Formula: tokens in + half of the tokens out.
    """
    written = u.total(output_tok_per_request, reasoning_tok_per_request)
    return u.total(input_tok_per_request, written / 2) * u.ONE_REQUEST


@quantity(label="Weights read per token")
def active_read_gb(weights_file_gb: float, active_params_b: float, params_b: float) -> float:
    """Bytes of weights that one token reads: all of a dense model, the active share of a mixture of experts.

    Formula: size of the weights × active parameters ÷ all parameters.
    """
    return weights_file_gb * active_params_b / params_b


@quantity(zero_when="full_layers", label="Cache read by full layers", hidden=True)
def full_read_gb(full_layers: float, full_row_width: float, kv_element_bytes: float, mean_context_tok: float) -> float:
    """Cache that the layers with a view of the whole context read for one token.

    Formula: layers × numbers per token × bytes per number × context.
    """
    return full_layers * full_row_width * kv_element_bytes * mean_context_tok / u.BYTES_PER_GB


@quantity(zero_when="window_layers", label="Cache read by windowed layers", hidden=True)
def window_read_gb(
    window_layers: float,
    kv_heads: float,
    head_width: float,
    kv_element_bytes: float,
    mean_context_tok: float,
    window_tok: float,
) -> float:
    """Cache that the layers with a sliding window read for one token.

    Formula: layers × (keys + values) × bytes per number × the lesser of context and window.
    """
    keys = values = kv_heads * head_width
    seen_tok = min(mean_context_tok, window_tok)
    return window_layers * u.total(keys, values) * kv_element_bytes * seen_tok / u.BYTES_PER_GB


def cache_sum_gb(full_read_gb: float, window_read_gb: float) -> float:
    """Cache read by all layers for one token."""
    return u.total(full_read_gb, window_read_gb)


@quantity(label="Depth of the model", hidden=True)
def depth_ratio(params_b: float, depth_power_ratio: float) -> float:
    """Fixed time of a dense model over that of one of 8 billion parameters: larger models have more layers.

    Formula: (parameters ÷ 8 billion) ^ depth power.
    """
    return u.power(params_b / u.REFERENCE_PARAMS_B, depth_power_ratio)


@quantity(label="Toll of a mixture")
def mixture_toll_ratio(
    active_params_b: float, params_b: float, moe_time_ratio: float, sparsity_power_ratio: float
) -> float:
    """Time per token of a mixture of experts over that of a dense model which reads as many bytes.

    Formula: the ratio of the family at a tenth of the weights × (a tenth ÷ active share) ^ sparsity power, at least 1;
    the active share counts as 4% where it is less.
    """
    slice_frac = max(active_params_b / params_b, LEAST_SLICE_FRAC)
    return max(1.0, moe_time_ratio * u.power(REFERENCE_SLICE_FRAC / slice_frac, sparsity_power_ratio))


@quantity(label="Fixed time and weights", hidden=True)
def empty_step_s(
    step_overhead_ms: float, active_read_gb: float, reached_efficiency_frac: float, memory_bandwidth_gb_per_s: float
) -> float:
    """Time for one token with nothing in the cache.

    Formula: fixed time + active weights ÷ (efficiency × memory bandwidth), each times the toll of a mixture.
    """
    read_s = active_read_gb / (reached_efficiency_frac * memory_bandwidth_gb_per_s)
    return u.total(step_overhead_ms / u.MS_PER_S, read_s)


@quantity(label="Reading the cache", hidden=True)
def cache_read_s(
    cache_read_gb: float,
    decode_efficiency_frac: float,
    cache_efficiency_ratio: float,
    memory_bandwidth_gb_per_s: float,
    step_toll_ratio: float,
) -> float:
    """Time to read the cache of one request once.

    Formula: cache read ÷ (efficiency × share of it that the cache reaches × memory bandwidth) × toll of a mixture.
    """
    reached_gb_per_s = decode_efficiency_frac * cache_efficiency_ratio * memory_bandwidth_gb_per_s
    return step_toll_ratio * cache_read_gb / reached_gb_per_s


@quantity(label="Modelled generation")
def modelled_decode_tok_per_s(
    empty_step_s: float,
    cache_read_s: float,
    params_b: float,
    weights_may_fit: bool,
    split_speed_ratio: float,
    cap_decode_ratio: float,
    draft_gain_ratio: float,
) -> float:
    """Generation speed as the family's law has it, at the context of this workload.

    Formula: 1 ÷ (fixed time + active weights ÷ (efficiency × memory bandwidth) + cache ÷ (efficiency × memory
    bandwidth)) × gain from splitting × what a power cap leaves × gain from speculation.
    """
    if not weights_may_fit:
        raise Missing("the weights alone do not fit in the memory of this hardware")
    if params_b < u.LEAST_MODELLED_PARAMS_B:
        raise Missing("no law predicts the speed of models below a billion parameters: give one that you measured")
    ratio = split_speed_ratio * cap_decode_ratio * draft_gain_ratio
    return ratio * u.ONE_TOK / u.total(empty_step_s, cache_read_s)


@quantity(label="Slow-down by context")
def context_speed_ratio(empty_step_s: float, cache_read_s: float, mean_context_tok: float) -> float:
    """Speed at this context over the speed at a short one, at which measurements are made; 1 up to 2,048 tokens.

    Formula: (fixed time + weights + cache of a short context) ÷ (fixed time + weights + cache of this context).
    """
    if mean_context_tok <= u.SHORT_CONTEXT_TOK:
        return 1.0
    short_s = cache_read_s * u.SHORT_CONTEXT_TOK / mean_context_tok
    return u.total(empty_step_s, short_s) / u.total(empty_step_s, cache_read_s)


def measured_here_tok_per_s(
    measured_decode_tok_per_s: float, measured_context_ratio: float, split_speed_ratio: float, cap_decode_ratio: float
) -> float:
    """The measurement, carried to this context, this split and this power cap."""
    return measured_decode_tok_per_s * measured_context_ratio * split_speed_ratio * cap_decode_ratio


@quantity(label="Low end of generation")
def decode_low_tok_per_s(decode_tok_per_s: float, speed_low_ratio: float) -> float:
    """The low end of the range that holds four of five measurements; of a measured pair the least measurement.

    Formula: generation speed × low end of measured over stated.
    """
    return decode_tok_per_s * speed_low_ratio


@quantity(label="High end of generation")
def decode_high_tok_per_s(decode_tok_per_s: float, speed_high_ratio: float) -> float:
    """The high end of that range; of a measured pair the greatest measurement.

    Formula: generation speed × high end of measured over stated.
    """
    return decode_tok_per_s * speed_high_ratio


@quantity(label="Arithmetic of the family", hidden=True)
def family_shader_tflops(memory_bandwidth_gb_per_s: float, shader_flop_per_byte: float) -> float:
    """Half-precision peak that hardware of this family and bandwidth usually has, where its own is not known.

    Formula: memory bandwidth × operations per byte of the family's cards.
    """
    return memory_bandwidth_gb_per_s * shader_flop_per_byte / u.GFLOP_PER_TFLOP


@quantity(label="Low end of prompt reading")
def prefill_low_tok_per_s(prefill_tok_per_s: float, prefill_low_ratio: float) -> float:
    """The low end of the range that holds four of five measurements; of a measured pair the least measurement.

    Formula: prompt-reading speed × low end of measured over stated.
    """
    return prefill_tok_per_s * prefill_low_ratio


@quantity(label="High end of prompt reading")
def prefill_high_tok_per_s(prefill_tok_per_s: float, prefill_high_ratio: float) -> float:
    """The high end of that range; of a measured pair the greatest measurement.

    Formula: prompt-reading speed × high end of measured over stated.
    """
    return prefill_tok_per_s * prefill_high_ratio


@quantity(label="Time to first token")
def first_token_s(prefill_s: float, decode_tok_per_s: float) -> float:
    """Wait until the first token of the answer, with nobody ahead in the queue.

    Formula: time to read the prompt + time for one token.
    """
    return u.total(prefill_s, u.ONE_TOK / decode_tok_per_s)


@quantity(label="Time to first token (TTFT)")
def ttft_s(first_token_s: float) -> float:
    """Time to first token, with nobody ahead in the queue, under the name that the field uses.

    Formula: the time to first token.
    """
    return first_token_s


@quantity(label="Time per output token (TPOT)")
def tpot_s(user_tok_per_s: float) -> float:
    """Time between two tokens of an answer, as one user sees it with this many requests at once.

    Formula: 1 ÷ speed for one user.
    """
    return u.ONE_TOK / user_tok_per_s


@quantity(label="Reading the prompt")
def prefill_s(input_tok_per_request: float, local_cached_input_frac: float, prefill_tok_per_s: float) -> float:
    """Time to read the part of the prompt that isn't kept in memory.

    Formula: tokens in × the share not kept in memory ÷ prompt-reading speed.
    """
    return input_tok_per_request * (1 - local_cached_input_frac) / prefill_tok_per_s


@quantity(label="Writing the answer")
def written_s(output_tok_per_request: float, reasoning_tok_per_request: float, decode_tok_per_s: float) -> float:
    """Time to write answer and reasoning of one request, one at a time.

    Formula: (tokens out + reasoning tokens) ÷ generation speed.
    """
    return u.total(output_tok_per_request, reasoning_tok_per_request) / decode_tok_per_s


@quantity(label="Time per request")
def seconds_per_request_s(prefill_s: float, written_s: float) -> float:
    """Time that one request keeps the box busy, one at a time.

    Formula: time to read the prompt + (tokens out + reasoning tokens) ÷ generation speed.
    """
    return u.total(prefill_s, written_s)
