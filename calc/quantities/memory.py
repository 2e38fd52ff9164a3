"""Memory: weights, buffers, the sum, and what of the nameplate is usable.  GB are 10^9 bytes, GiB 2^30."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


@quantity(label="Matrix of words", hidden=True)
def embedding_params_b(vocab_count: float, hidden_width: float) -> float:
    """Parameters of the matrix that turns words into numbers.

    Formula: vocabulary × hidden width.
    """
    return vocab_count * hidden_width / u.PARAMS_PER_GPARAM


@quantity(label="Computed file")
def computed_file_gb(
    text_params_b: float,
    embedding_params_b: float,
    body_bits: float,
    embedding_bits: float,
    output_bits: float,
    embeddings: str,
) -> float:
    """Size of the weights from their number and the bits of each part, where no file is known.

    Formula: (body × its bits + matrices of words × theirs) ÷ 8.
    """
    words = embedding_params_b * output_bits
    body_params_b = text_params_b - embedding_params_b
    if embeddings == "untied":
        words = u.total(words, embedding_params_b * embedding_bits)
        body_params_b = body_params_b - embedding_params_b
    return u.total(body_params_b * body_bits, words) / u.BITS_PER_BYTE


def mean_width_file_gb(text_params_b: float, file_bits: float) -> float:
    """Size of the weights from their number and the mean bits of a file, where no more is known of the model."""
    return text_params_b * file_bits / u.BITS_PER_BYTE


def kept_untied_gb(
    embedding_params_b: float, embedding_bits: float, host_only_params_b: float, host_only_bits: float
) -> float:
    """Weights that only the host holds: the matrix that reads words, and embeddings of single layers."""
    per_layer = host_only_params_b * host_only_bits
    return u.total(embedding_params_b * embedding_bits, per_layer) / u.BITS_PER_BYTE


def kept_tied_gb(host_only_params_b: float, host_only_bits: float) -> float:
    """The same where one matrix reads and writes words: it is needed on the device."""
    return host_only_params_b * host_only_bits / u.BITS_PER_BYTE


@quantity(label="Weights")
def weights_gib(weights_file_gb: float, host_kept_gb: float) -> float:
    """Weights on the device: the bytes of the file, less what the engine leaves in the host's memory.

    Formula: (file − what stays on the host) × 10⁹ ÷ 2³⁰.
    """
    return (weights_file_gb - host_kept_gb) * u.BYTES_PER_GB / u.BYTES_PER_GIB


@quantity(label="Activations", hidden=True)
def activation_buffer_gib(
    ubatch_tok: float, hidden_width: float, buffer_copies_ratio: float, cards_per_copy_count: float
) -> float:
    """Rows in single precision for all tokens that are read at once, on each card.

    Formula: tokens read at once × hidden width × 4 bytes × copies × cards.
    """
    row_bytes = hidden_width * u.F32_BYTES * buffer_copies_ratio
    return ubatch_tok * row_bytes * cards_per_copy_count / u.BYTES_PER_GIB


@quantity(label="Mask", hidden=True)
def mask_buffer_gib(
    cache_cells_tok: float, ubatch_tok: float, mask_copies_count: float, cards_per_copy_count: float
) -> float:
    """Which of the tokens read at once may look at which cell, on each card.

    Formula: cells × tokens read at once × 2 bytes × copies × cards.
    """
    pairs = cache_cells_tok * ubatch_tok
    return pairs * u.MASK_BYTES * mask_copies_count * cards_per_copy_count / u.BYTES_PER_GIB


def quantised_cache_buffer_gib(
    key_row_width: float, cache_cells_tok: float, quantised_cache_mib: float, cards_per_copy_count: float
) -> float:
    """What a quantised cache adds: the keys of one layer in half precision, and a little more, on each card."""
    keys = key_row_width * cache_cells_tok * u.F16_BYTES / u.BYTES_PER_GIB
    return u.total(keys, quantised_cache_mib / u.MIB_PER_GIB) * cards_per_copy_count


def scores_gib(attention_heads: float, cache_cells_tok: float, ubatch_tok: float, cards_per_copy_count: float) -> float:
    """Scores of every head, kept whole where flash attention is off, on each card."""
    pairs = cache_cells_tok * ubatch_tok
    return attention_heads * pairs * u.SCORE_BYTES * cards_per_copy_count / u.BYTES_PER_GIB


def llama_compute_gib(
    activation_buffer_gib: float, mask_buffer_gib: float, quantised_buffer_gib: float, score_buffer_gib: float
) -> float:
    """All of it for llama.cpp."""
    return u.total(activation_buffer_gib, mask_buffer_gib, quantised_buffer_gib, score_buffer_gib)


def layer_copies_ratio(
    cards_per_copy_count: float, activation_copies_ratio: float, split_activation_copies_ratio: float
) -> float:
    """Copies of a row that llama.cpp holds: more where layers are spread over cards, which work in turn."""
    return activation_copies_ratio if cards_per_copy_count <= 1 else split_activation_copies_ratio


def layer_mask_copies(cards_per_copy_count: float, split_mask_copies_count: float) -> float:
    """Copies of the mask: one, or several where layers are spread over cards."""
    return 1.0 if cards_per_copy_count <= 1 else split_mask_copies_count


def runtime_of_cards_gib(runtime_per_card_gib: float, cards_per_copy_count: float) -> float:
    """What the driver's context takes on all cards together."""
    return runtime_per_card_gib * cards_per_copy_count


def mtp_gib(full_row_width: float, kv_element_bytes: float, cache_cells_tok: float, compute_buffer_gib: float) -> float:
    """A drafting layer: the cache of one more full layer, and a compute buffer of its own."""
    cache = full_row_width * kv_element_bytes * cache_cells_tok / u.BYTES_PER_GIB
    return u.total(cache, compute_buffer_gib)


@quantity(is_sum=True, label="Memory needed")
def memory_needed_gib(
    weights_gib: float, kv_cache_gib: float, compute_buffer_gib: float, runtime_gib: float, draft_gib: float
) -> float:
    """Memory that one copy takes on its card, or on all the cards it is split over.

    Formula: weights + cache + compute buffer + runtime + drafting.
    """
    return u.total(weights_gib, kv_cache_gib, compute_buffer_gib, runtime_gib, draft_gib)


@quantity(label="Memory on the nameplate")
def memory_nameplate_gib(memory_gb: float, cards_per_copy_count: float) -> float:
    """Memory of the cards that hold one copy; a card sold with 24 GB has 24 GiB.

    Formula: nameplate × cards.
    """
    return memory_gb * u.GIB_PER_NAMEPLATE_GB * cards_per_copy_count


def card_reserved_gib(card_reserve_gib: float, display_gib: float, cards_per_copy_count: float) -> float:
    """What the driver keeps on each card, and the desktop on one."""
    return u.total(card_reserve_gib * cards_per_copy_count, display_gib)


def apple_reserved_gib(memory_nameplate_gib: float, apple_reserve_frac: float) -> float:
    """What macOS keeps from the GPU."""
    return memory_nameplate_gib * apple_reserve_frac


def shared_reserved_gib(shared_reserve_gib: float, cards_per_copy_count: float) -> float:
    """What a small PC with unified memory keeps from its GPU."""
    return shared_reserve_gib * cards_per_copy_count


def llama_usable_gib(memory_nameplate_gib: float, memory_reserved_gib: float) -> float:
    """All that is left."""
    return u.not_negative(memory_nameplate_gib - memory_reserved_gib)


def vllm_usable_gib(memory_nameplate_gib: float, memory_reserved_gib: float, memory_utilisation_frac: float) -> float:
    """What vLLM is allowed to grab, as far as it is there."""
    allowed = memory_nameplate_gib * memory_utilisation_frac
    return u.not_negative(min(allowed, memory_nameplate_gib - memory_reserved_gib))
