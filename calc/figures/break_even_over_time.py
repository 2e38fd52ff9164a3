"""Bill and break-even over time.

The box is today's throughout: its price, its power and its speed have hardly any history in our data, so it stands
still and the APIs move past it.
"""

from __future__ import annotations

from collections.abc import Sequence

from calc import results
from calc.catalog import Fact, PriceInForce, row_fact
from calc.chart import Axis, Chart, Mark, Series, line
from calc.drift import TIER_NAMES, stretches
from calc.drift_lookups import all_states
from calc.evaluate import Evaluation
from calc.explain import choice_label
from calc.figures.days import Dated, place, stairs, time_axis
from calc.figures.pieces import Args, Draw, behind, count, usd
from calc.markup import Page
from calc.options import API_PINS
from calc.rules import CUSTOM
from calc.sweep import number

BILL, OWN = "api_usd_per_month", "local_total_usd_per_month"
PLAIN = "none"


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
        "break-even-history", title, lines, time_axis(cheapest[0][0], day), Axis("requests a day", count), marks
    )


def _tipping_title(values: Sequence[Dated], tier: str, now: str) -> str:
    known = [value for _, value in values if value is not None]
    if values[-1][1] is None:
        return f"Against the cheapest {tier} model the box used to pay at some volume; today it does not at any"
    if known[0] < known[-1]:
        return f"Against the cheapest {tier} model it takes ever more requests a day for the box to pay: {now} today"
    return f"Against the cheapest {tier} model the box pays from {now} requests a day"


def facts(page: Page, _args: Args) -> list[Fact]:
    """The rows of the tier's cheapest models, and what the box costs."""
    rows = [one.cheapest for one in all_states(page.evaluation)]
    return [row_fact(one, "output_usd_per_mtok", one.row.output_usd_per_mtok) for one in rows] + behind(page, OWN)


CHARTS: dict[str, Draw] = {"bill_history": bill_history, "break_even_history": break_even_history}
