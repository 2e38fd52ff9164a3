"""Reading prompts: quantities whose rule depends on the weights, the architecture or where the speed comes from."""

from __future__ import annotations

from typing import Any

from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.nodes import Node, call_of
from calc.engine.rules import FirstKnown, Literal, Reader, Same, Switch
from calc.quantities import kv_cache, prompts
from calc.wiring.speed import ONE, by_basis, by_kind, node
from calc.wiring.speed_ranges import end_over_value

NOTHING = Literal(0.0)
REACH, ATTENTION = "prefill_reach_flop_per_byte", "attention_reach_flop_per_byte"
PEAK, POWER, MEASURED = "shader_flop_per_byte", "prefill_balance_power_ratio", "measured_prefill_tok_per_s"


def nodes() -> list[Node]:
    """The nodes of reading prompts that more than one formula serves, in the order of lists."""
    return [*_law(), *_carried(), *_speed(), *_ends()]


def _law() -> list[Node]:
    unpacked = Same("kquant_prefill_ratio")
    return [
        node(
            "prompt_unpack_ratio",
            Switch("quant_kind", {"plain": ONE, "k": unpacked, "low": unpacked}),
            "What unpacking the weights leaves of the arithmetic.",
        ),
        node(
            "thin_rows_ratio",
            by_kind(ONE, call_of(prompts.thin_matrices_ratio)),
            "Time that arithmetic takes where each expert gets few tokens of a step; 1 for a dense model.",
            "1 + tokens at which small matrices cost as much again × experts needed ÷ tokens for each expert",
            "Toll of small matrices",
        ),
        node(
            "score_width",
            FirstKnown((call_of(kv_cache.latent_row_width), Same("global_head_width"))),
            "Numbers of one head that are looked at for each token before.",
        ),
        node(
            "prompt_scores_s",
            FirstKnown((call_of(prompts.scores_sum_s), NOTHING)),
            "Time to look back at earlier tokens; nothing where the architecture of the model is not known.",
            "full layers + windowed layers",
            "Looking back",
        ),
    ]


def _carried() -> list[Node]:
    """How a measurement carries over, and what one token costs that looks back at nothing."""
    slower = FirstKnown((Same("long_prompt_ratio"), ONE))
    return [
        node("prompt_length", call_of(prompts.prompt_length_of), "As measured, or longer.", kind="text"),
        node(
            "measured_prompt_ratio",
            Switch("prompt_length", {"measured": ONE, "longer": slower}),
            "Slow-down of a measurement by the length of the prompt; none where the architecture is not known.",
        ),
        node(
            "prompt_shallow_ratio",
            FirstKnown((call_of(prompts.without_scores_ratio), ONE)),
            "Share of the time of reading that is not spent on looking back.",
        ),
    ]


def _speed() -> list[Node]:
    modelled = Same("modelled_prefill_tok_per_s")
    found = FirstKnown((call_of(prompts.prefill_measured), modelled))
    return [
        node(
            "prefill_tok_per_s",
            by_basis(found, modelled, shared=modelled),
            "Tokens a second that one copy reads: measured for this very pair, else modelled for prompts this long.",
            "the measurement × slow-down by length × power cap, or the modelled speed of the family",
            "Prompt reading speed",
        ),
    ]


def _ends() -> list[Node]:
    """The ends of prompt reading over the speed stated: of a measured pair its own, else those of the family."""
    found = []
    for end, at_end in (("low", prompts.prompt_low_ratio), ("high", prompts.prompt_high_ratio)):
        text = f"{end.capitalize()} end of what was measured over what is stated: 80% of all rows."
        modelled = call_of(at_end)
        measured = FirstKnown((_of_measurement(end), modelled))
        rule = by_basis(measured, modelled, shared=modelled)
        found += [
            node(f"reading_{end}_ratio", _with_balance(REACH, end), text),
            node(f"attention_{end}_ratio", _with_balance(ATTENTION, end), text),
            node(f"prefill_{end}_ratio", rule, text),
        ]
    return found


def _of_measurement(end: str) -> Reader:
    def read(evaluation: Evaluation, _name: str) -> Any:
        value = evaluation.get(MEASURED)
        return value if isinstance(value, Unknown) else end_over_value(evaluation, MEASURED, end)

    return Reader(read, (MEASURED,))


def _with_balance(name: str, end: str) -> Reader:
    """Two doubts at once: what the family's cards reach, and how much arithmetic this one has, if not stated."""

    def read(evaluation: Evaluation, _name: str) -> Any:
        reach = end_over_value(evaluation, name, end)
        if isinstance(reach, Unknown) or "shader_fp16_tflops" in evaluation.pins:
            return reach
        if not isinstance(evaluation.get("stated_shader_tflops"), Unknown):
            return reach
        peak, power = end_over_value(evaluation, PEAK, end), evaluation.get(POWER)
        unknown = next((one for one in (peak, power) if isinstance(one, Unknown)), None)
        return unknown or reach * peak**power

    deps = (name, "stated_shader_tflops", PEAK, POWER)
    return Reader(read, deps, watches=("shader_fp16_tflops",))
