"""Charts over time: what a model charged, what a tier's cheapest and middle charged, how the break-even moved.

The box is today's throughout: its price, its power and its speed have hardly any history in our data, so it stands
still and the APIs move past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from calc import history, results, text
from calc.catalog import Fact, PriceInForce, row_fact
from calc.chart import Axis, Chart, Mark, Point, Series, line
from calc.chart.model import Role
from calc.drift import TIERS, State, stretches, with_a_middle
from calc.drift_lookups import all_states
from calc.evaluate import CUSTOM, Evaluation, facts_of
from calc.explain import choice_label
from calc.markup import Page
from calc.options import API_PINS
from calc.sweep import number

Args = Mapping[str, Any]
Dated = tuple[str, float | None]  # from a day on, a value; None: unknown or never
BILL, OWN = "api_usd_per_month", "local_total_usd_per_month"
AFTER_DAYS = 60  # how far an announced price is drawn
DASHES = {"small": "none", "mid": "8 5", "frontier": "2 5"}
TIER_NAMES = {"small": "small", "mid": "middle", "frontier": "frontier"}
PLAIN = "none"


def place(day: str) -> float:
    """A day as a place on an axis."""
    return float(date.fromisoformat(day[:10]).toordinal())


def _day(value: float) -> str:
    return text.day(date.fromordinal(round(value)).isoformat())


def time_axis(first: str, last: str) -> Axis:
    """An axis of days with a tick at each year, or at each quarter of a short time."""
    start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    every = 12 if (end - start).days > 900 else 6 if (end - start).days > 500 else 3
    months = [(year, month) for year in range(start.year, end.year + 1) for month in range(1, 13, every)]
    ticks = [one for year, month in months if start <= (one := date(year, month, 1)) <= end]
    words = tuple(text.day(f"{one.year}-{one.month:02}") for one in ticks)
    return Axis("", _day, ticks=tuple(float(one.toordinal()) for one in ticks), tick_texts=words, zero=False)


def stairs(values: Iterable[Dated], until: str) -> tuple[Point, ...]:
    """Steps: each value holds from its day until the next one's, the last until a day."""
    points: list[Point] = []
    for day, value in values:
        if points:
            points.append(Point(place(day), points[-1].y))
        points.append(Point(place(day), value))
    if points and points[-1].x < place(until):
        points.append(Point(place(until), points[-1].y))
    return tuple(points)


def usd(value: float) -> str:
    """Money on an axis: no cents where there are none."""
    return text.words(value, "usd").removesuffix(".00")


def rate(value: float) -> str:
    """A rate on an axis."""
    return text.words(value, "usd_per_mtok").removesuffix(".00")


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


def _chosen(ev: Evaluation) -> list[tuple[str, Evaluation | None]]:
    """The scenario under each price row of the chosen model; None where it could not be called."""
    model = ev.get("api_model")
    if model == CUSTOM:
        return []
    found: dict[str, Evaluation | None] = {}
    for one in stretches(ev.snapshot, model):
        found[one.first] = ev.overlay({"api_price_row": one.priced})
        if one.end <= ev.snapshot.day[:10]:
            found[one.end] = None  # until the next row, if it begins that day
    return list(found.items())


def _cheapest(ev: Evaluation) -> list[tuple[str, Evaluation]]:
    """The scenario with the cheapest model of the tier, on each day on which another became it."""
    found: list[tuple[str, Evaluation]] = []
    before: PriceInForce | None = None
    for state in all_states(ev):
        if before is None or (state.cheapest.model, state.cheapest.row) != (before.model, before.row):
            unset = tuple(name for name in API_PINS if name in ev.pins)
            with_row = {"api_model": state.cheapest.model, "api_price_row": state.cheapest}
            found.append((state.day, ev.overlay(with_row, tuple(one for one in unset if one not in with_row))))
        before = state.cheapest
    return found


def _values(branches: Sequence[tuple[str, Evaluation | None]], quantity: str) -> list[Dated]:
    return [(day, None if one is None else number(one.get(quantity))) for day, one in branches]


def bill_history(page: Page, _args: Args) -> Chart | None:
    """The bill of the chosen model and of its tier's cheapest over time, against today's box."""
    ev = page.evaluation
    cheapest, chosen = _cheapest(ev), _chosen(ev)
    if not cheapest:
        return None
    day, first = ev.snapshot.day, min(one[0][0] for one in (cheapest, chosen) if one)
    tier = TIER_NAMES[str(ev.get("price_tier"))]
    lines = [Series(f"Cheapest {tier} model", "api", stairs(_values(cheapest, BILL), day), label_text="cheapest")]
    if any(value is not None for _, value in _values(chosen, BILL)):
        name = choice_label(ev, "api_model")
        lines.append(Series(name, "twin", stairs(_values(chosen, BILL), day), dash=PLAIN))
    own = number(ev.get(OWN))
    if own is not None:
        lines.append(Series("Own box, as today", "local", stairs([(first, own)], day), label_text="own box"))
    return line("bill-history", _bill_title(cheapest, own, tier), lines, time_axis(first, day), Axis("$ a month", usd))


def _bill_title(cheapest: Sequence[tuple[str, Evaluation | None]], own: float | None, tier: str) -> str:
    values = [value for _, value in _values(cheapest, BILL) if value is not None]
    if own is None or not values:
        return f"What the cheapest {tier} model would have charged for this workload"
    if values[0] > own >= values[-1]:
        return f"The cheapest {tier} model once cost more than today's box, and now costs less"
    if values[-1] > own:
        return f"The cheapest {tier} model still costs more than today's box"
    return f"The cheapest {tier} model has never cost more than today's box"


def break_even_history(page: Page, _args: Args) -> Chart | None:
    """From how many requests a day today's box would have been no dearer than the cheapest model of the tier."""
    ev = page.evaluation
    cheapest = _cheapest(ev)
    if not cheapest:
        return None
    q, day = "break_even_requests_per_day", ev.snapshot.day
    values = _values(cheapest, q)
    if all(value is None for _, value in values):
        return None
    tier = TIER_NAMES[str(ev.get("price_tier"))]
    lines = [Series("Tipping point", "local", stairs(values, day), label_text="box pays from")]
    full, asked = number(ev.get("capacity_requests_per_day")), number(ev.get("requests_per_day"))
    if full is not None:
        lines.append(
            Series("The box is full", "other", stairs([(cheapest[0][0], full)], day), label_text="box is full")
        )
    marks = () if asked is None else (Mark(place(day), asked, "you", "you"),)
    title = _tipping_title(values, tier, results.words(cheapest[-1][1], q))
    return line(
        "break-even-history", title, lines, time_axis(cheapest[0][0], day), Axis("requests a day", _count), marks
    )


def _count(value: float) -> str:
    return text.words(value, "count")


def _tipping_title(values: Sequence[Dated], tier: str, now: str) -> str:
    known = [value for _, value in values if value is not None]
    if values[-1][1] is None:
        return f"Against the cheapest {tier} model the box used to pay at some volume; today it does not at any"
    if known[0] < known[-1]:
        return f"Against the cheapest {tier} model it takes ever more requests a day for the box to pay: {now} today"
    return f"Against the cheapest {tier} model the box pays from {now} requests a day"


def facts(page: Page, chart: str) -> list[Fact]:
    """The facts that one of these charts rests on."""
    ev = page.evaluation
    if chart == "price_history":
        found = [] if ev.get("api_model") == CUSTOM else history.rows(ev.snapshot, ev.get("api_model"))
        return [row_fact(one, "output_usd_per_mtok", one.row.output_usd_per_mtok) for one in found]
    tiers = TIERS if chart.startswith("tier_") else (str(ev.get("price_tier")),)
    rows = [one.cheapest for tier in tiers for one in all_states(ev.overlay({"price_tier": tier}))]
    shown = [row_fact(one, "output_usd_per_mtok", one.row.output_usd_per_mtok) for one in rows]
    return shown + (facts_of(ev, OWN) if not chart.startswith("tier_") else [])


CHARTS_TIME: dict[str, Callable[[Page, Args], Chart | None]] = {
    "price_history": price_history,
    "tier_cheapest": tier_cheapest,
    "tier_median": tier_median,
    "bill_history": bill_history,
    "break_even_history": break_even_history,
}
