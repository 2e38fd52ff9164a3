"""Street prices of hardware: scattered dated observations, shown as ranges and never as an offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from build_hooks.generated.page import said_by
from calc import text
from calc.chart import Axis, Range, figure_html, range_chart
from calc.markup import Page, Row, table

CONDITIONS = (("Used", "used_usd"), ("New", "new_usd"))
Seen = tuple[str, Mapping[str, Any]]


def prices(page: Page, name: str, stored: Mapping[str, Any]) -> str:
    """A chart of all observations, and a table that says where each was read; nothing where there are none."""
    seen = list(_observations(stored))
    if not seen:
        return ""
    chart = range_chart(
        "street-prices",
        f"{name}: what was asked, and when",
        tuple(_range(label, row) for label, row in seen),
        Axis("", lambda usd: text.words(usd, "usd").removesuffix(".00")),
    )
    return f'<figure class="part part--chart">{figure_html(chart)}</figure>{_table(page, seen)}'


def _observations(stored: Mapping[str, Any]) -> Iterator[Seen]:
    """Newest first, used before new."""
    for label, field in CONDITIONS:
        for row in reversed(stored["values"].get(field, ())):
            yield label, row


def _number(row: Mapping[str, Any], key: str) -> float | None:
    return float(row[key]) if row.get(key) is not None else None


def _words(row: Mapping[str, Any]) -> str:
    low, high, value = (_number(row, key) for key in ("low", "high", "value"))
    middle = value if value is not None else ((low or 0) + (high or 0)) / 2
    return text.words(middle, "usd", low, high)


def _range(label: str, row: Mapping[str, Any]) -> Range:
    low, high, value = (_number(row, key) for key in ("low", "high", "value"))
    return Range(f"{label}, {text.day(str(row['since']))}", "local", low, value, high, _words(row))


def _table(page: Page, seen: list[Seen]) -> str:
    rows = []
    for label, row in seen:
        read = said_by(page, row["source"], row["how"], row["checked"], row.get("note", ""))
        rows.append(Row((f"{label}, {text.day(str(row['since']))}", escape(_words(row)), read)))
    return table("Each price with its source", ("", "Price", "Where we have it from"), rows, (1,))
