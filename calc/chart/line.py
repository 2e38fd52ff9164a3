"""Lines: several series over a numeric axis, labelled at their ends, with bands and remarks."""

from __future__ import annotations

from collections.abc import Sequence

from calc.chart.fit import shorten, spread, text_width
from calc.chart.frame import FONT, NARROW, WIDE, data_table, label, num, stroke, svg
from calc.chart.model import Axis, Chart, Mark, Point, Series
from calc.chart.scale import Scale, extent, nice_ticks

HEIGHT = 320.0
TOP, BOTTOM = 30.0, 52.0
MOST_ROWS = 24


def line(chart_id: str, title: str, series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark] = ()) -> Chart:
    """A line chart.  Unknown points interrupt a line; a chart without any known point is an empty frame."""
    desc = _desc(series, x, y, marks)
    wide = _draw(chart_id, title, desc, series, x, y, marks, WIDE, "wide")
    narrow = _draw(chart_id, title, desc, series, x, y, marks, NARROW, "narrow")
    return Chart(chart_id, title, desc, wide, narrow, _table(title, series, x, y))


def _desc(series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark]) -> str:
    parts = []
    for one in series:
        known = [point for point in one.points if point.y is not None]
        if known:
            first, last = known[0], known[-1]
            parts.append(
                f"{one.name}: {y.text(first.y)} at {x.text(first.x)}, {y.text(last.y)} at {x.text(last.x)} {x.title}."
            )
    parts += [f"{mark.text}: {x.text(mark.x)} {x.title}." for mark in marks]
    return " ".join(parts) or "Nothing is known."


def _table(title: str, series: Sequence[Series], x: Axis, y: Axis) -> str:
    places = sorted({point.x for one in series for point in one.points})
    step = max(1, -(-len(places) // MOST_ROWS))
    by_place = [{point.x: point for point in one.points} for one in series]
    rows = []
    for place in places[::step]:
        cells = [_cell(points.get(place), y) for points in by_place]
        rows.append((x.text(place), *cells))
    return data_table(title, (x.title, *(one.name for one in series)), rows)


def _cell(point: Point | None, y: Axis) -> str:
    if point is None:
        return ""
    if point.low is not None and point.high is not None and point.low != point.high:
        return f"{y.text(point.y)} ({y.text(point.low)} to {y.text(point.high)})"
    return y.text(point.y)


def _draw(
    chart_id: str,
    title: str,
    desc: str,
    series: Sequence[Series],
    x: Axis,
    y: Axis,
    marks: Sequence[Mark],
    width: float,
    variant: str,
) -> str:
    ys = [value for one in series for p in one.points for value in (p.y, p.low, p.high)] + [m.y for m in marks]
    y_ticks = list(y.ticks) or nice_ticks(*extent(ys, y.zero), 5)
    x_low, x_high = extent([p.x for one in series for p in one.points], x.zero)
    x_ticks = list(x.ticks) or [
        t for t in nice_ticks(x_low, x_high, 6 if variant == "wide" else 4) if x_low <= t <= x_high
    ]
    left = max(text_width(y.text(tick), FONT) for tick in y_ticks) + 10
    names = {id(one): one.label_text or one.name for one in series}
    right = min(width * 0.32, max((text_width(n, FONT, True) for n in names.values()), default=0.0) + 14)
    xs = Scale(x_low, x_high, left, width - right)
    yscale = Scale(y_ticks[0], y_ticks[-1], HEIGHT - BOTTOM, TOP)
    body = [*_grid(y_ticks, y, yscale, left, width - right), *_x_axis(x_ticks, x, xs, width)]
    body.append(label(0, 14, y.title, "label label--axis"))
    body += [part for mark in marks for part in _behind(mark, xs, width - right)]
    body += [part for one in series for part in _series(one, xs, yscale)]
    body += _names(series, names, xs, yscale, right)
    body += [part for mark in marks for part in _mark(mark, xs, yscale, width - right)]
    return svg(chart_id, title, desc, width, HEIGHT, body, variant)


def _grid(ticks: Sequence[float], axis: Axis, scale: Scale, left: float, right: float) -> list[str]:
    parts = []
    for tick in ticks:
        place = scale.at(tick)
        parts.append(stroke(left, place, right, place, "axis" if tick == 0 else "grid"))
        parts.append(label(left - 6, place + 5, axis.text(tick), "label", "end"))
    return parts


def _x_axis(ticks: Sequence[float], axis: Axis, scale: Scale, width: float) -> list[str]:
    parts = []
    for tick in ticks:
        text = axis.text(tick)
        half = text_width(text, FONT) / 2
        place = min(max(scale.at(tick), half), width - half)
        parts.append(label(place, HEIGHT - BOTTOM + 20, text, "label", "middle"))
    parts.append(label(scale.end, HEIGHT - 8, axis.title, "label label--axis", "end"))
    return parts


def _behind(mark: Mark, xs: Scale, right: float) -> list[str]:
    if mark.kind != "limit":
        return []
    place = xs.at(mark.x)
    return [
        f'<rect class="band band--limit" x="{num(place)}" y="{num(TOP)}" width="{num(max(0.0, right - place))}" '
        f'height="{num(HEIGHT - BOTTOM - TOP)}"/>'
    ]


def _series(one: Series, xs: Scale, ys: Scale) -> list[str]:
    parts = []
    band = [p for p in one.points if p.low is not None and p.high is not None]
    if len(band) > 1:
        upper = [f"{num(xs.at(p.x))} {num(ys.at(p.high or 0.0))}" for p in band]
        lower = [f"{num(xs.at(p.x))} {num(ys.at(p.low or 0.0))}" for p in reversed(band)]
        parts.append(f'<path class="band series-{one.role}" d="M{"L".join([*upper, *lower])}Z"/>')
    for run in _runs(one.points):
        places = "L".join(f"{num(xs.at(p.x))} {num(ys.at(p.y or 0.0))}" for p in run)
        parts.append(f'<path class="line series-{one.role}" d="M{places}"/>')
        if len(run) == 1:
            parts.append(_dot(one.role, xs.at(run[0].x), ys.at(run[0].y or 0.0)))
    return parts


def _dot(role: str, x: float, y: float) -> str:
    return f'<circle class="dot series-{role}" cx="{num(x)}" cy="{num(y)}" r="3.5"/>'


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.y is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _names(series: Sequence[Series], names: dict[int, str], xs: Scale, ys: Scale, room: float) -> list[str]:
    """The name of each line at its end, moved apart so that none overlaps."""
    ends = [
        (one, [p for p in one.points if p.y is not None][-1])
        for one in series
        if any(p.y is not None for p in one.points)
    ]
    ends.sort(key=lambda pair: ys.at(pair[1].y or 0.0))
    places = spread([ys.at(p.y or 0.0) for _, p in ends], [18.0] * len(ends), TOP - 8, HEIGHT - BOTTOM + 4)
    parts = []
    for (one, point), place in zip(ends, places, strict=True):
        text = shorten(names[id(one)], room - 10, FONT, True)
        parts.append(_dot(one.role, xs.at(point.x), ys.at(point.y or 0.0)))
        parts.append(label(xs.end + 9, place + 5, text, f"name series-{one.role}"))
    return parts


def _mark(mark: Mark, xs: Scale, ys: Scale, right: float) -> list[str]:
    place = xs.at(mark.x)
    width = text_width(mark.text, FONT)
    turned = place + width + 8 > right
    anchor, shift = ("end", -6.0) if turned else ("start", 6.0)
    if mark.y is None or mark.kind in ("rule", "limit"):
        rule = stroke(place, TOP, place, HEIGHT - BOTTOM, f"rule rule--{mark.kind}")
        return [rule, label(place + shift, TOP + 12, mark.text, "label mark", anchor)]
    height = ys.at(mark.y)
    ring = f'<circle class="{mark.kind}" cx="{num(place)}" cy="{num(height)}" r="5.5"/>'
    above = height - 12 if height - 12 > TOP else height + 22
    return [ring, label(place + shift, above, mark.text, f"label mark mark--{mark.kind}", anchor)]


def sparkline(chart_id: str, title: str, points: Sequence[Point], role: str = "other") -> str:
    """A line the size of a word, without axes; its title says what it shows."""
    known = [p for p in points if p.y is not None]
    xs = Scale(*extent([p.x for p in known], False), 2, 98)
    ys = Scale(*extent([p.y for p in known], False), 22, 2)
    places = "L".join(f"{num(xs.at(p.x))} {num(ys.at(p.y or 0.0))}" for p in known)
    return (
        f'<svg class="sparkline" viewBox="0 0 100 24" role="img" aria-labelledby="{chart_id}-t">'
        f'<title id="{chart_id}-t">{title}</title><path class="line series-{role}" d="M{places}"/></svg>'
    )
