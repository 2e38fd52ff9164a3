"""Charts as accessible SVG text: line, bars, stacked bars, ranges, sparkline.

Data in, text out; the same bytes at build and in the browser.  Colours are CSS classes only.  Each chart is drawn
twice, for a wide and for a narrow column, because text in a scaled picture shrinks with it; CSS shows one of them.
"""

from calc.chart.bar import bars, stacked_bar
from calc.chart.frame import figure_html
from calc.chart.line import line
from calc.chart.model import Axis, Bar, Chart, Mark, Point, Range, Segment, Series
from calc.chart.ranges import range_chart
from calc.chart.sparkline import sparkline

__all__ = [
    "Axis",
    "Bar",
    "Chart",
    "Mark",
    "Point",
    "Range",
    "Segment",
    "Series",
    "bars",
    "figure_html",
    "line",
    "range_chart",
    "sparkline",
    "stacked_bar",
]
