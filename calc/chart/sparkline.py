"""A line the size of a word."""

from __future__ import annotations

from collections.abc import Sequence

from calc.chart.frame import escape, num
from calc.chart.model import Axis, Point, Role
from calc.chart.scale import Scale, extent, known

WIDTH, HEIGHT = 100.0, 24.0


def sparkline(chart_id: str, title: str, points: Sequence[Point], role: Role = "other") -> str:
    """A tiny line without axes; its title says what it shows.

    Without a title it is decoration beside words that say the same, and hidden from screen readers.
    """
    axis = Axis(zero=False)
    drawn = [(x, y) for p in points if (x := known(p.x)) is not None and (y := known(p.y)) is not None]
    x_span, y_span = extent([x for x, _ in drawn], axis), extent([y for _, y in drawn], axis)
    body = ""
    if x_span is not None and y_span is not None:
        xs, ys = Scale(*x_span, 3, WIDTH - 3), Scale(*y_span, HEIGHT - 3, 3)
        places = [f"{num(xs.at(x))} {num(ys.at(y))}" for x, y in sorted(drawn)]
        # A round cap makes a dot of a line without length.
        body = f'<path class="line series-{role}" d="M{"L".join(places)}{"h0" if len(places) == 1 else ""}"/>'
    box = f'viewBox="0 0 {num(WIDTH)} {num(HEIGHT)}"'
    if not title:
        return f'<svg class="sparkline" {box} aria-hidden="true">{body}</svg>'
    key = escape(chart_id)
    return (
        f'<svg class="sparkline" {box} role="img" aria-labelledby="{key}-t">'
        f'<title id="{key}-t">{escape(title)}</title>{body}</svg>'
    )
