"""The range that a modelled or measured result carries: the ends of what is not known to the digit, 80% of cases.

All speeds move together, because a box that is slow at one thing is slow at the other, and so do all parts of memory.
The chain behind them (capacity, energy, cost, break-even) is evaluated again at each end, nothing is approximated.
"""

from __future__ import annotations

from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.span import is_number, span
from calc.wiring import memory_ranges

SPEEDS = (
    ("decode_tok_per_s", "decode_low_tok_per_s", "decode_high_tok_per_s"),
    ("prefill_tok_per_s", "prefill_low_tok_per_s", "prefill_high_tok_per_s"),
    ("decode_gain_ratio", "decode_gain_low_ratio", "decode_gain_high_ratio"),
)


def model_span(base: Evaluation, name: str) -> tuple[float | None, float | None]:
    """Low and high of a result when speeds and memory are at their ends; (None, None) where nothing moves it.

    An end that is "never" is None beside one that is not.
    """
    if not _counts(base.get(name)):
        return None, None
    branches = speed_ends(base, name)
    if any(name in base.graph.descendants[target] for target, _, _ in memory_ranges.ENDS):
        branches = [*branches, *memory_ranges.ends(base)]
    low, high = span(name, [value for one in (base, *branches) if _counts(value := one.get(name))])
    return (None, None) if low == high else (low, high)


def speed_ends(evaluation: Evaluation, name: str) -> list[Evaluation]:
    """The scenario with all speeds at their low and at their high end; none where `name` needs no such speed."""
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for target, at_low, at_high in SPEEDS:
        if target in evaluation.pins or name not in evaluation.graph.descendants[target]:
            continue
        least, most = evaluation.get(at_low), evaluation.get(at_high)
        if isinstance(least, Unknown) or isinstance(most, Unknown) or least == most:
            continue
        low[target], high[target] = least, most
    return [evaluation.overlay(low), evaluation.overlay(high)] if low else []


def _counts(value: object) -> bool:
    return value is None or is_number(value)
