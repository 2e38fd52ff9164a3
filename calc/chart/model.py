"""What a chart is made of: plain frozen records, without any knowledge of pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Role = Literal["local", "api", "twin", "rental", "other"]
MarkKind = Literal["rule", "limit", "tip", "you"]


def plain_text(value: float) -> str:
    """Write a number in the shortest way; the guide passes its own formatter, with units, instead."""
    return f"{value:.6g}"


@dataclass(frozen=True)
class Point:
    """One value of a series, in the units of the axes; `y=None` is unknown and interrupts the line."""

    x: float
    y: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """One line.  `role` gives colour, dash and marker; `label_text` is written at the end of the line."""

    name: str
    role: Role
    points: tuple[Point, ...]
    dash: str | None = None  # SVG dash array such as "6 3"; None leaves it to the role's style
    label_text: str = ""  # empty: the name


@dataclass(frozen=True)
class Mark:
    """A remark on a line chart.

    `rule` is a vertical line ("the price changes"), `limit` a line beyond which the picture is shaded
    ("the box is full"), `tip` a dot where the answer changes, `you` a ring at the reader's own figures.
    Without a `y` a `tip` or `you` is drawn as a rule.
    """

    x: float
    y: float | None
    text: str
    kind: MarkKind = "rule"


@dataclass(frozen=True)
class Axis:
    """One axis.  It always reaches over all data; `low` and `high` make it reach further.

    Ticks are chosen (steps of 1, 2, 2.5, 5 or 10 x 10^n) unless `ticks` names them; `tick_texts` then gives
    their words, otherwise `text_of` does.  `zero` lets a linear axis start at 0 at the latest.  A log axis
    cannot show 0 or less: such points are left out of the line but stay in the table.  `missing` is what a point
    without a value says in the table.
    """

    title: str = ""
    text_of: Callable[[float], str] = plain_text
    ticks: tuple[float, ...] = ()
    tick_texts: tuple[str, ...] = ()
    scale: Literal["linear", "log"] = "linear"
    low: float | None = None
    high: float | None = None
    zero: bool = True
    missing: str = "unknown"

    def text(self, value: float | None) -> str:
        """Write a value of this axis, or the words for a missing one."""
        return self.missing if value is None else self.text_of(value)

    def tick_text(self, tick: float) -> str:
        """Write a tick: in the words given for it, or as any value."""
        given = dict(zip(self.ticks, self.tick_texts, strict=False))
        return given[tick] if tick in given else self.text_of(tick)


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar; `text` is its value in words."""

    label: str
    role: Role
    value: float | None
    text: str


@dataclass(frozen=True)
class Bar:
    """One bar.  `text` is the value in words; in a stacked bar it is the total, at the end of the bar."""

    label: str
    role: Role
    value: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""
    segments: tuple[Segment | tuple[str, Role, float | None, str], ...] = ()

    def parts(self) -> tuple[Segment, ...]:
        """Return the segments as records, whichever way they were given."""
        return tuple(part if isinstance(part, Segment) else Segment(*part) for part in self.segments)


@dataclass(frozen=True)
class Range:
    """One dot with its range; any of the three values may be unknown.  `text` is all of it in words."""

    label: str
    role: Role
    low: float | None
    mid: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class Chart:
    """A finished chart: the same picture for wide and for narrow columns, and the figures as a table.

    Two pictures, because text in a scaled picture shrinks with it: one picture that is calm at 700 px is
    unreadable in a phone's column.  CSS shows the one that fits; the other is in no accessibility tree.
    """

    id: str
    title: str
    desc: str
    wide: str
    narrow: str
    table: str
