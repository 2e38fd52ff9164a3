"""Lookups of what memory depends on: the model's architecture, the bits of a quantisation, fitted sizes of buffers."""

from __future__ import annotations

from functools import partial
from typing import Any

from calc import units as u
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.nodes import Node, call_of, lookup
from calc.engine.rules import CUSTOM, FirstKnown, Lookup, Reader, Rule, Same, Switch

LAW = {
    "activation_copies_ratio": "Copies of the hidden width that llama.cpp's buffer holds for each token read at once.",
    "split_activation_copies_ratio": "The same on each card where the layers are split over several.",
    "split_mask_copies_count": "Copies of the mask on each card where the layers are split over several.",
    "quantised_cache_mib": "Buffer that a quantised cache adds, beside the keys of one layer.",
    "vllm_activation_copies_ratio": "Copies of the hidden width that vLLM holds at its peak for each token of a batch.",
    "vllm_runtime_gib": "What vLLM's process takes on each card beside weights, cache and activations.",
    "card_reserve_gib": "What a card without a display keeps back.",
    "display_reserve_gib": "What a desktop on the same card takes.",
    "apple_reserve_frac": "Share of the memory that macOS keeps from the GPU.",
    "host_only_bits": "Bits per weight of embeddings that stay on the host.",
    "shared_reserve_gib": "What a small PC with unified memory keeps from its GPU.",
}
NEEDED = {
    "hidden_width": "Width of the model's rows.",
    "vocab_count": "How many words and parts of words the model knows.",
    "attention_heads": "Attention heads of one layer.",
    "max_context_tok": "The longest context the model was made for.",
    "full_layers": "Layers that look at the whole context.",
    "kv_heads": "Heads of keys and values in one layer.",
    "head_width": "Numbers in one head.",
    "window_tok": "Tokens that a windowed layer looks back.",
    "recurrent_state_mib": "State of all linear layers together, for one slot.",
}
OPTIONAL = {
    "window_layers": "Layers that look at a sliding window only.",
    "linear_layers": "Recurrent layers, whose state has a fixed size.",
    "mla_width": "Numbers that a layer with latent attention keeps for each token; 0 where it has heads.",
    "host_only_params_b": "Embeddings of single layers, which stay in the host's memory, in billions.",
}


def none_given(full_layers: float) -> float:
    """Nothing: a model whose architecture is known has none of what is left out."""
    return 0.0


def mean_bits(model_file_gb: float, text_params_b: float) -> float:
    """Bits per weight of the whole file, for want of better."""
    return model_file_gb * u.BITS_PER_BYTE / text_params_b


_node = partial(lookup, group="memory")


def _known_quants(evaluation: Evaluation, _name: str) -> Any:
    """Quantisations whose file is known, and the common ones whose file can be computed."""
    model, snapshot = evaluation.get("open_model"), evaluation.snapshot
    if model == CUSTOM:
        return Unknown("open model of your own: nothing is known of its other files")
    stored = [key.split("@")[1] for key in snapshot.ids("model_file") if key.startswith(f"{model}@")]
    computed = [key for key in snapshot.ids("quantisation") if snapshot.attribute("quantisation", key, "common")]
    usual = str(snapshot.attribute("open_model", model, "default_quant"))
    native = snapshot.attribute("quantisation", usual, "native")
    return tuple(dict.fromkeys([*stored, *([] if native else computed)]))


def _memory_law() -> str:
    return "memory-law"


def nodes() -> list[Node]:
    """The lookups of this group, in the order of lists."""
    return [
        *(_node(name, Lookup("figure", "memory_law", name), text) for name, text in LAW.items()),
        _node("runtime_per_card_gib", _runtime(), "What the driver's context takes on each card."),
        _node("memory_law", call_of(_memory_law), "Which record is read.", "text", hidden=True),
        *(_node(name, Lookup("open_model", "open_model", name), text) for name, text in NEEDED.items()),
        *(_node(name, _optional(name), text) for name, text in OPTIONAL.items()),
        *_variants(),
        *_bits(),
        _node("hardware_market", Lookup("hardware", "hardware", "market", dated=False), "Who it is sold to.", "text"),
        _node("known_quants", Reader(_known_quants, ("open_model",)), "Quantisations to try.", "record", hidden=True),
    ]


def _runtime() -> Rule:
    return Switch(
        "engine",
        {
            "llama.cpp": Lookup("figure", "memory_law", "runtime_gib"),
            "vllm": Lookup("figure", "memory_law", "vllm_runtime_gib"),
        },
    )


def _optional(name: str) -> Rule:
    return FirstKnown((Lookup("open_model", "open_model", name), call_of(none_given)))


def _variants() -> list[Node]:
    """What follows another figure of the model unless it is stated."""
    found = [
        ("global_kv_heads", "kv_heads", "Heads of keys and values in a layer that looks at the whole context."),
        ("global_head_width", "head_width", "Numbers in one head of such a layer."),
        ("text_params_b", "params_b", "Parameters in a file for text, without eyes and drafting layers, in billions."),
    ]
    return [
        _node(name, FirstKnown((Lookup("open_model", "open_model", name), Same(other))), text)
        for name, other, text in found
    ]


def _bits() -> list[Node]:
    texts = {
        "body_bits": "Bits per weight of all but the two matrices of words.",
        "embedding_bits": "Bits per weight of the matrix that reads words.",
        "output_bits": "Bits per weight of the matrix that writes words.",
        "file_bits": "Bits per weight of a whole file, as seen on some models; others differ by a few per cent.",
    }
    rules: dict[str, Rule] = {name: Lookup("quantisation", "quant", name) for name in texts}
    rules["embedding_bits"] = FirstKnown((rules["embedding_bits"], call_of(mean_bits)))
    return [_node(name, rules[name], text) for name, text in texts.items()]
