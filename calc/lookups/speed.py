"""Lookups that the law of speed needs: figures of the family, of the law itself, and of the model's experts."""

from __future__ import annotations

from calc.engine.nodes import Node, call_of, lookup
from calc.engine.rules import FirstKnown, Literal, Lookup, Rule
from calc.quantities import serving

# A record a family may lack: what the family of unknown hardware says then.
FAMILY = {
    "prefill_reach_flop_per_byte": "Operations for each byte of bandwidth that reading prompts reaches, balanced card.",
    "attention_reach_flop_per_byte": "The same for looking back at earlier tokens.",
    "moe_prefill_rows_tok": "Tokens for one expert at which small matrices take as long as large ones again.",
    "cache_efficiency_ratio": "Share of the efficiency of reading weights that reading the cache reaches.",
    "cap_knee_power_frac": "Share of the uncapped draw below which a power cap bites hard, dense model.",
    "cap_knee_speed_frac": "Share of the speed that is left at that draw, dense model.",
    "cap_slope_ratio": "Share of speed lost for each share of power below that draw, dense model.",
    "moe_cap_knee_power_frac": "Share of the uncapped draw below which a power cap bites hard, mixture of experts.",
    "moe_cap_knee_speed_frac": "Share of the speed that is left at that draw, mixture of experts.",
    "moe_cap_slope_ratio": "Share of speed lost for each share of power below that draw, mixture of experts.",
}
LAW = {
    "depth_power_ratio": "Parameters to this power is how the fixed time of a dense model grows.",
    "prefill_balance_power_ratio": "Arithmetic for each byte to this power is how prompt reading grows with it.",
    "kquant_prefill_ratio": "Share of the arithmetic of 8 and 16 bits that weights of 6 bits and less reach.",
    "sparsity_power_ratio": "How the time of a mixture grows as the slice that a token reads gets thinner.",
    "low_bit_efficiency_ratio": "Share of the efficiency of K quantisations that those below 4 bits reach.",
    "draft_fade_concurrency": "Requests at once at which speculation gains nothing any more.",
    "layer_split_ratio": "Speed of a model whose layers are spread over cards, over that on one card.",
    "tensor_split_power_ratio": "Cards to this power is the gain where every layer is split over them.",
    "llama_dense_step_ratio": "Time that one more request adds to a llama.cpp step, over reading a token, dense model.",
    "llama_moe_step_ratio": "The same for a mixture of experts.",
    "vllm_step_ratio": "The same under vLLM.",
    "prefill_over_decode_ratio": "Prompt reading over generation, where nothing is known of prompt reading.",
    "batch_low_ratio": "Measured over modelled gain from batching, low end of what 80% of rows hold.",
    "batch_high_ratio": "Measured over modelled gain from batching, high end.",
    "loaded_idle_extra_w": "Power that a card at rest draws on top when it holds a model.",
}  # fmt: skip


def nodes() -> list[Node]:
    """The lookups of this group, in the order of lists."""
    return [*_family(), *_law(), *_model()]


def _family() -> list[Node]:
    def own(name: str) -> Rule:
        return Lookup("family", "hardware_family", name)

    def any_other(name: str) -> Rule:
        return Lookup("family", "any_other_hardware", name)

    ranges = {
        "decode_low_ratio": "Low end of 80% of measurements over the modelled speed, dense model.",
        "decode_high_ratio": "High end of 80% of measurements over the modelled speed, dense model.",
        "moe_low_ratio": "Low end of 80% of measurements over the modelled speed, mixture of experts.",
        "moe_high_ratio": "High end of 80% of measurements over the modelled speed, mixture of experts.",
    }
    kquant = FirstKnown((own("kquant_efficiency_ratio"), Literal(1.0)))
    return [
        lookup("any_other_hardware", Literal("unknown"), "Which record is read.", "text", hidden=True),
        *(lookup(name, FirstKnown((own(name), any_other(name))), text) for name, text in (FAMILY | ranges).items()),
        lookup("kquant_efficiency_ratio", kquant, "Share of the efficiency that quantisations of 4 to 6 bits reach."),
        lookup(
            "draft_speedup_ratio",
            FirstKnown((own("draft_speedup_ratio"), any_other("draft_speedup_ratio"))),
            "Speed with multi-token prediction over speed without, one request at a time.",
        ),
    ]


def _law() -> list[Node]:
    return [
        lookup("serving_law", Literal("serving-law"), "Which record is read.", "text", hidden=True),
        *(lookup(name, Lookup("figure", "serving_law", name), text) for name, text in LAW.items()),
    ]


def _model() -> list[Node]:
    share = FirstKnown((call_of(serving.picked_experts_frac), call_of(serving.active_weights_frac)))
    return [
        lookup("experts_count", Lookup("open_model", "open_model", "experts_count"), "Experts in one layer."),
        lookup(
            "active_experts_count",
            Lookup("open_model", "open_model", "active_experts_count"),
            "Experts that each token is sent to, in one layer.",
        ),
        lookup(
            "expert_pick_frac",
            share,
            "Share of the experts that one token reads; where it is not known, the share of the weights.",
        ),
    ]
