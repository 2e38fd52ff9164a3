"""The words of ticks below a picture: inside it, apart from each other, none twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from calc.chart.fit import shorten, text_width
from calc.chart.frame import FONT, label

GAP = 10.0  # least distance between the words of two ticks


def tick_labels(ticks: Sequence[tuple[float, str]], base: float, width: float) -> Iterator[str]:
    """The words of (place, text) pairs on a base line; every second, third ... where all do not fit."""
    for every in range(1, len(ticks) + 1):
        spots = _spots(ticks[::every], width)
        if all(one[2] + GAP <= two[1] for one, two in pairwise(spots)):
            yield from (label((left + right) / 2, base, text, "label", "middle") for text, left, right in spots)
            return


def _spots(ticks: Sequence[tuple[float, str]], width: float) -> list[tuple[str, float, float]]:
    """Words with their left and right edges, kept inside the picture; repeated words once."""
    spots: list[tuple[str, float, float]] = []
    for place, whole in ticks:
        text = shorten(whole, width / 3, FONT)
        half = text_width(text, FONT) / 2
        middle = min(max(place, half), width - half)
        if not spots or spots[-1][0] != text:
            spots.append((text, middle - half, middle + half))
    return spots
