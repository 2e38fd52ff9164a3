"""What the named charts share: figures on an axis, stacked bars, the facts behind totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from calc import results, text
from calc.chart import Bar, Chart, Segment
from calc.chart.model import Role
from calc.engine.evaluate import Evaluation
from calc.engine.grounds import facts_of
from calc.engine.sweep import number
from calc.facts.fact import Fact
from calc.parts.markup import Args, Page

Draw = Callable[[Page, Args], Chart | str | None]  # a finding without a picture is a sentence
Parts = Iterable[tuple[str, str]]  # label and quantity of each part of a bar


def usd(value: float) -> str:
    """Money on an axis: no cents where there are none."""
    return text.words(value, "usd_per_month").removesuffix(".00")


def rate(value: float) -> str:
    """A rate on an axis."""
    return text.words(value, "usd_per_mtok").removesuffix(".00")


def count(value: float) -> str:
    """A count on an axis."""
    return text.words(value, "count")


def plain(unit: str) -> Callable[[float], str]:
    """Figures of a unit on an axis, without it."""
    return lambda value: text.words(value, unit, style="bare")


def stack(ev: Evaluation, label: str, role: Role, total: str, parts: Parts) -> Bar:
    """A bar of what a quantity is made of."""
    segments = tuple(Segment(name, role, number(ev.get(q)), results.words(ev, q)) for name, q in parts)
    return Bar(label, role, number(ev.get(total)), text=results.words(ev, total), segments=segments)


def behind(page: Page, *totals: str) -> list[Fact]:
    """The facts that some quantities rest on."""
    return [fact for total in totals for fact in facts_of(page.evaluation, total)]
