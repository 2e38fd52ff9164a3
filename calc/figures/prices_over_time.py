"""Prices over time: what a model charged, what the cheapest and the middle model of a tier charged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from calc import history, text
from calc.catalog import Fact, PriceInForce, row_fact
from calc.chart import Axis, Chart, Series, line
from calc.chart.model import Role
from calc.drift import TIER_NAMES, TIERS, State, with_a_middle
from calc.drift_lookups import all_states
from calc.evaluate import Evaluation
from calc.explain import choice_label
from calc.figures.days import Dated, stairs, time_axis
from calc.figures.pieces import Args, Draw, rate
from calc.markup import Page
from calc.rules import CUSTOM

AFTER_DAYS = 60  # how far an announced price is drawn
DASHES = {"small": "none", "mid": "8 5", "frontier": "2 5"}
PLAIN = "none"


def price_history(page: Page, _args: Args) -> Chart | None:
    """Input and output rate of the chosen API model since its first row, and what is announced."""
    ev = page.evaluation
    model = ev.get("api_model")
    found = [] if model == CUSTOM else [one for one in history.rows(ev.snapshot, model) if not one.row.announced]
    found = [one for one in found if history.begun(ev.snapshot, one.row.since)]
    if not found:
        return None
    coming = [one for one in history.rows(ev.snapshot, model) if one.row.announced]
    last = _later(history.first(coming[-1].row.since), AFTER_DAYS) if coming else ev.snapshot.day
    lines = []
    kinds: tuple[tuple[str, str, Role], ...] = (
        ("output", "output_usd_per_mtok", "api"),
        ("input", "input_usd_per_mtok", "twin"),
    )
    for label, field, role in kinds:
        lines.append(Series(label, role, stairs(_rates(found, field), ev.snapshot.day), dash=PLAIN))
        if coming:
            start = [(ev.snapshot.day, _rates(found, field)[-1][1])]
            points = stairs([*start, *_rates(coming, field)], last)
            lines.append(Series(f"{label}, announced", role, points, dash="3 5"))
    return line(
        "price-history",
        _history_title(ev, found),
        lines,
        time_axis(history.first(found[0].row.since), last),
        Axis("$ per 1M tokens", rate),
    )


def _rates(rows: Sequence[PriceInForce], field: str) -> list[Dated]:
    return [(history.first(one.row.since), float(getattr(one.row, field))) for one in rows]


def _later(day: str, days: int) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + days).isoformat()


def _history_title(ev: Evaluation, found: Sequence[PriceInForce]) -> str:
    name = choice_label(ev, "api_model")
    steps = {history.rates(one.row) for one in found}
    since = text.day(found[0].row.since)
    if len(steps) == 1:
        return f"{name} has charged the same since {since}"
    return f"{name} has charged {len(steps)} different prices since {since}"


def _tier_states(ev: Evaluation) -> dict[str, list[State]]:
    return {tier: all_states(ev.overlay({"price_tier": tier})) for tier in TIERS}


def tier_cheapest(page: Page, _args: Args) -> Chart | None:
    """Price of the cheapest model of each tier, at the workload's mix of input and output."""
    ev = page.evaluation
    found = {tier: [(one.day, one.cheapest_usd_per_mtok) for one in all_] for tier, all_ in _tier_states(ev).items()}
    return _tiers("tier-cheapest", "The cheapest model of each tier", found, ev)


def tier_median(page: Page, _args: Args) -> Chart | None:
    """Middle price of the models of each tier, from the day on which a tier has at least three."""
    ev = page.evaluation
    found = {
        tier: [(one.day, one.median_usd_per_mtok) for one in with_a_middle(all_)]
        for tier, all_ in _tier_states(ev).items()
    }
    return _tiers("tier-median", "The middle model of each tier", found, ev)


def _tiers(chart_id: str, title: str, found: Mapping[str, Sequence[Dated]], ev: Evaluation) -> Chart | None:
    lines = [
        Series(TIER_NAMES[tier], "api", stairs(values, ev.snapshot.day), dash=DASHES[tier])
        for tier, values in found.items()
        if values
    ]
    if not lines:
        return None
    first = min(values[0][0] for values in found.values() if values)
    fell = [TIER_NAMES[tier] for tier, values in found.items() if values and (values[-1][1] or 0) < (values[0][1] or 0)]
    said = f"{title} costs less than it did, in {len(fell)} of {len(lines)} tiers"
    axis = Axis("$ per 1M tokens of this workload", rate, scale="log")
    return line(chart_id, said, lines, time_axis(first, ev.snapshot.day), axis)


def facts(page: Page, args: Args) -> list[Fact]:
    """The rows that are drawn."""
    ev = page.evaluation
    if args["chart"] == "price_history":
        found = [] if ev.get("api_model") == CUSTOM else history.rows(ev.snapshot, ev.get("api_model"))
    else:
        found = [one.cheapest for states in _tier_states(ev).values() for one in states]
    return [row_fact(one, "output_usd_per_mtok", one.row.output_usd_per_mtok) for one in found]


CHARTS: dict[str, Draw] = {
    "price_history": price_history,
    "tier_cheapest": tier_cheapest,
    "tier_median": tier_median,
}
