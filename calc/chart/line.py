"""Line charts: several series, named at their ends, with bands and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calc.chart.fit import shorten, text_width
from calc.chart.frame import FONT, NOTHING, chart, data_table, escape, label, marker, num, stroke
from calc.chart.model import Axis, Chart, Mark, Point, Series
from calc.chart.names import names, room_for
from calc.chart.plot import Place, Plot, Traced, Values, trace
from calc.chart.remarks import LEVEL, Remarks
from calc.chart.scale import Scale, axis_ticks, covering, extent, known, within
from calc.chart.ticks import tick_labels

HEIGHT = 320.0
TOP, BOTTOM = 30.0, 52.0
UNTITLED = 22.0  # what a picture is lower by where the axis below says what it is by itself
MOST_SERIES = 8
MOST_TICKS = {"wide": (6, 5), "narrow": (4, 5)}


@dataclass(frozen=True)
class Drawable:
    """A line chart's data as both pictures need them, with how far they reach; no extent, nothing to draw."""

    series: Sequence[Series]
    points: Sequence[Sequence[Values]]  # of each series: x, y, low, high, from left to right
    x: Axis
    y: Axis
    marks: Sequence[Mark]
    x_span: tuple[float, float] | None
    y_span: tuple[float, float] | None

    @property
    def height(self) -> float:
        """How high the pictures are."""
        return HEIGHT if self.x.title else HEIGHT - UNTITLED

    @property
    def bottom(self) -> float:
        """Where the axis below runs."""
        return HEIGHT - BOTTOM

    @property
    def named(self) -> list[tuple[Series, bool]]:
        """Each series with whether nothing of it can be drawn."""
        lonely = [all(x is None or y is None for x, y, _, _ in points) for points in self.points]
        return list(zip(self.series, lonely, strict=True))


def line(chart_id: str, title: str, series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark] = ()) -> Chart:
    """A line chart.  Unknown points interrupt a line; without any known point the picture says that.

    Raises ValueError where the id is none, and for more lines than have room for their names.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"a line chart has at most {MOST_SERIES} lines, got {len(series)}")
    data = _drawable(series, x, y, marks)
    return chart(
        chart_id,
        title,
        _desc(series, x, y, marks),
        _table(title, series, x, y, marks),
        lambda variant, width: (_draw(data, width, variant), data.height),
    )


def _drawable(series: Sequence[Series], x: Axis, y: Axis, marks: Sequence[Mark]) -> Drawable:
    x_log, y_log = x.scale == "log", y.scale == "log"
    points = [
        [
            (known(p.x, x_log), known(p.y, y_log), known(p.low, y_log), known(p.high, y_log))
            for p in sorted(one.points, key=lambda point: point.x)
        ]
        for one in series
    ]
    drawn = [place for one in points for place in one if place[0] is not None and place[1] is not None]
    if not drawn:
        return Drawable(series, points, x, y, marks, None, None)
    x_span = extent([*(place[0] for place in drawn), *(known(mark.x, x_log) for mark in marks)], x)
    heights = [value for place in drawn for value in place[1:]]
    return Drawable(series, points, x, y, marks, x_span, extent([*heights, *(known(m.y, y_log) for m in marks)], y))


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
        notes = "; ".join([f"{mark.text}{_height(mark, y)}" for mark in marks if mark.x == place])
        head = f"{x.text(place)} ({notes})" if notes else x.text(place)
        rows.append((head, *[_cell(points.get(place), y) for points in by_place]))
    return data_table(title, (x.title, *(one.name for one in series)), rows)


def _cell(point: Point | None, y: Axis) -> str:
    if point is None:
        return ""
    if point.low is not None and point.high is not None and point.low != point.high:
        return f"{y.text(point.y)} ({y.text(point.low)} to {y.text(point.high)})"
    return y.text(point.y)


def _draw(data: Drawable, width: float, variant: str) -> list[str]:
    x, y = data.x, data.y
    if data.x_span is None or data.y_span is None:
        return [label(width / 2, data.height / 2, NOTHING, "label label--unknown", "middle")]
    most_x, most_y = MOST_TICKS[variant]
    y_ticks, y_low, y_high = covering(y, data.y_span, most_y)
    y_texts = [shorten(y.tick_text(tick), width / 4, FONT) for tick in y_ticks]
    left = max(text_width(text, FONT) for text in y_texts) + 12
    right = width - room_for(data.named, width)
    xs = Scale(*data.x_span, left, right, x.scale == "log")
    remarks = Remarks(data.marks, xs, y.scale == "log", width)
    top = TOP + LEVEL * remarks.levels
    ys = Scale(y_low, y_high, data.bottom, top, y.scale == "log")
    plot = Plot(left, right, top, data.bottom, width, xs, ys)
    traced = [trace(one, points, plot) for one, points in zip(data.series, data.points, strict=True)]
    return [
        label(0, 14, shorten(y.title, width, FONT), "label label--axis"),
        *_y_axis(y_ticks, y_texts, plot),
        *_x_axis(within(axis_ticks(x, *data.x_span, most_x), *data.x_span), x, plot),
        *remarks.shades(plot),
        *(_band(one) for one in traced),
        *(_path(one.series, run) for one in traced for run in one.runs),
        *names(traced, plot),
        *remarks.draw(traced, plot),
    ]


def _y_axis(ticks: Sequence[float], texts: Sequence[str], plot: Plot) -> Iterator[str]:
    free = plot.bottom + FONT
    for tick, text in zip(ticks, texts, strict=True):
        place = plot.ys.at(tick)
        yield stroke(plot.left, place, plot.right, place, "axis" if tick == 0 else "grid")
        if place + FONT / 2 <= free:  # ticks given by hand may be closer than their words are high
            yield label(plot.left - 8, place + 5, text, "label", "end")
            free = place - FONT / 2


def _x_axis(ticks: Sequence[float], axis: Axis, plot: Plot) -> Iterator[str]:
    yield from tick_labels([(plot.xs.at(tick), axis.tick_text(tick)) for tick in ticks], plot.bottom + 20, plot.width)
    title = shorten(axis.title, plot.width, FONT)
    yield label(max(plot.right, text_width(title, FONT)), HEIGHT - 8, title, "label label--axis", "end")


def _path(one: Series, run: Sequence[Place]) -> str:
    if len(run) == 1:
        return marker(*run[0], one.role, 3.5)
    dash = "" if one.dash is None else f' stroke-dasharray="{escape(one.dash)}"'
    return f'<path class="line series-{one.role}"{dash} d="M{_joined(run)}"/>'


def _band(one: Traced) -> str:
    shapes = [f"M{_joined([*upper, *reversed(lower)])}Z" for lower, upper in one.bands]
    return f'<path class="band series-{one.series.role}" d="{"".join(shapes)}"/>' if shapes else ""


def _joined(places: Sequence[Place]) -> str:
    return "L".join([f"{num(across)} {num(down)}" for across, down in places])
