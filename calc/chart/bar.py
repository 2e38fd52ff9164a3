"""Horizontal bars: plain with a range, stacked by part, and dots with ranges."""

from __future__ import annotations

from collections.abc import Sequence

from calc.chart.fit import text_width, wrap
from calc.chart.frame import FONT, NARROW, WIDE, data_table, label, num, stroke, svg
from calc.chart.model import Axis, Bar, Chart, Range
from calc.chart.scale import Scale, extent, nice_ticks

ROW = 46.0
BAR = 16.0
MARKERS = {"local": "circle", "rental": "square", "api": "diamond", "twin": "triangle", "other": "circle"}


def bars(chart_id: str, title: str, items: Sequence[Bar], axis: Axis) -> Chart:
    """A bar per item, its value at the end, its range as a whisker.  Unknown values say so."""
    desc = " ".join(f"{item.label}: {_bar_text(item, axis)}." for item in items)
    rows = [(item.label, _bar_text(item, axis)) for item in items]
    values = [value for item in items for value in (item.value, item.low, item.high)]
    pictures = [_rows(chart_id, title, desc, items, values, axis, width, name) for width, name in _sizes()]
    return Chart(chart_id, title, desc, pictures[0], pictures[1], data_table(title, ("", axis.title), rows))


def stacked_bar(chart_id: str, title: str, items: Sequence[Bar], axis: Axis) -> Chart:
    """A bar per item made of parts, the total at its end; the parts are named under it."""
    desc = " ".join(f"{item.label}: {item.text}, of which {_parts_text(item)}." for item in items)
    rows = [(f"{item.label}: {part.label}", part.text) for item in items for part in item.parts()]
    rows += [(f"{item.label}: together", item.text) for item in items]
    values = [item.value for item in items]
    pictures = [_rows(chart_id, title, desc, items, values, axis, width, name) for width, name in _sizes()]
    return Chart(chart_id, title, desc, pictures[0], pictures[1], data_table(title, ("", axis.title), rows))


def range_chart(chart_id: str, title: str, items: Sequence[Range], axis: Axis) -> Chart:
    """A dot per item with its range; the shape of the dot tells the side as well as its colour."""
    desc = " ".join(f"{item.label}: {item.text}." for item in items)
    rows = [(item.label, item.text) for item in items]
    pictures = [_dots(chart_id, title, desc, items, axis, width, name) for width, name in _sizes()]
    return Chart(chart_id, title, desc, pictures[0], pictures[1], data_table(title, ("", axis.title or "value"), rows))


def _sizes() -> tuple[tuple[float, str], ...]:
    return (WIDE, "wide"), (NARROW, "narrow")


def _bar_text(item: Bar, axis: Axis) -> str:
    text = item.text or axis.text(item.value)
    if item.low is not None and item.high is not None and item.low != item.high:
        return f"{text} ({axis.text(item.low)} to {axis.text(item.high)})"
    return text


def _parts_text(item: Bar) -> str:
    return ", ".join(f"{part.label} {part.text}" for part in item.parts() if part.value)


def _rows(
    chart_id: str,
    title: str,
    desc: str,
    items: Sequence[Bar],
    values: Sequence[float | None],
    axis: Axis,
    width: float,
    variant: str,
) -> str:
    low, high = extent(values, True)
    room = max((text_width(item.text or axis.text(item.value), FONT, True) for item in items), default=0.0) + 12
    scale = Scale(low, high, 0.0, max(60.0, width - room))
    body, y = [], 0.0
    for item in items:
        body.append(label(0, y + 16, _fitted(item.label, width), "label label--row"))
        body += _bar(item, scale, y + 22)
        y += ROW
        if item.segments:
            lines = wrap(_legend(item), width, FONT - 1, 2 if variant == "wide" else 3)
            body += [label(0, y + 10 + 17 * i, text, "label label--parts") for i, text in enumerate(lines)]
            y += 17.0 * len(lines) + 10
    return svg(chart_id, title, desc, width, max(y, ROW), body, variant)


def _fitted(text: str, width: float) -> str:
    return wrap(text, width, FONT, 1)[0] if text else ""


def _legend(item: Bar) -> str:
    return " · ".join(f"{part.label} {part.text}" for part in item.parts() if part.value) or "nothing"


def _bar(item: Bar, scale: Scale, top: float) -> list[str]:
    text = item.text
    if item.value is None:
        return [label(0, top + 13, text or "unknown", "label label--unknown")]
    parts, zero = [], scale.at(0.0)
    if item.segments:
        parts += _segments(item, scale, top)
    else:
        end = scale.at(item.value)
        parts.append(_rect(min(zero, end), top, abs(end - zero), f"bar series-{item.role}"))
    last = scale.at(max(item.value, item.high or item.value))
    if item.low is not None and item.high is not None and item.low != item.high:
        middle = top + BAR / 2
        start, end = scale.at(item.low), scale.at(item.high)
        parts.append(stroke(start, middle, end, middle, "whisker"))
        parts += [stroke(x, middle - 5, x, middle + 5, "whisker") for x in (start, end)]
    parts.append(label(last + 8, top + 13, text, "value"))
    return parts


def _segments(item: Bar, scale: Scale, top: float) -> list[str]:
    parts, reached = [], 0.0
    for index, part in enumerate(p for p in item.parts() if p.value):
        start, reached = reached, reached + (part.value or 0.0)
        left, right = sorted((scale.at(start), scale.at(reached)))
        parts.append(_rect(left, top, right - left, f"bar series-{item.role} shade-{index % 5}"))
    return parts


def _rect(x: float, y: float, width: float, classes: str) -> str:
    return (
        f'<rect class="{classes}" x="{num(x)}" y="{num(y)}" width="{num(max(width, 1.5))}" height="{num(BAR)}" rx="2"/>'
    )


def _dots(chart_id: str, title: str, desc: str, items: Sequence[Range], axis: Axis, width: float, variant: str) -> str:
    values = [value for item in items for value in (item.low, item.mid, item.high)]
    ticks = nice_ticks(*extent(values, axis.zero), 5 if variant == "wide" else 4)
    wide = variant == "wide"
    left = min(width * 0.46, max((text_width(i.label, FONT) for i in items), default=0.0) + 12) if wide else 6.0
    room = max((text_width(item.text, FONT, True) for item in items), default=0.0) + 14
    scale = Scale(ticks[0], ticks[-1], left + 6, max(left + 60.0, width - room))
    row = 28.0 if wide else 44.0
    bottom = row * len(items) + 8
    body = [stroke(scale.at(t), 4, scale.at(t), bottom, "axis" if t == 0 else "grid") for t in ticks]
    body += [
        label(_inside(scale.at(t), axis.text(t), width), bottom + 18, axis.text(t), "label", "middle") for t in ticks
    ]
    body.append(label(width, bottom + 38, axis.title, "label label--axis", "end"))
    for index, item in enumerate(items):
        y = row * index + (row / 2 if wide else row - 12)
        where = (left, y + 5, "end") if wide else (0.0, y - 12, "start")
        text = wrap(item.label, left if wide else width, FONT, 1)
        body.append(
            label(where[0] - (6 if wide else 0), where[1], text[0] if text else "", "label label--row", where[2])
        )
        body += _dot(item, scale, y)
    return svg(chart_id, title, desc, width, bottom + (44 if axis.title else 26), body, variant)


def _inside(place: float, text: str, width: float) -> float:
    half = text_width(text, FONT) / 2
    return min(max(place, half), width - half)


def _dot(item: Range, scale: Scale, y: float) -> list[str]:
    known = [value for value in (item.low, item.mid, item.high) if value is not None]
    if not known:
        return [label(scale.start, y + 5, item.text, "label label--unknown")]
    parts = []
    if min(known) < max(known):
        parts.append(stroke(scale.at(min(known)), y, scale.at(max(known)), y, f"span series-{item.role}"))
    middle = scale.at(item.mid if item.mid is not None else known[0])
    parts.append(_marker(middle, y, item.role))
    parts.append(label(scale.at(max(known)) + 11, y + 5, item.text, "value"))
    return parts


def _marker(x: float, y: float, role: str) -> str:
    shape, classes = MARKERS[role], f"dot series-{role}"
    if shape == "circle":
        return f'<circle class="{classes}" cx="{num(x)}" cy="{num(y)}" r="5.5"/>'
    if shape == "square":
        return f'<rect class="{classes}" x="{num(x - 5)}" y="{num(y - 5)}" width="10" height="10"/>'
    offsets = [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)] if shape == "diamond" else [(0, -6), (6, 5), (-6, 5)]
    places = "L".join(f"{num(x + dx)} {num(y + dy)}" for dx, dy in offsets)
    return f'<path class="{classes}" d="M{places}Z"/>'
