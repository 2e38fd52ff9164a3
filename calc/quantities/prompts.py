"""Reading prompts: steps of many tokens, each of which reads the weights once, computes, and looks back.

What a step computes takes two operations for each active parameter and token; what it looks back at takes four for each
number of a head, each token, and each token before it.  How quickly that goes follows the memory bandwidth and, less,
the arithmetic of the card.  A mixture of experts gives each expert few tokens at once, and small matrices go slowly.
`calc/wiring/prompts.py` wires it.
"""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity

LEAST_STEP_TOK = 1.0


@quantity(label="Balance of the card")
def card_balance_ratio(
    shader_fp16_tflops: float, memory_bandwidth_gb_per_s: float, prefill_balance_power_ratio: float
) -> float:
    """How much more quickly a card computes than one with 60 operations for each byte of its bandwidth.

    Formula: (half-precision peak ÷ memory bandwidth ÷ 60) ^ balance power.
    """
    flop_per_byte = shader_fp16_tflops * u.GFLOP_PER_TFLOP / memory_bandwidth_gb_per_s
    return u.power(flop_per_byte / u.REFERENCE_FLOP_PER_BYTE, prefill_balance_power_ratio)


@quantity(label="Arithmetic reached")
def reading_tflops(
    prefill_reach_flop_per_byte: float,
    prompt_unpack_ratio: float,
    memory_bandwidth_gb_per_s: float,
    card_balance_ratio: float,
) -> float:
    """Arithmetic that multiplying with the weights reaches.

    Formula: operations per byte of the family × what unpacking leaves × memory bandwidth × balance of the card.
    """
    reach_flop_per_byte = prefill_reach_flop_per_byte * prompt_unpack_ratio * card_balance_ratio
    return reach_flop_per_byte * memory_bandwidth_gb_per_s / u.GFLOP_PER_TFLOP


@quantity(label="Arithmetic of attention")
def attention_tflops(
    attention_reach_flop_per_byte: float, memory_bandwidth_gb_per_s: float, card_balance_ratio: float
) -> float:
    """Arithmetic that looking back at earlier tokens reaches.

    Formula: operations per byte of the family × memory bandwidth × balance of the card.
    """
    return attention_reach_flop_per_byte * card_balance_ratio * memory_bandwidth_gb_per_s / u.GFLOP_PER_TFLOP


@quantity(label="Prompt to be read")
def fresh_prompt_tok(input_tok_per_request: float, local_cached_input_frac: float) -> float:
    """Tokens of a prompt that are not kept in memory.

    Formula: tokens in × the share not kept in memory.
    """
    return input_tok_per_request * (1 - local_cached_input_frac) * u.ONE_REQUEST


@quantity(label="Tokens in a step")
def prompt_step_tok(fresh_prompt_tok: float, ubatch_tok: float) -> float:
    """Tokens that are read at once: as many as the engine takes, or the whole prompt where it is shorter.

    Formula: the lesser of the prompt and the tokens read at once.
    """
    whole = fresh_prompt_tok if fresh_prompt_tok > 0 else ubatch_tok
    return max(LEAST_STEP_TOK * u.ONE_TOK, min(ubatch_tok, whole))


@quantity(label="Weights and fixed time of a step")
def prompt_read_s(
    decode_overhead_ms: float,
    weights_file_gb: float,
    prompt_weights_frac: float,
    stored_efficiency_frac: float,
    memory_bandwidth_gb_per_s: float,
) -> float:
    """Fixed time of a step, and the time to read the weights that any of its tokens needs once.

    Formula: fixed time + weights read by any token ÷ (efficiency × memory bandwidth).
    """
    read_s = weights_file_gb * prompt_weights_frac / (stored_efficiency_frac * memory_bandwidth_gb_per_s)
    return u.total(decode_overhead_ms / u.MS_PER_S, read_s)


@quantity(label="Weights a step of a prompt reads")
def prompt_weights_frac(shared_weights_frac: float, expert_pick_frac: float, prompt_step_tok: float) -> float:
    """Share of the weights that the tokens of a step need together: nearly always all of them.

    Formula: shared + (1 − shared) × (1 − (1 − share of experts picked) ^ tokens in a step).
    """
    if shared_weights_frac >= 1:
        return 1.0
    missed_frac = u.power(1 - expert_pick_frac, prompt_step_tok / u.ONE_TOK)
    return shared_weights_frac + (1 - shared_weights_frac) * (1 - missed_frac)


def thin_matrices_ratio(prompt_step_tok: float, expert_pick_frac: float, moe_prefill_rows_tok: float) -> float:
    """Time that a mixture's arithmetic takes over that of a dense model: each expert needed gets few of the tokens."""
    needed_frac = 1 - u.power(1 - expert_pick_frac, prompt_step_tok / u.ONE_TOK)
    return 1 + moe_prefill_rows_tok * needed_frac / (prompt_step_tok * expert_pick_frac)


@quantity(label="Arithmetic of a step")
def prompt_compute_s(
    prompt_step_tok: float, active_params_b: float, thin_rows_ratio: float, reading_tflops: float
) -> float:
    """Time to multiply the tokens of a step with the weights.

    Formula: tokens × 2 operations × active parameters × toll of small matrices ÷ arithmetic reached.
    """
    gflop = prompt_step_tok * u.FLOP_PER_PARAM_PER_TOK * active_params_b
    return gflop * thin_rows_ratio / (reading_tflops * u.GFLOP_PER_TFLOP)


@quantity(label="Tokens looked back at")
def full_look_back_tok(input_tok_per_request: float, local_cached_input_frac: float) -> float:
    """Tokens before the one being read, in the mean over the part of the prompt that is read.

    Formula: half of (tokens in + tokens kept in memory).
    """
    return input_tok_per_request * u.ONE_REQUEST * (1 + local_cached_input_frac) / 2


@quantity(label="Tokens looked back at in a window")
def window_look_back_tok(input_tok_per_request: float, local_cached_input_frac: float, window_tok: float) -> float:
    """The same in a layer that sees no more than a window.

    Formula: mean of the lesser of place and window, over the part of the prompt that is read.
    """
    end_tok = input_tok_per_request * u.ONE_REQUEST
    start_tok = end_tok * local_cached_input_frac
    if start_tok >= window_tok:
        return min(window_tok, end_tok)
    growing_end_tok = min(end_tok, window_tok)
    growing = (growing_end_tok - start_tok) * u.total(growing_end_tok, start_tok) / 2
    return u.total(growing, (end_tok - growing_end_tok) * window_tok) / (end_tok - start_tok)


@quantity(zero_when="full_layers", label="Looking back in full layers")
def full_scores_s(
    full_layers: float,
    attention_heads: float,
    score_width: float,
    prompt_step_tok: float,
    full_look_back_tok: float,
    attention_tflops: float,
) -> float:
    """Time that the layers with a view of everything take to look back, for the tokens of a step.

    Formula: layers × heads × numbers of a head × 4 operations × tokens × tokens before ÷ arithmetic of attention.
    """
    flop = full_layers * attention_heads * score_width * u.FLOP_PER_SCORE * prompt_step_tok * full_look_back_tok
    return flop / u.FLOP_PER_GFLOP / (attention_tflops * u.GFLOP_PER_TFLOP)


@quantity(zero_when="window_layers", label="Looking back in windowed layers")
def window_scores_s(
    window_layers: float,
    attention_heads: float,
    head_width: float,
    prompt_step_tok: float,
    window_look_back_tok: float,
    attention_tflops: float,
) -> float:
    """Time that the layers with a window take to look back, for the tokens of a step.

    Formula: layers × heads × numbers of a head × 4 operations × tokens × tokens before ÷ arithmetic of attention.
    """
    flop = window_layers * attention_heads * head_width * u.FLOP_PER_SCORE * prompt_step_tok * window_look_back_tok
    return flop / u.FLOP_PER_GFLOP / (attention_tflops * u.GFLOP_PER_TFLOP)


def scores_sum_s(full_scores_s: float, window_scores_s: float) -> float:
    """All looking back."""
    return u.total(full_scores_s, window_scores_s)


@quantity(label="Modelled prompt reading")
def modelled_prefill_tok_per_s(
    prompt_step_tok: float,
    prompt_read_s: float,
    prompt_compute_s: float,
    prompt_scores_s: float,
    prompt_fetch_s: float,
    cap_prefill_ratio: float,
) -> float:
    """Prompt-reading speed as the law has it for prompts of this length, the mean over the part that is read.

    Formula: tokens of a step ÷ (weights and fixed time + arithmetic + looking back + fetching from the host) × what a
    power cap leaves.
    """
    step_s = u.total(prompt_read_s, prompt_compute_s, prompt_scores_s, prompt_fetch_s)
    return cap_prefill_ratio * prompt_step_tok / step_s


def without_scores_ratio(prompt_read_s: float, prompt_compute_s: float, prompt_scores_s: float) -> float:
    """Share of a step's time that is not spent on looking back."""
    return u.total(prompt_read_s, prompt_compute_s) / u.total(prompt_read_s, prompt_compute_s, prompt_scores_s)


def prompt_length_of(full_look_back_tok: float) -> str:
    """Whether a prompt is as long as those of measured speeds, or longer."""
    return "measured" if full_look_back_tok <= u.MEASURED_LOOK_BACK_TOK else "longer"


@quantity(label="Slow-down by length of the prompt")
def long_prompt_ratio(
    prompt_read_s: float,
    prompt_compute_s: float,
    full_scores_s: float,
    window_scores_s: float,
    full_look_back_tok: float,
) -> float:
    """Speed on a prompt of this length over that on prompts as people measure them; 1 up to 10,240 tokens.

    Formula: time of a step at the end of what is measured ÷ time of a step of this prompt.
    """
    others_s = u.total(prompt_read_s, prompt_compute_s, window_scores_s)
    measured_s = full_scores_s * min(1.0, u.MEASURED_LOOK_BACK_TOK / full_look_back_tok)
    return u.total(others_s, measured_s) / u.total(others_s, full_scores_s)


def prefill_measured(
    measured_prefill_tok_per_s: float, measured_prompt_ratio: float, cap_prefill_ratio: float
) -> float:
    """The measurement, carried to a prompt of this length and under the power cap."""
    return measured_prefill_tok_per_s * measured_prompt_ratio * cap_prefill_ratio


def prompt_low_ratio(
    prompt_read_s: float,
    prompt_compute_s: float,
    prompt_scores_s: float,
    prompt_fetch_s: float,
    reading_low_ratio: float,
    attention_low_ratio: float,
    link_low_ratio: float,
) -> float:
    """Low end over the speed stated: arithmetic, looking back and fetching each at their own low end."""
    at_end = (prompt_compute_s / reading_low_ratio, prompt_scores_s / attention_low_ratio)
    stated_s = u.total(prompt_read_s, prompt_compute_s, prompt_scores_s, prompt_fetch_s)
    return stated_s / u.total(prompt_read_s, *at_end, prompt_fetch_s / link_low_ratio)


def prompt_high_ratio(
    prompt_read_s: float,
    prompt_compute_s: float,
    prompt_scores_s: float,
    prompt_fetch_s: float,
    reading_high_ratio: float,
    attention_high_ratio: float,
    link_high_ratio: float,
) -> float:
    """High end over the speed stated."""
    parts = (prompt_read_s, prompt_compute_s, prompt_scores_s, prompt_fetch_s)
    return prompt_low_ratio(*parts, reading_high_ratio, attention_high_ratio, link_high_ratio)
