"""Line charts: several series, named at their ends, with bands and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calc.chart.fit import shorten, text_width
from calc.chart.frame import FONT, NOTHING, chart, data_table, escape, label, marker, num, stroke
from calc.chart.model import Axis, Chart, Mark, Point, Series
from calc.chart.names import names, room_for
from calc.chart.remarks import LEVEL, Remarks
from calc.chart.scale import Scale, axis_ticks, covering, extent, known, within
from calc.chart.ticks import tick_labels

HEIGHT = 320.0
TOP, BOTTOM = 26.0, 52.0
MOST_TICKS = {"wide": (6, 5), "narrow": (4, 5)}

Place = tuple[float, float]


@dataclass(frozen=True)
class Plot:
    """The rectangle of the lines, and how values get there."""

    left: float
    right: float
    top: float
    bottom: float
    width: float
    xs: Scale
    ys: Scale

    def place(self, x: float, y: float) -> Place:
        """Where a pair of drawable values lies."""
        return self.xs.at(x), self.ys.at(y)


def line(chart_id: str, title: str, series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark] = ()) -> Chart:
    """A line chart.  Unknown points interrupt a line; without any known point the picture says that.

    Raises ValueError where the id is none.
    """
    return chart(
        chart_id,
        title,
        _desc(series, x, y, marks),
        _table(title, series, x, y, marks),
        lambda variant, width: (_draw(series, x, y, marks, width, variant), HEIGHT),
    )


def _desc(series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark]) -> str:
    parts = []
    for one in series:
        drawn = [point for point in one.points if point.y is not None]
        ends = [f"{_cell(point, y)} at {x.text(point.x)}" for point in (drawn[:1] + drawn[1:][-1:])]
        parts.append(f"{one.name}: {', '.join(ends) or 'unknown'}{f' {x.title}' if ends and x.title else ''}.")
    parts += [f"{mark.text}: {x.text(mark.x)}{f' {x.title}' if x.title else ''}{_height(mark, y)}." for mark in marks]
    return " ".join(parts)


def _height(mark: Mark, y: Axis) -> str:
    return "" if mark.y is None else f", {y.text(mark.y)}"


def _table(title: str, series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark]) -> str:
    """All points, a row per place; the remarks stand at the head of their row."""
    by_place = [{point.x: point for point in one.points} for one in series]
    places = sorted({place for points in by_place for place in points} | {mark.x for mark in marks})
    rows = []
    for place in places:
        notes = "; ".join(f"{mark.text}{_height(mark, y)}" for mark in marks if mark.x == place)
        head = f"{x.text(place)} ({notes})" if notes else x.text(place)
        rows.append((head, *(_cell(points.get(place), y) for points in by_place)))
    return data_table(title, (x.title, *(one.name for one in series)), rows)


def _cell(point: Point | None, y: Axis) -> str:
    if point is None:
        return ""
    if point.low is not None and point.high is not None and point.low != point.high:
        return f"{y.text(point.y)} ({y.text(point.low)} to {y.text(point.high)})"
    return y.text(point.y)


def _draw(series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark], width: float, variant: str) -> list[str]:
    x_span = extent([*(p.x for one in series for p in one.points if p.y is not None), *(m.x for m in marks)], x)
    heights = [value for one in series for p in one.points for value in (p.y, p.low, p.high)]
    y_span = extent([*heights, *(mark.y for mark in marks)], y)
    if x_span is None or y_span is None or all(known(p.y) is None for one in series for p in one.points):
        return [label(width / 2, HEIGHT / 2, NOTHING, "label label--unknown", "middle")]
    most_x, most_y = MOST_TICKS[variant]
    y_ticks, y_low, y_high = covering(y, y_span, most_y)
    y_texts = [shorten(y.tick_text(tick), width / 4, FONT) for tick in y_ticks]
    left = max(text_width(text, FONT) for text in y_texts) + 10
    right = width - room_for(series, width)
    xs = Scale(*x_span, left, right, x.scale == "log")
    remarks = Remarks(marks, xs, known_y=lambda value: known(value, y.scale == "log"), width=width)
    top = TOP + LEVEL * remarks.levels
    ys = Scale(y_low, y_high, HEIGHT - BOTTOM, top, y.scale == "log")
    plot = Plot(left, right, top, HEIGHT - BOTTOM, width, xs, ys)
    ready = [(one, _runs(one.points, x, y, plot)) for one in series]
    return [
        label(0, 14, shorten(y.title, width, FONT), "label label--axis"),
        *_y_axis(y_ticks, y_texts, plot),
        *_x_axis(within(axis_ticks(x, *x_span, most_x), *x_span), x, plot),
        *remarks.shades(plot),
        *(_band(one, x, y, plot) for one in series),
        *(_path(one, run) for one, runs in ready for run in runs),
        *names(ready, plot),
        *remarks.draw(ready, plot),
    ]


def _y_axis(ticks: Sequence[float], texts: Sequence[str], plot: Plot) -> Iterator[str]:
    free = plot.bottom + FONT
    for tick, text in zip(ticks, texts, strict=True):
        place = plot.ys.at(tick)
        yield stroke(plot.left, place, plot.right, place, "axis" if tick == 0 else "grid")
        if place + FONT / 2 <= free:  # ticks given by hand may be closer than their words are high
            yield label(plot.left - 6, place + 5, text, "label", "end")
            free = place - FONT / 2


def _x_axis(ticks: Sequence[float], axis: Axis, plot: Plot) -> Iterator[str]:
    yield from tick_labels([(plot.xs.at(tick), axis.tick_text(tick)) for tick in ticks], plot.bottom + 20, plot.width)
    title = shorten(axis.title, plot.width, FONT)
    yield label(max(plot.right, text_width(title, FONT)), HEIGHT - 8, title, "label label--axis", "end")


def _runs(points: Sequence[Point], x: Axis, y: Axis, plot: Plot) -> list[list[Place]]:
    """The stretches of a series without a gap, from left to right."""
    runs: list[list[Place]] = [[]]
    for point in sorted(points, key=lambda one: one.x):
        at, height = known(point.x, x.scale == "log"), known(point.y, y.scale == "log")
        if at is None or height is None:
            runs.append([])
        else:
            runs[-1].append(plot.place(at, height))
    return [run for run in runs if run]


def _path(one: Series, run: Sequence[Place]) -> str:
    if len(run) == 1:
        return marker(*run[0], one.role, 3.5)
    dash = "" if one.dash is None else f' stroke-dasharray="{escape(one.dash)}"'
    return f'<path class="line series-{one.role}"{dash} d="M{_joined(run)}"/>'


def _joined(places: Sequence[Place]) -> str:
    return "L".join([f"{num(across)} {num(down)}" for across, down in places])


def _band(one: Series, x: Axis, y: Axis, plot: Plot) -> str:
    """The range around a line, a shape for each stretch in which both ends are known."""
    shapes, upper, lower = [], list[Place](), list[Place]()
    for point in sorted(one.points, key=lambda p: p.x):
        at = known(point.x, x.scale == "log")
        low, high = (known(value, y.scale == "log") for value in (point.low, point.high))
        if at is not None and low is not None and high is not None:
            lower.append(plot.place(at, low))
            upper.append(plot.place(at, high))
        else:
            shapes.append((upper, lower))
            upper, lower = [], []
    shapes.append((upper, lower))
    drawn = [f"M{_joined([*above, *reversed(below)])}Z" for above, below in shapes if len(above) > 1]
    return f'<path class="band series-{one.role}" d="{"".join(drawn)}"/>' if drawn else ""
