"""What is not known to the digit: the ends of modelled and measured speeds, as overlays of one scenario.

Both ends move generation and prompt reading together, because a box that is slow at one is slow at the other; the
chain behind them (capacity, energy, cost, break-even) is evaluated again at each end, nothing is approximated.
"""

from __future__ import annotations

from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown

ENDS = (
    ("decode_tok_per_s", "decode_low_tok_per_s", "decode_high_tok_per_s"),
    ("prefill_tok_per_s", "prefill_low_tok_per_s", "prefill_high_tok_per_s"),
    ("decode_gain_ratio", "decode_gain_low_ratio", "decode_gain_high_ratio"),
)


def ends(evaluation: Evaluation, name: str) -> list[Evaluation]:
    """The scenario with all speeds at their low and at their high end; none where `name` needs no such speed."""
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for target, at_low, at_high in ENDS:
        if target in evaluation.pins or name not in evaluation.graph.descendants[target]:
            continue
        least, most = evaluation.get(at_low), evaluation.get(at_high)
        if isinstance(least, Unknown) or isinstance(most, Unknown) or least == most:
            continue
        low[target], high[target] = least, most
    return [evaluation.overlay(low), evaluation.overlay(high)] if low else []
