"""Horizontal bars: plain ones with a range, and stacked ones whose parts are named below."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from calc.chart.fit import shorten, text_width
from calc.chart.frame import FONT, LINE, NOTHING, Picture, chart, data_table, label, num, stroke
from calc.chart.model import Axis, Bar, Chart, Segment
from calc.chart.scale import Scale, extent, known

ROW = 46.0  # a bar and the words above it
BAR = 16.0
ABOVE = 22.0  # the words above a bar
LONGEST_STACK = 0.64  # of the width: the rest is for the names of parts at its end
SHADES = 5
PART_FONT = FONT - 1


def bars(chart_id: str, title: str, items: Sequence[Bar], axis: Axis) -> Chart:
    """A bar per item, its value at the end, its range as a whisker.  Unknown values say so."""
    desc = " ".join(f"{item.label}: {_words(item, axis)}." for item in items)
    rows = [(item.label, _words(item, axis)) for item in items]
    table = data_table(title, ("", axis.title or "value"), rows)
    return chart(chart_id, title, desc, table, lambda _, width: _picture(items, axis, width))


def stacked_bar(chart_id: str, title: str, items: Sequence[Bar], axis: Axis) -> Chart:
    """A bar per item made of parts, the total at its end; each part is named under the bar.

    Parts that are zero are not drawn but stand in the table; parts below zero lie to the left of zero.
    """
    desc = " ".join(f"{item.label}: {_total(item, axis)}{_of_which(item)}." for item in items)
    rows = []
    for item in items:
        rows += [(f"{item.label}: {part.label}", part.text) for part in item.parts()]
        rows.append((f"{item.label}: together", _total(item, axis)))
    table = data_table(title, ("", axis.title or "value"), rows)
    return chart(chart_id, title, desc, table, lambda _, width: _picture(items, axis, width))


def _total(item: Bar, axis: Axis) -> str:
    return item.text or axis.text(item.value)


def _words(item: Bar, axis: Axis) -> str:
    text = _total(item, axis)
    if item.low is None or item.high is None or item.low == item.high:
        return text
    low, high = axis.text(item.low), axis.text(item.high)
    return text if low in text and high in text else f"{text} ({low} to {high})"  # its text may be that range


def _of_which(item: Bar) -> str:
    named = ", ".join(f"{part.label} {part.text}" for part in item.parts() if part.value != 0)
    return f", of which {named}" if named else ""


def _sums(item: Bar) -> tuple[float, float]:
    """How far a stack reaches below and above zero."""
    values = [known(part.value) or 0.0 for part in item.parts()]
    return math.fsum(v for v in values if v < 0), math.fsum(v for v in values if v > 0)


def _ends(item: Bar) -> tuple[float | None, ...]:
    """All values that a bar shows."""
    return (item.value, item.low, item.high, *(_sums(item) if item.segments else ()))


def _picture(items: Sequence[Bar], axis: Axis, width: float) -> Picture:
    span = extent([0.0, *(value for item in items for value in _ends(item))], axis) if items else None
    if span is None:
        return [label(width / 2, ROW / 2, NOTHING, "label label--unknown", "middle")], ROW
    texts = [shorten(_total(item, axis), width * 0.5, FONT, True) for item in items]
    room = max(text_width(text, FONT, True) for text in texts) + 12
    longest = width * LONGEST_STACK if any(item.segments for item in items) else width
    scale = Scale(*span, 0.0, min(longest, width - room))
    parts, y = list[str](), 0.0
    for item, text in zip(items, texts, strict=True):
        parts.append(label(1, y + 15, shorten(item.label, width - 2, FONT), "label label--row"))
        parts += _bar(item, text, scale, y + ABOVE)
        y += ROW
        if item.segments:
            named, y = _named(item, scale, y - ROW + ABOVE + BAR, width)
            parts += named
            y += 14
    return parts, y + 2


def _bar(item: Bar, text: str, scale: Scale, top: float) -> Iterator[str]:
    value, zero, middle = known(item.value), scale.at(0.0), top + BAR / 2
    drawn = list(_segments(item, scale)) if item.segments else []
    if value is None and not drawn:
        yield label(min(zero, scale.end), top + 13, text, "label label--unknown")
        return
    if not item.segments and value is not None:
        yield _rect(zero, scale.at(value), top, f"bar series-{item.role}")
    for index, (part, left, right) in enumerate(drawn):
        yield _rect(left, right, top, f"bar series-{part.role} shade-{index % SHADES}")
    low, high = known(item.low), known(item.high)
    if low is not None and high is not None and low != high:
        ends = scale.at(low), scale.at(high)
        yield stroke(ends[0], middle, ends[1], middle, "whisker")
        yield from (stroke(x, middle - 5, x, middle + 5, "whisker") for x in ends)
    if scale.at(0.0) > scale.start:
        yield stroke(zero, top - 3, zero, top + BAR + 3, "axis")
    furthest = max(zero, *(scale.at(end) for one in _ends(item) if (end := known(one)) is not None))
    yield label(furthest + 8, top + 13, text, "value" if value is not None else "label label--unknown")


def _segments(item: Bar, scale: Scale) -> Iterator[tuple[Segment, float, float]]:
    """The parts that have a length, from the first outward, with their places."""
    above, below = [0.0], [0.0]
    for part in item.parts():
        value = known(part.value)
        if not value:
            continue
        side = above if value > 0 else below
        start = math.fsum(side)
        side.append(value)
        yield part, scale.at(start), scale.at(math.fsum(side))


def _rect(start: float, end: float, top: float, classes: str) -> str:
    """A bar between two places; even the least value leaves a sliver."""
    left, size = min(start, end), max(abs(end - start), 1.5)
    return f'<rect class="{classes}" x="{num(left)}" y="{num(top)}" width="{num(size)}" height="{num(BAR)}" rx="2"/>'


def _named(item: Bar, scale: Scale, top: float, width: float) -> tuple[list[str], float]:
    """The names of the parts below their bar and where they end.

    The rightmost part comes first: so no pointer to a lower name crosses a higher one.
    """
    parts, y = list[str](), top + 4
    places = [((left + right) / 2, part) for part, left, right in _segments(item, scale)]
    for place, part in sorted(places, key=lambda one: -one[0]):
        lines = _name(part, width - place - 12)
        parts.append(f'<path class="grid leader" fill="none" d="M{num(place)} {num(top + 1)}V{num(y + 9)}h8"/>')
        parts += [
            label(place + 12, y + 14 + (LINE - 2) * row, text, "label label--parts") for row, text in enumerate(lines)
        ]
        y += (LINE - 2) * len(lines) + 2
    missing = [part.label for part in item.parts() if known(part.value) is None]
    if missing:
        text = shorten(f"Unknown: {', '.join(missing)}", width, PART_FONT)
        parts.append(label(1, y + 14, text, "label label--parts label--unknown"))
        y += LINE
    return parts, y


def _name(part: Segment, room: float) -> tuple[str, ...]:
    """Label and value of a part: on one line, or on two where it is too long, so that the number stays."""
    whole = f"{part.label} {part.text}".strip()
    if text_width(whole, PART_FONT) <= room:
        return (whole,)
    return tuple(shorten(text, room, PART_FONT) for text in (part.label, part.text) if text)
