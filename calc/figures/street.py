"""Street prices of hardware: scattered dated observations, shown as ranges and never as an offer."""

from __future__ import annotations

from calc import text
from calc.chart import Axis, Chart, Range, range_chart
from calc.facts.fact import Fact
from calc.figures.pieces import Draw
from calc.parts.dated import is_later
from calc.parts.explain import fact_words
from calc.parts.markup import Args, Page
from calc.results import choice_label
from calc.tables.observed import observations

CONDITIONS = {"used_usd": "Used", "new_usd": "New"}


def street_prices(page: Page, _args: Args) -> Chart | None:
    """All that was seen of a piece of hardware's price; what was seen after the day is grey and says so."""
    seen = _seen(page)
    if not seen:
        return None
    name = choice_label(page.evaluation, "hardware")
    items = tuple(_range(page, label, fact) for label, fact in seen)
    return range_chart(
        "street-prices", f"{name}: what was asked, and when", items, Axis("", lambda value: text.words(value, "usd"))
    )


def _seen(page: Page) -> list[tuple[str, Fact]]:
    hardware = page.evaluation.get("hardware")
    known = page.evaluation.snapshot.has("hardware", hardware)
    return observations(page, "hardware", hardware, CONDITIONS) if known else []


def _range(page: Page, label: str, fact: Fact) -> Range:
    low, high = (float(end) if end is not None else None for end in (fact.low, fact.high))
    later = is_later(page.evaluation.snapshot, fact.date)
    words = f"{label}, {text.day(fact.date)}{' (later)' if later else ''}"
    return Range(
        words, "other" if later else "local", low, _middle(fact), high, fact_words(fact, "range").replace(".00", "")
    )


def _middle(fact: Fact) -> float | None:
    """What was asked; where only a range was, the middle that stands for it elsewhere is no observation."""
    if fact.low is not None and fact.high is not None and 2 * fact.number == float(fact.low) + float(fact.high):
        return None
    return fact.number


def facts(page: Page, _args: Args) -> list[Fact]:
    """What is drawn."""
    return [fact for _, fact in _seen(page)]


CHARTS: dict[str, Draw] = {"street_prices": street_prices}
