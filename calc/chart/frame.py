"""What every chart has: the SVG element with title and description, texts, and the table of its figures."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from calc.chart.model import Chart

FONT = 14.0
LINE = 18.0  # from one line of text to the next
WIDE, NARROW = 560.0, 340.0
VARIANTS = (("wide", WIDE), ("narrow", NARROW))
NOTHING = "Nothing is known to draw."

Picture = tuple[Sequence[str], float]  # what is in it, and how high it is

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Text for HTML and for XML: markup is escaped, and what XML cannot carry becomes a replacement sign."""
    return html.escape(text if text.isprintable() else _NOT_XML.sub("\ufffd", text))


def num(value: float) -> str:
    """A coordinate with one decimal, without a needless one."""
    text = f"{value:.1f}"
    if text[-2:] == ".0":
        text = text[:-2]
    return "0" if text == "-0" else text


def svg(chart_id: str, title: str, desc: str, size: tuple[float, float], body: Sequence[str], variant: str) -> str:
    """The picture.  The narrow one is the same to a screen reader, so only the visible one is in the tree.

    Raises ValueError where the id could not be an id, because then the picture would have no name.
    """
    if not _ID.fullmatch(chart_id):
        raise ValueError(f"a chart's id is a letter, then letters, digits, _ . or -; got {chart_id!r}")
    key = f"{chart_id}-{variant}"
    return (
        f'<svg class="chart chart--{variant}" viewBox="0 0 {num(size[0])} {num(size[1])}" role="img" '
        f'aria-labelledby="{key}-t {key}-d"><title id="{key}-t">{escape(title)}</title>'
        f'<desc id="{key}-d">{escape(desc or NOTHING)}</desc>{"".join(body)}</svg>'
    )


def chart(chart_id: str, title: str, desc: str, table: str, draw: Callable[[str, float], Picture]) -> Chart:
    """Both pictures of a chart with its texts; `draw` gets the name and the width of each.

    Raises ValueError where the id could not be an id.
    """
    drawn = []
    for variant, width in VARIANTS:
        body, height = draw(variant, width)
        drawn.append(svg(chart_id, title, desc, (width, height), body, variant))
    return Chart(chart_id, title, desc, drawn[0], drawn[1], table)


def label(x: float, y: float, text: str, classes: str = "label", anchor: str = "start") -> str:
    """A line of text; `y` is its base line.  No text, no element."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{classes}" x="{num(x)}" y="{num(y)}"{where}>{escape(text)}</text>' if text else ""


def stroke(x1: float, y1: float, x2: float, y2: float, classes: str) -> str:
    """A straight line."""
    return f'<line class="{classes}" x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"/>'


def marker(x: float, y: float, role: str, size: float) -> str:
    """A dot whose shape says the side as well as its colour does; `size` is half its height, about."""
    classes = f"dot series-{role}"
    if role == "rental":
        edge = num(size * 1.8)
        left, top = num(x - size * 0.9), num(y - size * 0.9)
        return f'<rect class="{classes}" x="{left}" y="{top}" width="{edge}" height="{edge}"/>'
    corners = _CORNERS.get(role)
    if corners is None:
        return f'<circle class="{classes}" cx="{num(x)}" cy="{num(y)}" r="{num(size)}"/>'
    places = "L".join(f"{num(x + dx * size)} {num(y + dy * size)}" for dx, dy in corners)
    return f'<path class="{classes}" d="M{places}Z"/>'


_CORNERS = {
    "api": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "twin": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "other": ((-1.2, -0.4), (1.2, -0.4), (1.2, 0.4), (-1.2, 0.4)),
}


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
    cells = "".join([f'<td class="to-right">{escape(cell)}</td>' for cell in row[1:]])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


def figure_html(chart: Chart) -> str:
    """The inner HTML of a figure: a caption that states the finding, the picture, the figures."""
    return f"<figcaption>{escape(chart.title)}</figcaption>{chart.wide}{chart.narrow}{chart.table}"
