"""How far measurements lie from the speed stated: for a measured pair their own spread, else that of the family."""

from __future__ import annotations

from typing import Any

from calc.evaluate import Evaluation
from calc.nodes import FirstKnown, Node, Reader, Rule, Switch, Unknown
from calc.speed_rules import ONE, by_kind, node, same


def _of_fact(node: str, end: str) -> Reader:
    """An end of what was measured for this very pair, over the value stated; 1 where one figure is all there is."""

    def read(evaluation: Evaluation, _name: str) -> Any:
        value = evaluation.get(node)
        if isinstance(value, Unknown):
            return 1.0
        stated = getattr(evaluation.fact_of(node), end, None)
        return float(stated) / value if stated is not None and value else 1.0

    return Reader(read, (node,))


def _of_family(node: str, end: str) -> Reader:
    """An end of a ratio of the family, over the ratio stated; 1 where it has no range."""

    def read(evaluation: Evaluation, _name: str) -> Any:
        value = evaluation.get(node)
        if isinstance(value, Unknown):
            return value
        stated = getattr(evaluation.fact_of(node), end, None)
        return float(stated) / value if stated is not None and value else 1.0

    return Reader(read, (node,))


def _of_arithmetic(end: str) -> Reader:
    """An end of what the family's cards have in arithmetic, over the value stated; 1 where the card's own is known."""

    def read(evaluation: Evaluation, name: str) -> Any:
        own = evaluation.get("stated_shader_tflops")
        if "shader_fp16_tflops" in evaluation.pins or not isinstance(own, Unknown):
            return 1.0
        return _of_family("shader_flop_per_byte", end).read(evaluation, name)

    return Reader(read, ("stated_shader_tflops", "shader_flop_per_byte"), watches=("shader_fp16_tflops",))


def _times_arithmetic(node: str, end: str) -> Reader:
    """Both doubts at once: how well the family's cards read prompts, and how much arithmetic this one has."""
    family, arithmetic = _of_family(node, end), _of_arithmetic(end)

    def read(evaluation: Evaluation, name: str) -> Any:
        found = family.read(evaluation, name)
        return found if isinstance(found, Unknown) else found * arithmetic.read(evaluation, name)

    return Reader(read, (*family.deps, *arithmetic.deps), watches=arithmetic.watches)


def _prefill_end(end: str) -> Rule:
    """Of prompt reading: what was measured where it was, else what the family's rows span."""
    dense, mixture = (_times_arithmetic(name, end) for name in ("prefill_shader_ratio", "moe_prefill_shader_ratio"))
    modelled = by_kind(dense, mixture)
    found = FirstKnown((_known_measured(end), modelled))
    return Switch("speed_basis", {"measured": found, "modelled": modelled, "pinned": found})


def _known_measured(end: str) -> Reader:
    def read(evaluation: Evaluation, name: str) -> Any:
        value = evaluation.get("measured_prefill_tok_per_s")
        measured = _of_fact("measured_prefill_tok_per_s", end)
        return value if isinstance(value, Unknown) else measured.read(evaluation, name)

    return Reader(read, ("measured_prefill_tok_per_s",))


def nodes() -> list[Node]:
    """The ends of generation and prompt reading, over the speed stated."""
    low = by_kind(same("decode_low_ratio"), same("moe_low_ratio"))
    high = by_kind(same("decode_high_ratio"), same("moe_high_ratio"))
    measured = "measured_decode_tok_per_s"
    found = []
    for end, modelled in (("low", low), ("high", high)):
        text = (
            f"{end.capitalize()} end of what was measured over what is stated: 80% of all rows, or all of the pair's."
        )
        rule = Switch("speed_basis", {"measured": _of_fact(measured, end), "modelled": modelled, "pinned": ONE})
        found += [node(f"speed_{end}_ratio", rule, text), node(f"prefill_{end}_ratio", _prefill_end(end), text)]
    return found
