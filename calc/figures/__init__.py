"""The named charts of the guide: what each shows, taken from the reader's scenario."""

from __future__ import annotations

from html import escape

from calc import text
from calc.chart import figure_html
from calc.facts.fact import Fact
from calc.figures import bill, break_even_over_time, cost, evidence, local, owning, prices_over_time, street, week
from calc.figures.pieces import Draw
from calc.parts.markup import Args, Page, publishers

GROUPS = (cost, bill, owning, evidence, local, prices_over_time, break_even_over_time, street, week)
CHARTS: dict[str, Draw] = {name: draw for group in GROUPS for name, draw in group.CHARTS.items()}
FACTS = {name: group.facts for group in GROUPS for name in group.CHARTS}


def figure(page: Page, args: Args) -> str:
    """The inner HTML of a named chart's figure.  Raises KeyError where there is no such chart."""
    name = args["chart"]
    if name not in CHARTS:
        raise KeyError(f"no chart {name!r}; there are {', '.join(CHARTS)}")
    chart = CHARTS[name](page, args)
    if chart is None:
        return "<figcaption>Nothing is known to draw.</figcaption>"
    if isinstance(chart, str):
        return f"<figcaption>{escape(chart)}</figcaption>"
    return figure_html(chart) + _origin(page, FACTS[name](page, args))


def _origin(page: Page, facts: list[Fact]) -> str:
    """Whose facts a chart shows, and as of when."""
    names = " · ".join(publishers(page, facts))
    return f'<p class="chart__from">As of {text.day(page.evaluation.snapshot.day)} · {escape(names)}</p>'
