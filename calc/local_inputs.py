"""Inputs about speed, serving and power of the local side, and the lookups that only they need."""

from __future__ import annotations

from typing import Any

from calc import units as u
from calc.evaluate import Evaluation
from calc.nodes import Node, call_of, lookup
from calc.quantities import serving
from calc.rules import FirstKnown, Literal, Lookup, Reader, Rule, Switch
from calc.units import unit_of

SERVING, POWER = "serving", "power"
PROFILES = (
    ("around-the-clock", "around the clock"),
    ("office", "office hours"),
    ("evenings", "evenings"),
    ("nights", "nights"),
)
SPLITS = (
    ("copies", "a copy on each card"),
    ("layer", "layers over all cards"),
    ("tensor", "every layer over all cards"),
)
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


def _number(
    name: str, label: str, help_text: str, default: Rule, low: float, high: float, step: float, group: str = SERVING
) -> Node:
    return Node(
        name, "input", default, label, help_text, group=group, low=low, high=high, step=step, unit=unit_of(name)
    )


def _choice(
    name: str, label: str, help_text: str, default: str, choices: tuple[tuple[str, str], ...], group: str
) -> Node:
    return Node(name, "input", Literal(default), label, help_text, group=group, choices=choices, value_kind="choice")


def _mean_context(evaluation: Evaluation, _name: str) -> Any:
    """The context that is read while generating; a context that the reader gave is taken as full."""
    given = "context_per_slot_tok" if "context_tok" in evaluation.pins else "mean_request_context_tok"
    return evaluation.get(given)


def _no_cap(card_load_power_w: float) -> float:
    return card_load_power_w


def nodes() -> list[Node]:
    """All inputs and lookups of this subject."""
    return [*_serving(), *_power(), *_family(), *_law(), *_model()]


def _serving() -> list[Node]:
    context = Reader(_mean_context, ("context_tok", "context_per_slot_tok", "mean_request_context_tok"))
    return [
        _number(
            "mean_context_tok",
            "Context while generating",
            "Tokens of cache read for each new token: prompt and half the answer, or the context you gave, full.",
            context,
            0,
            1e8,
            1024,
        ),
        _choice(
            "hardware_split",
            "Several cards",
            "What several cards do: each holds a copy, or they share one.",
            "copies",
            SPLITS,
            SERVING,
        ),
        _number(
            "latency_target_s",
            "Longest wait",
            "Mean wait for the first token that you accept, queue included.",
            Literal(5.0),
            0.01,
            86400,
            1,
        ),
        _number(
            "service_variation_ratio",
            "Unevenness",
            "Spread of the time per request over its mean: 0 where all are alike, 1 as uneven as chance.",
            Literal(1.0),
            0,
            20,
            0.1,
        ),
    ]


def _power() -> list[Node]:
    return [
        _number(
            "power_cap_w",
            "Power cap",
            "Most that one card may draw; by default its own draw, so that no cap binds.",
            call_of(_no_cap),
            0.1,
            1e5,
            10,
            POWER,
        ),
        _choice(
            "hours_profile",
            "Hours of use",
            "When the requests arrive and the box is on: office is Monday to Friday from 9 to 18, evenings 18 to 23, "
            "nights 23 to 7, in your own time.",
            "around-the-clock",
            PROFILES,
            POWER,
        ),
        _number(
            "utc_offset_hours",
            "Hours ahead of UTC",
            "How far your clock is ahead of UTC, for APIs whose price depends on the hour; behind it is negative.",
            Literal(0.0),
            -12,
            14,
            1,
            POWER,
        ),
    ]


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


def hours(default: float = u.HOURS_PER_DAY) -> Switch:
    """Hours a day that follow the profile of use."""
    return Switch(
        "hours_profile",
        {
            "around-the-clock": Literal(default),
            "office": Literal(9.0),
            "evenings": Literal(5.0),
            "nights": Literal(8.0),
        },
    )
