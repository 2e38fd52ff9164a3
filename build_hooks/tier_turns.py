"""The turns of a tier as they travel: what its middle price and its counts rest on, without the records of its models.

Most rows come nowhere near the middle.  Where a row is cheaper than the middle, or dearer, at any mix of input and
output and as long as it is on sale, it is only counted, and its rates stay behind.  What is left gives the same middle
as all rows do, to the last digit (calc/facts/drift.py).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from calc.facts.catalog import Catalog
from calc.facts.drift import TIERS
from calc.facts.turns import COUNTS, Row, Turn, of_rows, parts

# Mixes from input alone to output alone, with output counted in what it mostly costs of input: so the steps are alike.
STEPS, OUTPUT_TO_INPUT = 8, 4
MIXES = tuple((step / STEPS, (1 - step / STEPS) / OUTPUT_TO_INPUT) for step in range(STEPS + 1))
MARGIN = 1e-9  # well beyond what rounding does to a price
MIDNIGHT = "T00:00Z"
NEAR, CHEAPER, DEARER = "", "cheaper", "dearer"
Mixes = tuple[tuple[float, float], tuple[float, float]]
Span = tuple[float, float]


def records(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """By tier its turns, in the form that calc/facts/turns.py reads."""
    snapshot = catalog.at(catalog.edition)
    return {tier: record(sorted(rows), steps) for tier in TIERS for rows, steps in (parts(snapshot, tier),)}


def record(all_rows: Sequence[Row], all_steps: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """The turns of rows, which come in the order in which they begin, and of steps of a model's own price."""
    where = sides(all_rows)
    near = [row for row, side in zip(all_rows, where, strict=True) if side == NEAR]
    turns = of_rows(near, all_steps)
    for (since, until, _), side in zip(all_rows, where, strict=True):
        if side != NEAR:
            _count(turns, since, side, 1)
            _count(turns, until, side, -1)
    return _columns(turns, near)


def _count(turns: dict[str, Turn], moment: str, side: str, more: int) -> None:
    turn = turns.setdefault(moment, Turn(moment))
    setattr(turn, side, getattr(turn, side) + more)


def _columns(turns: Mapping[str, Turn], near: Sequence[Row]) -> dict[str, Any]:
    place = {moment: number for number, moment in enumerate(sorted(turns))}
    return {
        "moments": [moment.removesuffix(MIDNIGHT) for moment in place],
        "new": [len(turns[moment].new) for moment in place],
        **{name: [getattr(turns[moment], name) for moment in place] for name in COUNTS},
        "lasts": [place[until] - place[since] for since, until, _ in near],
        "input_usd_per_mtok": [rates[0] for _, _, rates in near],
        "output_usd_per_mtok": [rates[1] for _, _, rates in near],
    }


def sides(all_rows: Sequence[Row]) -> list[str]:
    """Of each row whether it is cheaper or dearer than the middle, whenever it is on sale, or comes near it."""
    found = [set[str]() for _ in all_rows]
    moments = sorted({moment for since, until, _ in all_rows for moment in (since, until)})
    place = {moment: number for number, moment in enumerate(moments)}
    during = [slice(place[since], place[until]) for since, until, _ in all_rows]
    for mixes in pairwise(MIXES):
        spans = [_span(rates, mixes) for _, _, rates in all_rows]
        lowest, highest = _middles(during, spans, len(moments))
        for known, days, (low, high) in zip(found, during, spans, strict=True):
            is_cheaper = high * (1 + MARGIN) < min(lowest[days])
            is_dearer = low * (1 - MARGIN) > max(highest[days])
            known.add(CHEAPER if is_cheaper else DEARER if is_dearer else NEAR)
    return [known.pop() if len(known) == 1 else NEAR for known in found]


def _span(rates: tuple[float, float], mixes: Mixes) -> Span:
    """The least and the most that a row costs at any mix between two; its price runs straight from one to the other."""
    ends = [share * rates[0] + rest * rates[1] for share, rest in mixes]
    return min(ends), max(ends)


def _middles(during: Sequence[slice], spans: Sequence[Span], count: int) -> tuple[list[float], list[float]]:
    """Between two mixes, from each moment on: what the middle costs at least, and what it costs at most."""
    turns: list[tuple[list[Span], list[Span]]] = [([], []) for _ in range(count)]
    for days, span in zip(during, spans, strict=True):
        turns[days.start][0].append(span)
        turns[days.stop][1].append(span)
    lows, highs = list[float](), list[float]()
    lowest, highest = list[float](), list[float]()
    for new, gone in turns:
        for prices, end in ((lows, 0), (highs, 1)):
            for span in gone:
                del prices[bisect_left(prices, span[end])]
            for span in new:
                insort(prices, span[end])
        lowest.append(lows[(len(lows) - 1) // 2] if lows else 0.0)
        highest.append(highs[len(highs) // 2] if highs else 0.0)
    return lowest, highest
