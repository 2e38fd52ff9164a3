"""Names of nodes and fields in words."""

from __future__ import annotations

import re

from calc.units import unit_of

# Names whose bare form says too little beside a field.
LABELS = {
    "params_b": "Parameters",
    "active_params_b": "Active parameters",
    "model_file_gb": "Size of the weights",
    "full_layers": "Layers that see the whole context",
    "window_layers": "Layers with a sliding window",
    "linear_layers": "Recurrent layers",
    "kv_heads": "Heads of keys and values",
    "head_width": "Width of a head",
    "attention_heads": "Attention heads",
    "global_kv_heads": "Heads of layers that see the whole context",
    "global_head_width": "Width of a head in such layers",
    "mla_width": "Width of a latent row",
    "hidden_width": "Width of the model's rows",
    "vocab_count": "Size of the vocabulary",
    "window_tok": "Sliding window",
    "max_context_tok": "Longest context it was made for",
    "recurrent_state_mib": "State of recurrent layers",
    "text_params_b": "Parameters in a file for text",
    "host_only_params_b": "Parameters that stay on the host",
    "experts_count": "Number of experts",
    "active_experts_count": "Experts at work for a token",
    "hosted_twin": "Host",
    "shader_fp16_tflops": "Half-precision peak",
    "card_load_power_w": "Power of the card at work",
    "card_idle_power_w": "Power of the card at rest",
    "host_load_power_w": "Power of the PC at work",
    "host_idle_power_w": "Power of the PC at rest",
    "new_usd": "Price of a new one",
    "used_usd": "Price of a used one",
    "streams_1_tok_per_s": "One stream",
    "streams_2_tok_per_s": "Two streams",
    "streams_4_tok_per_s": "Four streams",
    "streams_8_tok_per_s": "Eight streams",
    "streams_16_tok_per_s": "Sixteen streams",
    "full_frac": "Full precision",
    "q4_frac": "A 4-bit file",
    "short_context_frac": "Context cut short",
}


WRITTEN_AS = {"api": "API", "moe": "MoE", "kquant": "K quantisation", "kv": "KV"}


def label_of(name: str) -> str:
    """A readable label from a name without its unit suffix: `ownership_usd_per_month` -> "Ownership"."""
    if name in LABELS:
        return LABELS[name]
    unit = unit_of(name)
    bare = name.removesuffix(unit.suffix).strip("_") if unit else name
    words = " ".join(WRITTEN_AS.get(word, word) for word in (bare or name).split("_"))
    return words[:1].upper() + words[1:]


def mentioned(label: str) -> str:
    """A label inside a sentence: "Parameters" -> "parameters"; an abbreviation stays as it is."""
    first = label.split(" ", 1)[0]
    return label if any(letter.isupper() for letter in first[1:]) or len(first) == 1 else label[:1].lower() + label[1:]


def counted(label: str) -> str:
    """Whether a label speaks of one thing or of several: "is" or "are"."""
    return "are" if re.split(r" (?:of|that|with|in|for) ", label)[0].endswith("s") else "is"
