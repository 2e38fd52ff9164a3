"""Quantities of speed, serving and power whose rule depends on a choice: weights, engine, split, speculation."""

from __future__ import annotations

from typing import Any

from calc import units as u
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.labels import label_of, mentioned
from calc.engine.nodes import Node, call_of, formula_by_rule
from calc.engine.rules import CUSTOM, FirstKnown, Literal, Reader, Rule, Same, Switch
from calc.quantities import power, serving, speed, variants

ONE = Literal(1.0)
CACHE_SHAPE = [mentioned(label_of(name)) for name in ("full_layers", "kv_heads", "head_width")]
ONE_AT_A_TIME = Literal(Unknown("partly in the host's memory, no law says what many requests at once gain"))


def node(name: str, rule: Rule, help_text: str, formula: str = "", label: str = "", kind: str = "number") -> Node:
    """A node of speed; hidden where it has no label."""
    return formula_by_rule(name, rule, help_text, formula, label, not label, kind, group="speed")


def by_kind(dense: Rule, mixture: Rule) -> Switch:
    """One rule for dense models and one for mixtures of experts."""
    return Switch("weights_kind", {"dense": dense, "mixture": mixture})


def by_basis(measured: Rule, modelled: Rule, *, shared: Rule, pinned: Rule | None = None) -> Switch:
    """One rule where this very pair was measured, one for the law, one for a model partly in the host's memory.

    `pinned`: where the reader gave the speed, if that is another than for a measurement.
    """
    on_device = {
        "measured": measured,
        "modelled": modelled,
        "modelled-partly-in-host-memory": modelled,
        "pinned": pinned or measured,
    }
    return Switch("weights_place", {"device": Switch("speed_basis", on_device), "shared": shared})


def _short_cache(evaluation: Evaluation, _name: str) -> Any:
    """Nothing worth counting at a short context, where the architecture is not known; more than that can't be told.

    The models of the catalog whose layers nobody published have few that look back at all.
    """
    context = evaluation.get("mean_context_tok")
    if isinstance(context, Unknown):
        return context
    if context <= u.SHORT_CONTEXT_TOK or evaluation.get("open_model") != CUSTOM:
        return 0.0
    return Unknown(f"at this context the cache slows the model down: give its {', '.join(CACHE_SHAPE)}")


def nodes() -> list[Node]:
    """The nodes of speed, serving and power that more than one formula serves, in the order of lists."""
    return [*_kinds(), *_law(), *_ratios(), *_batch(), *_speeds()]


def _kinds() -> list[Node]:
    return [
        node("weights_kind", call_of(variants.weights_kind_of), "Dense or mixture of experts.", kind="text"),
        node(
            "quant_kind",
            FirstKnown((call_of(variants.quant_kind_of), Literal("k"))),
            "Whether weights unpack plainly.",
            kind="text",
        ),
    ]


def _law() -> list[Node]:
    stored = {
        "plain": Same("decode_efficiency_frac"),
        "k": call_of(variants.k_share),
        "low": call_of(variants.low_share),
    }
    llama = by_kind(Same("llama_dense_step_ratio"), Same("llama_moe_step_ratio"))
    return [
        node(
            "weights_may_fit",
            FirstKnown((Same("weights_fit"), Literal(True))),
            "Whether the weights fit; where the memory is not stated, the speed is that of hardware which has enough.",
            kind="flag",
        ),
        node("step_toll_ratio", by_kind(ONE, Same("mixture_toll_ratio")), "Toll of a mixture; 1 for a dense model."),
        node(
            "step_overhead_ms",
            by_kind(call_of(variants.dense_overhead), call_of(variants.moe_overhead)),
            "Fixed time per token.",
        ),
        node(
            "stored_efficiency_frac",
            Switch("quant_kind", stored),
            "Share of the bandwidth that reading weights so stored reaches.",
        ),
        node(
            "reached_efficiency_frac",
            call_of(variants.reached_efficiency),
            "Share of the bandwidth that reading these weights reaches, the toll of a mixture included.",
        ),
        node(
            "cache_read_gb",
            FirstKnown((call_of(speed.cache_sum_gb), Reader(_short_cache, ("mean_context_tok", "open_model")))),
            "Cache read for one token at this context; of a model whose architecture is not known nothing counts.",
            "full layers + windowed layers",
            "Cache read per token",
        ),
        node(
            "added_step_ratio",
            Switch("engine", {"llama.cpp": llama, "vllm": Same("vllm_step_ratio")}),
            "Time that one more request adds to a step, over the time to read one token of a prompt.",
        ),
    ]


def _ratios() -> list[Node]:
    cap = by_kind(call_of(power.dense_cap_ratio), call_of(power.moe_cap_ratio))
    split = {"copies": ONE, "layer": call_of(variants.layer_split), "tensor": call_of(variants.tensor_split)}
    shared = call_of(variants.shared_copies)
    return [
        node(
            "split_speed_ratio",
            Switch("hardware_split", split),
            "Speed of one request over that on one card that could hold the model.",
            "copies: 1; layers: measured median; every layer: cards ^ exponent",
            "Gain from splitting",
        ),
        node(
            "copies_count",
            Switch("hardware_split", {"copies": Same("hardware_count"), "layer": shared, "tensor": shared}),
            "Copies of the model that work side by side.",
            "cards, or cards ÷ cards for one copy",
            "Copies",
        ),
        node(
            "cap_binds",
            FirstKnown((call_of(power.cap_binds_of), Literal(False))),
            "Whether the cap is below what a card draws by itself; without that no curve of it is read.",
            kind="flag",
        ),
        node(
            "cap_decode_ratio",
            Switch("cap_binds", {True: FirstKnown((cap, ONE)), False: ONE}),
            "Generation speed under the power cap over the speed without one.",
            "two straight lines that meet at the knee of the measured sweeps",
            "Speed left by the cap",
        ),
        node(
            "cap_prefill_ratio",
            Switch("cap_binds", {True: FirstKnown((call_of(power.dense_cap_ratio), ONE)), False: ONE}),
            "Prompt-reading speed under the power cap over that without one; not measured, taken as for a dense model.",
            "two straight lines that meet at the knee of the measured sweeps",
            "Prompt reading left by the cap",
        ),
        node(
            "draft_gain_ratio",
            Switch("draft", {"none": ONE, "mtp": Same("draft_speedup_ratio")}),
            "Speed with speculation over speed without, one request at a time.",
            "measured median of the family",
            "Gain from speculation",
        ),
        node(
            "batch_draft_gain_ratio",
            Switch("draft", {"none": ONE, "mtp": call_of(variants.draft_fading)}),
            "The same with this many requests at once: it fades, and is gone at about four.",
            "1 + (gain − 1) × (requests at which it is gone − requests) ÷ (requests at which it is gone − 1)",
            "Gain left of speculation",
        ),
    ]


def _batch() -> list[Node]:
    """One request at a time needs no law of batching, so none of its facts are read."""
    many = {"device": call_of(serving.batch_gain_ratio), "shared": ONE_AT_A_TIME}
    gain = Switch("served_at_once", {"one": ONE, "many": Switch("weights_place", many)})
    return [
        node(
            "token_compute_s",
            FirstKnown((call_of(serving.compute_by_prefill), call_of(serving.compute_by_decode))),
            "Time to compute one token of a prompt; where prompt reading is not known, a share of a step.",
        ),
        node("served_at_once", call_of(variants.served_at_once_of), "One request or many.", kind="text"),
        node(
            "decode_gain_ratio",
            gain,
            "Tokens a second of all requests at once over those of one; speculation gains less the more there are.",
            "requests at once × time of a step for one ÷ time of a step for all × left of speculation, at least 1",
            "Gain in generation",
        ),
    ]


def request_gain() -> Switch:
    """The gain in requests done: 1 for one at a time."""
    return Switch("served_at_once", {"one": ONE, "many": call_of(serving.request_gain_ratio)})


def _speeds() -> list[Node]:
    """The speeds a reader names: measured where the basis says so, else modelled."""
    measured = call_of(speed.measured_here_tok_per_s)
    decode = by_basis(measured, Same("modelled_decode_tok_per_s"), shared=Same("offloaded_decode_tok_per_s"))
    return [
        node(
            "measured_context_ratio",
            FirstKnown((Same("context_speed_ratio"), ONE)),
            "Slow-down of a measurement by context; none where the architecture of the model is not known.",
        ),
        node(
            "decode_tok_per_s",
            decode,
            "Tokens a second that one copy writes, one request at a time: measured for this very pair, else modelled.",
            "the measurement × slow-down by context × splitting × power cap, or the modelled speed of the family",
            "Generation speed",
        ),
    ]
