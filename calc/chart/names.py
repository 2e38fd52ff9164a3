"""The name of each line at its end: direct labels instead of a legend."""

from __future__ import annotations

from collections.abc import Sequence

from calc.chart.fit import spread, text_width, wrap
from calc.chart.frame import FONT, LINE, WIDE, label, marker, stroke
from calc.chart.model import Series
from calc.chart.plot import Plot, Traced

BESIDE = 9.0  # from the end of the plot to a name
EARLY = 6.0  # a line that ends more than this before the edge gets a pointer to its name
NARROW_SHARE, WIDE_SHARE = 0.3, 0.28  # of the width, at most, for names
MOST_LINES = 3


def room_for(named: Sequence[tuple[Series, bool]], width: float) -> float:
    """How much of the width the names take; each comes with whether its line is unknown."""
    wrapped = [_lines(one, width, MOST_LINES, unknown) for one, unknown in named]
    return max((text_width(line, FONT, True) for lines in wrapped for line in lines), default=0.0) + BESIDE + 4


def _lines(one: Series, width: float, most: int, unknown: bool) -> tuple[str, ...]:
    room = width * (WIDE_SHARE if width >= WIDE else NARROW_SHARE) - BESIDE
    text = f"{one.label_text or one.name}{': unknown' if unknown else ''}"
    return wrap(text, room, FONT, most, True)


def names(traced: Sequence[Traced], plot: Plot) -> list[str]:
    """The names, moved apart so that none overlaps, and a marker at the last point of each line.

    A series of which nothing is known is named too, at the foot, and says so.
    """
    foot = (plot.right, plot.bottom)
    ordered = sorted(((one.runs[-1][-1] if one.runs else foot, one) for one in traced), key=lambda end: end[0][1])
    low, high = plot.top - 2, plot.bottom + LINE / 2
    for most in range(MOST_LINES, 0, -1):
        texts = [_lines(one.series, plot.width, most, not one.runs) for _, one in ordered]
        sizes = [LINE * len(lines) for lines in texts]
        if sum(sizes) <= high - low:
            break
    places = spread([end[1] for end, _ in ordered], sizes, low, high)
    parts: list[str] = []
    for (end, one), lines, middle in zip(ordered, texts, places, strict=True):
        role = one.series.role
        if one.runs and end[0] < plot.right - EARLY:
            parts.append(stroke(end[0] + EARLY, end[1], plot.right + EARLY, middle, f"grid leader series-{role}"))
        if one.runs:
            parts.append(marker(*end, role, 3.5))
        classes = f"name series-{role}" if one.runs else "label label--unknown"
        first = middle - LINE * (len(lines) - 1) / 2 + 5
        parts += [label(plot.right + BESIDE, first + LINE * row, text, classes) for row, text in enumerate(lines)]
    return parts
