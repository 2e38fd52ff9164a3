"""Dots with ranges: benchmark scores, measured speeds, prices that span two orders of magnitude."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calc.chart.fit import shorten, text_width
from calc.chart.frame import FONT, NOTHING, Picture, chart, data_table, label, marker, stroke
from calc.chart.model import Axis, Chart, Range, Role
from calc.chart.scale import Scale, covering, extent, known
from calc.chart.ticks import tick_labels

DOT = 5.5
INSET = 8.0  # so that a dot at the least value is whole
HEADING = 28.0
LABELS = 0.52  # of a wide picture at most, for the words of the rows
ROW = {"wide": 28.0, "narrow": 46.0}


def range_chart(
    chart_id: str,
    title: str,
    items: Sequence[Range],
    axis: Axis,
    groups: Mapping[Role, str] | None = None,
) -> Chart:
    """A dot per item with its range; the shape of the dot tells the side as well as its colour.

    With `groups`, the heading of each role, the items stand under the headings; without, in the order given.
    """
    items = _grouped(items, groups)
    desc = " ".join(f"{item.label}: {item.text}." for item in items)
    rows = [(item.label, item.text) for item in items]
    table = data_table(title, ("", axis.title or "value"), rows)
    return chart(
        chart_id, title, desc, table, lambda variant, width: _picture(items, axis, groups or {}, variant, width)
    )


def _grouped(items: Sequence[Range], groups: Mapping[Role, str] | None) -> Sequence[Range]:
    if not groups:
        return items
    order = list(groups)
    return sorted(items, key=lambda item: order.index(item.role) if item.role in order else len(order))


def _values(item: Range) -> tuple[float | None, ...]:
    return item.low, item.mid, item.high


def _picture(items: Sequence[Range], axis: Axis, groups: Mapping[Role, str], variant: str, width: float) -> Picture:
    span = extent([value for item in items for value in _values(item)], axis)
    ticks, low, high = covering(axis, span, 5 if variant == "wide" else 4) if span else ([], 0.0, 1.0)
    wide, row = variant == "wide", ROW[variant]
    left = min(width * LABELS, max((text_width(i.label, FONT) for i in items), default=0.0) + 12) if wide else 0.0
    texts = [shorten(item.text, width * 0.4, FONT, True) for item in items]
    room = max((text_width(text, FONT, True) for text in texts), default=0.0) + 2 * DOT + 4
    scale = Scale(low, high, left + INSET, width - max(room, INSET), axis.scale == "log" and span is not None)
    body, y, heading = list[str](), 0.0, ""
    for item, text in zip(items, texts, strict=True):
        if groups.get(item.role, "") != heading:
            heading = groups.get(item.role, "")
            body.append(label(1, y + 18, shorten(heading, width - 2, FONT, True), f"name mark series-{item.role}"))
            y += HEADING
        if wide:
            body.append(label(left, y + 19, shorten(item.label, left - 2, FONT), "label label--row mark", "end"))
        else:
            body.append(label(1, y + 16, shorten(item.label, width - 2, FONT), "label label--row mark"))
        body += _dot(item, text, scale, y + row - (14 if wide else 16))
        y += row
    if not items:
        body.append(label(width / 2, 18, NOTHING, "label label--unknown", "middle"))
        y = HEADING
    return _framed(axis, ticks, scale, body, (width, y))


def _framed(
    axis: Axis, ticks: Sequence[float], scale: Scale, body: Sequence[str], size: tuple[float, float]
) -> Picture:
    """The rows over their grid, with the axis below."""
    width, bottom = size[0], size[1] + 4
    words = list(tick_labels([(scale.at(tick), axis.tick_text(tick)) for tick in ticks], bottom + 18, width))
    grid = [stroke(scale.at(t), 2, scale.at(t), bottom, "axis" if t == 0 else "grid") for t in ticks]
    height = bottom + (26 if words else 0)
    named = shorten(axis.title, width, FONT) if words else ""
    title_label = label(max(scale.end, text_width(named, FONT)), height + 14, named, "label label--axis", "end")
    return [*grid, *body, *words, title_label], height + (20 if title_label else 0)


def _dot(item: Range, text: str, scale: Scale, y: float) -> Iterator[str]:
    low, mid, high = (known(value, scale.log) for value in _values(item))
    drawn = [value for value in (low, mid, high) if value is not None]
    if not drawn:
        yield label(scale.start + 4, y + 5, text, "label label--unknown")
        return
    first, last = scale.at(min(drawn)), scale.at(max(drawn))
    if last - first >= 0.1:
        yield stroke(first, y, last, y, f"span series-{item.role}")
    if mid is not None or last - first < 0.1:
        yield marker(scale.at(mid) if mid is not None else first, y, item.role, DOT)
    yield label(last + 2 * DOT, y + 5, text, "value mark")
