"""Records of the local side: hardware and its families, open models and their files, what was measured of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from calc.facts.records_api import Strict
from calc.facts.records_dated import Dated


@dataclass(frozen=True)
class Hardware(Strict):
    """A card (goes into a host) or a machine (whole).  Power of a machine is the whole machine's."""

    name: str
    kind: Literal["card", "machine"]
    market: Literal["consumer", "workstation", "datacentre", "unified"]
    family: str
    memory_gb: tuple[Dated, ...]
    memory_bandwidth_gb_per_s: tuple[Dated, ...]
    shader_fp16_tflops: tuple[Dated, ...] = ()
    rated_power_w: tuple[Dated, ...] = ()
    card_load_power_w: tuple[Dated, ...] = ()
    card_idle_power_w: tuple[Dated, ...] = ()
    used_usd: tuple[Dated, ...] = ()
    new_usd: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Family(Strict):
    """How close a family of hardware comes to its memory bandwidth: t = overhead + bytes / (efficiency x bandwidth)."""

    name: str
    decode_efficiency_frac: tuple[Dated, ...]
    decode_overhead_ms: tuple[Dated, ...]
    moe_time_ratio: tuple[Dated, ...]  # time of a mixture, a tenth of it active, over a dense model that reads as much
    decode_low_ratio: tuple[Dated, ...]  # modelled speed times this is the low end of the range
    decode_high_ratio: tuple[Dated, ...]
    moe_low_ratio: tuple[Dated, ...] = ()  # the same for a mixture of experts
    moe_high_ratio: tuple[Dated, ...] = ()
    kquant_efficiency_ratio: tuple[Dated, ...] = ()  # share of the efficiency that K quantisations reach
    shader_flop_per_byte: tuple[Dated, ...] = ()  # half-precision peak of the shaders over the memory bandwidth
    prefill_reach_flop_per_byte: tuple[Dated, ...] = ()  # reading prompts, on a card with 60 operations for each byte
    attention_reach_flop_per_byte: tuple[Dated, ...] = ()  # the same for looking back at earlier tokens
    moe_prefill_rows_tok: tuple[Dated, ...] = ()  # tokens for one expert at which small matrices cost as much again
    cache_efficiency_ratio: tuple[Dated, ...] = ()  # share of that efficiency that reading the cache reaches
    draft_speedup_ratio: tuple[Dated, ...] = ()  # with multi-token prediction, one request at a time
    cap_knee_power_frac: tuple[Dated, ...] = ()  # a power cap: below this share of the uncapped draw it bites hard
    cap_knee_speed_frac: tuple[Dated, ...] = ()  # what is left of the speed there
    cap_slope_ratio: tuple[Dated, ...] = ()  # share of speed lost for each share of power below
    moe_cap_knee_power_frac: tuple[Dated, ...] = ()
    moe_cap_knee_speed_frac: tuple[Dated, ...] = ()
    moe_cap_slope_ratio: tuple[Dated, ...] = ()


@dataclass(frozen=True)
class OpenModel(Strict):
    """An open-weight model.  `files` gives the size of the weights by quantisation.

    The architecture says what the cache needs.  A model whose architecture is given (`full_layers`) has none of the
    parts left out: no windowed layers, no linear ones.  Where it is not given, the cache is unknown.
    """

    name: str
    licence: str
    default_quant: str
    params_b: tuple[Dated, ...]
    active_params_b: tuple[Dated, ...]
    files: Mapping[str, tuple[Dated, ...]]  # quantisation -> model_file_gb
    hosted_twin: str | None = None  # id of the API model that serves the same weights
    note: str = ""
    embeddings: Literal["tied", "untied"] | None = None  # tied: one matrix reads words and writes them
    text_params_b: tuple[Dated, ...] = ()  # without eyes and drafting layers, as text files have them
    host_only_params_b: tuple[Dated, ...] = ()  # per-layer embeddings, which stay in the host's memory
    hidden_width: tuple[Dated, ...] = ()
    vocab_count: tuple[Dated, ...] = ()
    max_context_tok: tuple[Dated, ...] = ()
    attention_heads: tuple[Dated, ...] = ()
    full_layers: tuple[Dated, ...] = ()  # layers that look at the whole context
    window_layers: tuple[Dated, ...] = ()  # layers that look at the last `window_tok` only
    linear_layers: tuple[Dated, ...] = ()  # recurrent layers: a state of fixed size for each slot
    window_tok: tuple[Dated, ...] = ()
    kv_heads: tuple[Dated, ...] = ()
    head_width: tuple[Dated, ...] = ()
    global_kv_heads: tuple[Dated, ...] = ()  # of the full layers, where they differ from the windowed ones
    global_head_width: tuple[Dated, ...] = ()
    mla_width: tuple[Dated, ...] = ()  # latent attention: numbers kept for each token and full layer, no values
    recurrent_state_mib: tuple[Dated, ...] = ()  # of one slot, all linear layers together
    experts_count: tuple[Dated, ...] = ()
    active_experts_count: tuple[Dated, ...] = ()


@dataclass(frozen=True)
class Quantisation(Strict):
    """How the weights of a file are stored: bits per weight, scales included."""

    name: str
    common: bool  # offered where somebody asks what fits
    native: bool = False  # models come in it from their maker, and files in another are hardly smaller
    file_bits: tuple[Dated, ...] = ()  # of a whole file, as measured on one 8B model
    body_bits: tuple[Dated, ...] = ()  # of all but the two matrices of words
    embedding_bits: tuple[Dated, ...] = ()  # of the matrix that reads words
    output_bits: tuple[Dated, ...] = ()  # of the matrix that writes words
    note: str = ""


@dataclass(frozen=True)
class Measurement(Strict):
    """Memory that somebody saw in use.  `scenario` says with what: values of inputs, as a reader would type them."""

    scenario: Mapping[str, str]
    kv_cache_mib: tuple[Dated, ...] = ()  # keys, values and states
    attention_cache_mib: tuple[Dated, ...] = ()  # keys and values alone
    total_gb: tuple[Dated, ...] = ()
    refused: str = ""  # why the row is not compared with what the guide computes
    note: str = ""


@dataclass(frozen=True)
class SpeedRun(Strict):
    """Speed that somebody saw, for the proof.  `scenario` says with what: values of inputs, as typed."""

    card: str  # rows of one card are left out together
    scenario: Mapping[str, str]
    series: str = ""  # rows that differ in context or in requests at once only
    decode_tok_per_s: tuple[Dated, ...] = ()
    batch_tok_per_s: tuple[Dated, ...] = ()  # all requests at once together
    prefill_tok_per_s: tuple[Dated, ...] = ()
    refused: str = ""  # why the row is not compared with what the guide computes
    note: str = ""


@dataclass(frozen=True)
class Speed(Strict):
    """Measured speed.  Id: open model @ quantisation @ hardware @ draft (`none` or `mtp`)."""

    decode_tok_per_s: tuple[Dated, ...]
    prefill_tok_per_s: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Host(Strict):
    """The machine around a card."""

    name: str
    host_load_power_w: tuple[Dated, ...]
    host_idle_power_w: tuple[Dated, ...]
    card_idle_power_w: tuple[Dated, ...] = ()  # stands in for a card whose own figure nobody has published
    new_usd: tuple[Dated, ...] = ()
