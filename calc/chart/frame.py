"""What every chart has: the SVG element with title and description, texts, and the table of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from calc.chart.model import Chart

FONT = 14.0
WIDE, NARROW = 680.0, 340.0


def num(value: float) -> str:
    """A coordinate with one decimal, without a needless one."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def svg(chart_id: str, title: str, desc: str, width: float, height: float, body: Sequence[str], variant: str) -> str:
    """The picture.  The narrow one is the same to a screen reader, so only the visible one is in the tree."""
    key = f"{chart_id}-{variant}"
    return (
        f'<svg class="chart chart--{variant}" viewBox="0 0 {num(width)} {num(height)}" role="img" '
        f'aria-labelledby="{escape(key)}-t {escape(key)}-d"><title id="{escape(key)}-t">{escape(title)}</title>'
        f'<desc id="{escape(key)}-d">{escape(desc)}</desc>{"".join(body)}</svg>'
    )


def label(x: float, y: float, text: str, classes: str = "label", anchor: str = "start") -> str:
    """A line of text; `y` is its base line."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{classes}" x="{num(x)}" y="{num(y)}"{where}>{escape(text)}</text>'


def stroke(x1: float, y1: float, x2: float, y2: float, classes: str) -> str:
    """A straight line."""
    return f'<line class="{classes}" x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"/>'


def data_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The figures of a chart as a table that unfolds."""
    head = "".join(f'<th scope="col"{' class="to-right"' if i else ""}>{escape(c)}</th>' for i, c in enumerate(columns))
    body = "".join(_row(row) for row in rows)
    return (
        f'<details class="chart-data"><summary>The figures</summary><div class="scroll" role="region" tabindex="0" '
        f'aria-label="{escape(caption)}: the figures"><table class="data"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )


def _row(row: Sequence[str]) -> str:
    cells = "".join(f'<td class="to-right">{escape(cell)}</td>' for cell in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


def figure_html(chart: Chart) -> str:
    """The inner HTML of a figure: a caption that states the finding, the picture, the figures."""
    return f"<figcaption>{escape(chart.title)}</figcaption>{chart.wide}{chart.narrow}{chart.table}"
