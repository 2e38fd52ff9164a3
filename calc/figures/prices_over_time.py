"""Prices over time: what a model charged, what the cheapest and the middle model of a tier charged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from calc import text
from calc.chart import Axis, Chart, Mark, Series, line
from calc.chart.model import Role
from calc.engine.evaluate import Evaluation
from calc.engine.rules import CUSTOM
from calc.facts import history
from calc.facts.catalog import Snapshot
from calc.facts.drift import TIER_NAMES, TIERS, Cheapest, cheapest_over_time, middle_over_time, with_a_middle
from calc.facts.fact import Fact, row_fact
from calc.facts.records_api import PriceRow
from calc.figures.days import Dated, later, looked_at, place, stairs, time_axis, until, whole
from calc.figures.pieces import Draw, rate
from calc.lookups.drift import mix_of
from calc.parts.markup import Args, Page

Rows = Sequence[PriceRow]

AFTER_DAYS = 60  # how far an announced price is drawn, and the least that a picture reaches back
DASHES = {"small": "none", "mid": "8 5", "frontier": "2 5"}
PLAIN, DASHED = "none", "3 5"
LINES: tuple[tuple[str, str, Role], ...] = (
    ("output", "output_usd_per_mtok", "api"),
    ("input", "input_usd_per_mtok", "twin"),
)


def price_history(page: Page, _args: Args) -> Chart | None:
    """Input and output rate of the chosen API model since its first row, and what is announced."""
    snapshot, model = page.evaluation.snapshot, page.evaluation.get("api_model")
    rows = [] if model == CUSTOM else [one.row for one in history.rows(snapshot, model)]
    held, coming = [one for one in rows if not one.announced], [one for one in rows if one.announced]
    if not held:
        return None
    now = whole(snapshot).day
    first = min(history.first(held[0].since), later(now, -AFTER_DAYS))
    last = max([now[:10], *(later(history.first(one.since), AFTER_DAYS) for one in coming)])
    series = [made for one in LINES for made in _lines(*one, held, coming, now[:10])]
    marks = looked_at(snapshot) or ([Mark(place(now), None, "this edition", "rule")] if coming else [])
    title, axis = history_title(snapshot, held, coming), Axis("$ per 1M tokens", usd_exact, missing="no price")
    return line("price-history", title, series, time_axis(first, last), axis, marks)


def _lines(label: str, field: str, role: Role, held: Rows, coming: Rows, now: str) -> Iterator[Series]:
    """What held, as a solid step line, and what is announced, as a dashed one that continues it."""
    points = stairs(_rates(held, field, now), now)
    yield Series(label, role, points, dash=PLAIN)
    if coming:
        last = later(history.first(coming[-1].since), AFTER_DAYS)
        points = stairs([(now, points[-1].y), *_rates(coming, field, last)], last)
        yield Series(f"{label}, announced", role, points, dash=DASHED)


def _rates(rows: Rows, field: str, now: str) -> Iterator[Dated]:
    """The rate of each row from its first day; none from the day on which it ends with nothing after it."""
    for row, following in zip_longest(rows, rows[1:]):
        yield history.first(row.since), float(getattr(row, field))
        ends = history.first(row.until) if row.until else now
        if ends < (history.first(following.since) if following else now):
            yield ends, None


def history_title(snapshot: Snapshot, held: Rows, coming: Rows) -> str:
    """The finding, as of the day: which way the price went, and what is announced."""
    known = [row for row in held if history.begun(snapshot, row.since)]
    if not known:
        return f"No price yet on {text.day(snapshot.day)}; the first is of {text.day(held[0].since)}"
    first, last = (float(row.output_usd_per_mtok) for row in (known[0], known[-1]))
    since = text.day(known[0].since)
    if first != last:
        said = f"Output {'fell' if last < first else 'rose'} from {usd_exact(first)} to {usd_exact(last)} since {since}"
    elif len({row.input_usd_per_mtok for row in known}) > 1:
        said = f"Output costs what it did on {since}; input has changed"
    else:
        said = f"The same price since {since}"
    if not coming:
        return said
    then = float(coming[0].output_usd_per_mtok)
    return f"{said}; {usd_exact(then)} announced for {text.day(coming[0].since)}"


def usd_exact(value: float) -> str:
    """Money in a title, to the cent."""
    return text.words(value, "usd_per_mtok")


def _all_cheapest(ev: Evaluation) -> dict[str, list[Cheapest]]:
    """The cheapest models of each tier, those after the day that is looked at too."""
    return {tier: cheapest_over_time(whole(ev.snapshot), tier, mix_of(ev)) for tier in TIERS}


def tier_cheapest(page: Page, _args: Args) -> Chart | None:
    """Price of the cheapest model of each tier, at the workload's mix of input and output."""
    ev = page.evaluation
    found = {tier: [(one.day, one.usd_per_mtok) for one in all_] for tier, all_ in _all_cheapest(ev).items()}
    return _tiers("tier-cheapest", "cheapest", found, ev)


def tier_median(page: Page, _args: Args) -> Chart | None:
    """Middle price of the models of each tier, from the day on which a tier has at least three."""
    ev = page.evaluation
    all_ = {tier: with_a_middle(middle_over_time(whole(ev.snapshot), tier, mix_of(ev))) for tier in TIERS}
    found = {tier: [(one.day, one.usd_per_mtok) for one in known] for tier, known in all_.items()}
    return _tiers("tier-median", "middle", found, ev)


def _tiers(chart_id: str, which: str, found: Mapping[str, Sequence[Dated]], ev: Evaluation) -> Chart | None:
    now = whole(ev.snapshot).day
    lines = [
        Series(TIER_NAMES[tier], "api", stairs(values, now), dash=DASHES[tier])
        for tier, values in found.items()
        if values
    ]
    if not lines:
        return None
    first = min(values[0][0] for values in found.values() if values)
    known = [seen for values in found.values() if (seen := until(ev.snapshot, values))]
    fell = sum((seen[-1][1] or 0) < (seen[0][1] or 0) for seen in known)
    said = f"The {which} model of each tier: not known yet"
    if known:
        said = f"In {fell} of {len(known)} tiers the {which} model costs less than it did"
    axis = Axis("$ per 1M tokens of this workload", rate, scale="log")
    return line(chart_id, said, lines, time_axis(first, now), axis, looked_at(ev.snapshot))


def facts(page: Page, args: Args) -> list[Fact]:
    """The rows that are drawn."""
    ev = page.evaluation
    if args["chart"] == "price_history":
        found = [] if ev.get("api_model") == CUSTOM else history.rows(ev.snapshot, ev.get("api_model"))
    else:
        found = [one.priced for all_ in _all_cheapest(ev).values() for one in all_]
    return [row_fact(one, "output_usd_per_mtok", one.row.output_usd_per_mtok) for one in found]


CHARTS: dict[str, Draw] = {
    "price_history": price_history,
    "tier_cheapest": tier_cheapest,
    "tier_median": tier_median,
}
