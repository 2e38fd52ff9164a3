"""A fact: one value with all that is needed to cite it, whether from a dated row, a price row or a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calc.facts.price_rows import PriceInForce
from calc.text import plain
from calc.units import unit_of


@dataclass(frozen=True)
class Fact:
    """One value in force on the day asked for, with everything needed to cite it."""

    key: str
    value: str
    unit: str
    date: str
    checked: str
    how: str
    source: str
    file: str
    line: int
    low: str | None = None
    high: str | None = None
    note: str = ""
    basis: str = "documented"
    announced: bool = False

    @property
    def number(self) -> float:
        """The value as a float, for arithmetic."""
        return float(self.value)

    @property
    def content(self) -> float | str:
        """The value as a float where it is a number, else its text."""
        try:
            return float(self.value)
        except ValueError:
            return self.value


def fact_of(key: str, file: str, row: Mapping[str, Any]) -> Fact:
    """A dated row of a record as a fact; the middle stands for an observation that is given as a range."""
    unit = unit_of(key)
    low, high = row.get("low"), row.get("high")
    value = row.get("value")
    if value is None and low is not None and high is not None:
        value = plain((float(low) + float(high)) / 2)
    return Fact(
        key=key,
        value=str(value),
        unit=unit.symbol if unit else "",
        date=row["since"],
        checked=row["checked"],
        how=row["how"],
        source=row["source"],
        file=file,
        line=row.get("line", 0),
        low=low,
        high=high,
        note=row.get("note", ""),
        basis=row.get("basis", "documented"),
        announced=row.get("announced", False),
    )


def row_fact(priced: PriceInForce, field_name: str, text: str, source: str | None = None) -> Fact:
    """A figure of a price row as a fact; from the row's source unless a part of the row names its own."""
    row = priced.row
    unit = unit_of(field_name)
    return Fact(
        key=f"{priced.key}.{field_name}",
        value=text,
        unit=unit.symbol if unit else "",
        date=row.since,
        checked=row.checked,
        how=row.how,
        source=source or row.source,
        file=priced.file,
        line=row.line_of(field_name, text),
        note=row.note,
        basis=row.basis,
        announced=row.announced,
    )


def calendar_fact(name: str, record: Mapping[str, Any]) -> Fact:
    """How many days a calendar leaves out, as a fact."""
    fields = record["fields"]
    return Fact(
        key=f"calendar.{name}.days_count",
        value=str(len(fields["days"])),
        unit="",
        date=fields["covers_from"],
        checked=fields["checked"],
        how=fields["how"],
        source=fields["source"],
        file=record["file"],
        line=record["line"],
        note=f"Complete up to {fields['covers_through']}. {fields.get('note', '')}".strip(),
    )
