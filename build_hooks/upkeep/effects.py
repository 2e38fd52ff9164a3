"""What a change of the data does to the answers: default results, break-evens, claims and verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from build_hooks.claims import ClaimError, holds
from build_hooks.site import Site
from build_hooks.upkeep.rows import RowChange
from calc import results, scenario
from calc.calculators import CALCULATORS, PRESETS
from calc.engine.evaluate import Evaluation
from calc.errors import CalcError, Problems
from calc.facts.moments import begins
from calc.model import GRAPH

ABSENT = "—"
BREAK_EVENS = ("break_even_months", "break_even_requests_per_day", "twin_break_even_months")
# For a record that changed, the input that puts it into the default workload.
CHOICE_OF = {
    "api_model": "api_model",
    "hardware": "hardware",
    "tariff": "tariff",
    "open_model": "open_model",
    "rental": "rental_hardware",
}
ANSWERS = ("api_usd_per_month", "local_total_usd_per_month", "rental_total_usd_per_month", *BREAK_EVENS)
MOST_CASES = 12
_FIGURE = re.compile(r"[$~–−+-]?\d[\d,.]*%?")

Values = Mapping[str, Any]
ClaimState = Literal["holds", "fails", "cannot be computed", "has no expression", "is not there"]


@dataclass(frozen=True)
class Case:
    """A workload that is looked at on both sides: its name, what is set in it, and on which day (empty: edition)."""

    label: str
    values: Values
    day: str = ""


@dataclass(frozen=True)
class Effect:
    """A quantity of a case, in words and as numbers, before and after."""

    case: str
    quantity: str
    old: str
    new: str
    old_number: str | None = None
    new_number: str | None = None


@dataclass(frozen=True)
class Flip:
    """A claim whose state differs."""

    claim: str
    title: str
    expression: str
    old: ClaimState
    new: ClaimState
    reason: str = ""


@dataclass(frozen=True)
class Verdict:
    """The verdict of a case that reads differently; `words` whether more than its numbers differ."""

    case: str
    old: str
    new: str
    words: bool


def headline_quantities() -> list[str]:
    """The quantities that the calculators answer with, each once."""
    return list(dict.fromkeys(name for one in CALCULATORS for name in one.results))


def default_case() -> Case:
    """The workload that the pages show."""
    return Case("default", {})


def preset_cases() -> list[Case]:
    """The named workloads."""
    return [Case(preset.label, preset.values) for preset in PRESETS]


def touched_cases(changes: Iterable[RowChange]) -> list[Case]:
    """The default workload with each record that changed."""
    found: dict[str, Case] = {}
    for change in changes:
        choice = CHOICE_OF.get(change.table)
        if choice is None or change.kind == "again":
            continue
        found.setdefault(change.record, Case(change.record, {choice: change.record}))
    return list(found.values())[:MOST_CASES]


def other_than_default(site: Site, cases: Iterable[Case]) -> list[Case]:
    """The cases that set something else than the default workload has anyway."""
    return [case for case in cases if any(site.evaluation.get(name) != value for name, value in case.values.items())]


def later_cases(changes: Iterable[RowChange], edition: str) -> list[Case]:
    """The same on the first day of each new row that begins after the edition."""
    found = []
    for change in changes:
        choice, day = CHOICE_OF.get(change.table), begins(change.since)[:10]
        if choice is not None and change.new is not None and day > edition:
            found.append(Case(f"{change.record} on {day}", {choice: change.record}, day))
    return found[:MOST_CASES]


def evaluation(site: Site, case: Case) -> Evaluation | None:
    """A case on a side; None where what it sets is not known there."""
    try:
        parsed = scenario.parse(GRAPH, site.catalog, case.values, case.day or None)
    except (Problems, CalcError):
        return None
    return results.evaluation(GRAPH, site.catalog, parsed)


def effects(old: Site, new: Site, case: Case, names: Iterable[str]) -> Iterator[Effect]:
    """The quantities of a case that differ."""
    before, after = evaluation(old, case), evaluation(new, case)
    for name in names:
        was, now = _words(before, name), _words(after, name)
        if was != now:
            yield Effect(case.label, name, was, now, _number(before, name), _number(after, name))


def _words(side: Evaluation | None, name: str) -> str:
    return ABSENT if side is None else results.words(side, name)


def _number(side: Evaluation | None, name: str) -> str | None:
    value = None if side is None else results.shown(side.get(name))
    return None if isinstance(value, bool) or not isinstance(value, int | float) else repr(value)


def verdicts(old: Site, new: Site, cases: Iterable[Case]) -> Iterator[Verdict]:
    """The verdicts that read differently."""
    for case in cases:
        was, now = (_words(evaluation(site, case), "verdict") for site in (old, new))
        if was != now:
            yield Verdict(case.label, was, now, _without_figures(was) != _without_figures(now))


def _without_figures(text: str) -> str:
    return _FIGURE.sub("#", text)


def flips(old: Site, new: Site) -> Iterator[Flip]:
    """The claims whose state differs, or that fail now."""
    for name in dict.fromkeys([*old.claims, *new.claims]):
        (was, _), (now, reason) = _state(old, name), _state(new, name)
        if was != now or now in ("fails", "cannot be computed"):
            record = (new.claims if name in new.claims else old.claims)[name]
            yield Flip(name, record["title"], record.get("holds_if") or "", was, now, reason)


def _state(site: Site, name: str) -> tuple[ClaimState, str]:
    if name not in site.claims:
        return "is not there", ""
    expression = site.claims[name].get("holds_if")
    if not expression:
        return "has no expression", ""
    try:
        return ("holds", "") if holds(expression, site.evaluation) else ("fails", "")
    except ClaimError as error:
        return "cannot be computed", str(error)
