"""What people type in a notebook or in the site's console.  Small on purpose; everything goes through the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from calc import door, listing, scenario
from calc.errors import CalcError, did_you_mean
from calc.facts.fact import Fact
from calc.model import GRAPH
from calc.parts.explain import split_key


@dataclass(frozen=True, repr=False)
class Answer:
    """A quantity for one scenario: `value` is a number, a text or a flag; None for never (status known) and unknown.

    `low` and `high` are there where the scenario or the model has a range.  `float(answer)` is its number.
    """

    quantity: str
    value: Any
    text: str
    unit: str
    status: str
    as_of: str
    low: float | None
    high: float | None
    pinned: list[str]
    facts: list[dict[str, Any]]
    reason: str = ""
    reasons: tuple[str, ...] = ()  # why it is unknown or a floor, and what else a reader must know

    def __repr__(self) -> str:
        ends = ("never" if end is None else f"{end:.6g}" for end in (self.low, self.high))
        spread = "" if self.low is None and self.high is None else f", {' to '.join(ends)} {self.unit}"
        why = f", {self.reason}" if self.reason else ""
        return f"{self.quantity}: {self.text}{spread}{why} (as of {self.as_of})"

    def __float__(self) -> float:
        if isinstance(self.value, str | bool) or self.value is None:
            raise TypeError(f"{self.quantity} is {self.text!r}, which is no number")
        return float(self.value)


def compute(name: str, /, as_of: str | None = None, **changes: Any) -> Answer:
    """A quantity, input or lookup under changes to the default scenario.

    Values are as a reader would type them or as JSON: 2000, "2k", "30%", (0.1, 0.3), True, "nvidia/rtx-3090".
    Raises Problems or CalcError, each saying what was expected.
    """
    found = door.answer({"call": "evaluate", "quantity": name, "scenario": changes, "as_of": as_of})
    return Answer(**{one.name: found[one.name] for one in fields(Answer) if one.name in found})


def vary(name: str, /, over: str, values: Iterable[Any], as_of: str | None = None, **changes: Any) -> list[Answer]:
    """The quantity for each value of one input, in order."""
    return [compute(name, as_of, **{**changes, over: value}) for value in values]


def names(word: str = "") -> list[str]:
    """Every name that `compute` takes and a scenario may set, or those in whose name, label or help the word stands."""
    wanted = word.lower()
    return [
        name
        for name, node in GRAPH.nodes.items()
        if not node.hidden and wanted in f"{name} {node.label} {node.help}".lower()
    ]


def about(name: str) -> dict[str, Any]:
    """What a name means: kind, unit, label, help, range, and what may be chosen."""
    return listing.described(scenario.find(GRAPH, name), door.catalog())


def fact(key: str, as_of: str | None = None) -> Fact:
    """The value of the data set in force on a day, such as `hardware.nvidia/rtx-3090.memory_gb`.  Raises CalcError."""
    catalog = door.catalog()
    snapshot = catalog.at(scenario.parse_day(as_of) if as_of else catalog.edition)
    table, record, field = split_key(key)
    found = snapshot.fact(table, record, field)
    if found is None:
        hint = did_you_mean(record, snapshot.ids(table)) if not snapshot.has(table, record) else ""
        raise CalcError("unknown_fact", "key", f"the table.id.field of a fact known on {snapshot.day}", key, hint)
    return found
