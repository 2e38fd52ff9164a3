"""Dots on two log axes with the line of equality: what was computed against what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calc.chart.fit import text_width
from calc.chart.frame import FONT, chart, data_table, label, marker, stroke
from calc.chart.model import Axis, Chart, Role
from calc.chart.scale import Scale, extent, log_ticks

SHAPE = 0.78  # height over width
LEFT, RIGHT, TOP, BOTTOM = 50.0, 14.0, 30.0, 52.0


@dataclass(frozen=True)
class Dot:
    """One pair of values, both above zero, with what it stands for."""

    name: str
    role: Role
    x: float
    y: float


def scatter(chart_id: str, title: str, dots: Sequence[Dot], x: Axis, y: Axis) -> Chart:
    """A chart of pairs.  Dots above the diagonal are computed too high.  Needs at least one dot."""
    rows = [(dot.name, x.text(dot.x), y.text(dot.y)) for dot in dots]
    table = data_table(title, ("", x.title, y.title), rows)
    above = sum(dot.y > dot.x for dot in dots)
    desc = f"{len(dots)} pairs; {above} lie above the line of equality and {len(dots) - above} on it or below."
    span = extent([value for dot in dots for value in (dot.x, dot.y)], Axis(scale="log")) or (1.0, 10.0)
    low, high = span[0] / 1.15, span[1] * 1.15

    def draw(variant: str, width: float) -> tuple[list[str], float]:
        height = round(width * SHAPE)
        across = Scale(low, high, LEFT, width - RIGHT, log=True)
        up = Scale(low, high, height - BOTTOM, TOP, log=True)
        ticks = log_ticks(low, high, 6 if variant == "wide" else 4)
        body = [part for tick in ticks for part in _grid(tick, across, up, x, y, height)]
        body.append(stroke(across.at(low), up.at(low), across.at(high), up.at(high), "rule"))
        body += [marker(across.at(dot.x), up.at(dot.y), dot.role, 4) for dot in dots]
        body.append(label(0, 14, y.title, "label label--axis"))
        body.append(label(width - RIGHT, height - 8, x.title, "label label--axis", "end"))
        return body, height

    return chart(chart_id, title, desc, table, draw)


def _grid(tick: float, across: Scale, up: Scale, x: Axis, y: Axis, height: float) -> list[str]:
    at, level = across.at(tick), up.at(tick)
    half = text_width(x.text(tick), FONT) / 2
    return [
        stroke(at, TOP, at, height - BOTTOM, "grid"),
        stroke(across.start, level, across.end, level, "grid"),
        label(max(at, half), height - BOTTOM + 20, x.text(tick), "label", "middle"),
        label(LEFT - 6, level + 5, y.text(tick), "label", "end"),
    ]
