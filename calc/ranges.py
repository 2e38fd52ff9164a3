"""The range that a modelled or measured result carries: the ends of what is not known to the digit, 80% of cases."""

from __future__ import annotations

from calc import uncertain
from calc.engine.evaluate import Evaluation
from calc.engine.span import is_number, span
from calc.wiring import memory_ranges


def model_span(base: Evaluation, name: str) -> tuple[float | None, float | None]:
    """Low and high of a result when speeds and memory are at their ends; (None, None) where nothing moves it.

    An end that is "never" is None beside one that is not.
    All speeds move together, and so do all parts of memory; the chain behind them is evaluated again at each end.
    """
    if not _counts(base.get(name)):
        return None, None
    branches = uncertain.ends(base, name)
    if any(name in base.graph.descendants[target] for target, _, _ in memory_ranges.ENDS):
        branches = [*branches, *memory_ranges.ends(base)]
    low, high = span(name, [value for one in (base, *branches) if _counts(value := one.get(name))])
    return (None, None) if low == high else (low, high)


def _counts(value: object) -> bool:
    return value is None or is_number(value)
