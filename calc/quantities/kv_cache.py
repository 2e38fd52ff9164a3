"""The cache of keys and values: what each slot and each token of context takes, layer kind by layer kind.

Exact for llama.cpp, whose logs the tests repeat to the MiB.  vLLM keeps a pool of small pages; their rounding is
left out.
"""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity
from calc.errors import Missing


def llama_cells_tok(context_tok: float) -> float:
    """Cells in llama.cpp: the context in whole blocks."""
    return u.whole_up(context_tok / u.CELL_BLOCK_TOK) * u.CELL_BLOCK_TOK


@quantity(label="Context of one slot")
def context_per_slot_tok(context_tok: float, slots: float) -> float:
    """Context that each slot has if they share it evenly.

    Formula: context ÷ slots.
    """
    return context_tok / slots


def llama_window_cells_tok(context_tok: float, window_tok: float, slots: float, ubatch_tok: float) -> float:
    """Cells of a windowed layer in llama.cpp: a window for each slot and room for what is read at once."""
    cells = min(context_tok, u.total(window_tok * slots, ubatch_tok))
    return u.whole_up(cells / u.CELL_BLOCK_TOK) * u.CELL_BLOCK_TOK


def vllm_window_cells_tok(context_per_slot_tok: float, window_tok: float, slots: float, ubatch_tok: float) -> float:
    """Cells of a windowed layer in vLLM where it gives pages outside the window back."""
    return min(context_per_slot_tok, u.total(window_tok, ubatch_tok)) * slots


def latent_row_width(mla_width: float) -> float:
    """Numbers that a layer with latent attention keeps for each token: keys and values are made from the same row."""
    if mla_width == 0:
        raise Missing("no latent attention")
    return mla_width


def key_width(global_kv_heads: float, global_head_width: float) -> float:
    """Numbers of all keys of one token in a layer with a view of the whole context."""
    return global_kv_heads * global_head_width


def heads_row_width(global_kv_heads: float, global_head_width: float) -> float:
    """Numbers that such a layer keeps for each token: keys and values."""
    keys = values = global_kv_heads * global_head_width
    return u.total(keys, values)


@quantity(zero_when="full_layers", label="Cache of full layers")
def full_cache_gib(full_layers: float, full_row_width: float, kv_element_bytes: float, cache_cells_tok: float) -> float:
    """Cache of the layers that look at the whole context.

    Formula: layers × numbers per token × bytes per number × cells.
    """
    return full_layers * full_row_width * kv_element_bytes * cache_cells_tok / u.BYTES_PER_GIB


@quantity(zero_when="window_layers", label="Cache of windowed layers")
def window_cache_gib(
    window_layers: float, kv_heads: float, head_width: float, kv_element_bytes: float, window_cells_tok: float
) -> float:
    """Cache of the layers that look at a sliding window only.

    Formula: layers × (keys + values) × bytes per number × cells of the window.
    """
    keys = values = kv_heads * head_width
    row_width = u.total(keys, values)
    return window_layers * row_width * kv_element_bytes * window_cells_tok / u.BYTES_PER_GIB


@quantity(zero_when="linear_layers", label="State of linear layers")
def recurrent_state_gib(recurrent_state_mib: float, slots: float, state_copies_count: float) -> float:
    """State of the linear layers: the same for any context, never quantised, kept once for each slot.

    Formula: state of one slot × slots × (1 + tokens drafted ahead).
    """
    return recurrent_state_mib * slots * state_copies_count / u.MIB_PER_GIB


@quantity(is_sum=True, label="Keys and values")
def attention_cache_gib(full_cache_gib: float, window_cache_gib: float) -> float:
    """Memory for keys and values alone, what llama.cpp logs as its KV buffers.

    Formula: full layers + windowed layers.
    """
    return u.total(full_cache_gib, window_cache_gib)


@quantity(is_sum=True, label="Cache")
def kv_cache_gib(attention_cache_gib: float, recurrent_state_gib: float) -> float:
    """Memory for keys, values and states: what the model remembers of the requests in work.

    Formula: keys and values + state of linear layers.
    """
    return u.total(attention_cache_gib, recurrent_state_gib)


def mean_element_bytes(key_element_bytes: float, value_element_bytes: float) -> float:
    """Keys and values are as many, so the mean of both is what one number takes."""
    return u.total(key_element_bytes, value_element_bytes) / 2


def cache_rows_of(mla_width: float) -> str:
    """What a layer keeps of each token: heads of keys and values, or one latent row."""
    return "latent" if mla_width > 0 else "heads"


def cache_width_of(kv_type: str, kv_value_type: str) -> str:
    """Whether any of it is quantised."""
    return "plain" if kv_type == kv_value_type == "f16" else "quantised"


def f16_bytes() -> float:
    """Half precision."""
    return u.F16_BYTES


def q8_0_bytes() -> float:
    """Eight bits, block scales included."""
    return u.Q8_0_BYTES


def q5_1_bytes() -> float:
    """Five bits, scales and least values of blocks included."""
    return u.Q5_1_BYTES


def q5_0_bytes() -> float:
    """Five bits, block scales included."""
    return u.Q5_0_BYTES


def q4_1_bytes() -> float:
    """Four bits, scales and least values of blocks included."""
    return u.Q4_1_BYTES


def q4_0_bytes() -> float:
    """Four bits, block scales included."""
    return u.Q4_0_BYTES


def f8_bytes() -> float:
    """Eight bits without block scales, as vLLM keeps them."""
    return u.F8_BYTES
