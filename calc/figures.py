"""The named charts of the guide: what each shows, taken from the reader's scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from calc import results, text
from calc.catalog import Fact
from calc.chart import (
    Axis,
    Bar,
    Chart,
    Mark,
    Point,
    Range,
    Segment,
    Series,
    bars,
    figure_html,
    line,
    range_chart,
    stacked_bar,
)
from calc.chart.model import Role
from calc.evaluate import Evaluation, facts_of
from calc.figures_local import CHARTS_LOCAL
from calc.figures_time import CHARTS_TIME
from calc.figures_time import facts as facts_over_time
from calc.markup import Page, publishers
from calc.nodes import Floor, Unknown
from calc.options import OPTIONS
from calc.quantities.break_even import paid_by_month
from calc.sweep import number
from calc.tables import LOCAL, ROW6_API, ROW6_LOCAL, bill_parts, option_name
from calc.units import MONTHS_PER_YEAR

Args = Mapping[str, Any]
VOLUME_STEPS = 8
PROMPT_STEPS = 24
LONGEST_CURVE_MONTHS = 120
SCORES = ("score_elo", "score_points", "score_frac")


def figure(page: Page, args: Args) -> str:
    """The inner HTML of a named chart's figure.  Raises KeyError where there is no such chart."""
    name = args["chart"]
    if name not in CHARTS:
        raise KeyError(f"no chart {name!r}; there are {', '.join(CHARTS)}")
    chart = CHARTS[name](page, args)
    if chart is None:
        return "<figcaption>Nothing is known to draw.</figcaption>"
    return figure_html(chart) + _origin(page, _facts(page, args))


def _facts(page: Page, args: Args) -> list[Fact]:
    """The facts that a chart rests on."""
    ev = page.evaluation
    if args["chart"] in CHARTS_TIME:
        return facts_over_time(page, args["chart"])
    if args["chart"] == "benchmark":
        records = [one for one in ev.snapshot.ids("benchmark") if one.split("/")[0] == args["group"]]
        found = [ev.snapshot.fact("benchmark", one, field) for one in records for field in SCORES]
        return [fact for fact in found if fact is not None]
    shown = {
        "bill_stack": "api_usd_per_month",
        "bill_by_prompt": "api_usd_per_month",
        "energy_stack": "energy_kwh_per_month",
        "memory_stack": "memory_needed_gib",
        "speed_by_context": "decode_tok_per_s",
        "speed_by_users": "batch_tok_per_s",
        "energy_of_a_token": "energy_kwh_per_mtok",
    }
    totals = [shown[args["chart"]]] if args["chart"] in shown else [option.total for option in OPTIONS]
    return [fact for total in totals for fact in facts_of(ev, total)]


def _origin(page: Page, facts: list[Fact]) -> str:
    """Whose facts a chart shows, and as of when."""
    names = " · ".join(publishers(page, facts))
    return f'<p class="chart__from">As of {text.day(page.evaluation.snapshot.day)} · {escape(names)}</p>'


def usd(value: float) -> str:
    """Money on an axis: no cents where there are none."""
    return text.words(value, "usd").removesuffix(".00")


def count(value: float) -> str:
    """A count on an axis."""
    return text.words(value, "count")


def spread(evaluation: Evaluation) -> list[Evaluation]:
    """The scenario where price and speed of the box are at the ends of what was observed."""
    ends: list[dict[str, float]] = [{}, {}]
    evaluation.get("hardware_usd")
    fact = evaluation.fact_of("hardware_usd")
    if fact is not None and fact.low is not None and fact.high is not None and "hardware_usd" not in evaluation.pins:
        ends[0]["hardware_usd"], ends[1]["hardware_usd"] = float(fact.low), float(fact.high)
    slow, fast = (number(evaluation.get(f"decode_{end}_tok_per_s")) for end in ("low", "high"))
    if slow is not None and fast is not None and slow < fast and "decode_tok_per_s" not in evaluation.pins:
        ends[0]["decode_tok_per_s"], ends[1]["decode_tok_per_s"] = fast, slow
    return [evaluation.overlay(end) for end in ends if end]


def _volumes(evaluation: Evaluation) -> tuple[list[float], float | None, float | None]:
    """The volumes that a chart over volume looks at, the box's capacity and the tipping point."""
    asked = number(evaluation.get("requests_per_day")) or 0.0
    full = number(evaluation.get("capacity_requests_per_day"))
    tip = number(evaluation.get("break_even_requests_per_day"))
    top = max(1.5 * asked, 1.15 * (tip or 0.0), 10.0)
    if full is not None and full < 8 * max(asked, 1.0):
        top = max(top, 1.12 * full)
    steps = [top * step / VOLUME_STEPS for step in range(VOLUME_STEPS + 1)]
    return sorted({*steps, asked, *([full] if full is not None and full < top else [])}), full, tip


def _cost_by_volume(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    volumes, full, tip = _volumes(ev)
    branches = {volume: ev.overlay({"requests_per_day": volume}) for volume in volumes}
    series = [one for option in OPTIONS if (one := _option_series(page, option, branches)) is not None]
    if not series:
        return None
    asked = number(ev.get("requests_per_day")) or 0.0
    cheapest = next((o.total for o in OPTIONS if o.id == ev.get("cheapest_option")), "api_usd_per_month")
    marks = [Mark(asked, number(ev.get(cheapest)), "you", "you")]
    if full is not None and full < volumes[-1]:
        marks.append(Mark(full, None, "the box is full", "limit"))
    if tip:
        branch = ev.overlay({"requests_per_day": tip})
        marks.append(Mark(tip, number(branch.get("local_total_usd_per_month")), "tipping point", "tip"))
    return line(
        "cost-by-volume",
        _volume_title(ev, tip),
        tuple(series),
        Axis("requests a day", count),
        Axis("$ a month", usd),
        tuple(marks),
    )


def _option_series(page: Page, option: Any, branches: Mapping[float, Evaluation]) -> Series | None:
    points = []
    for volume, branch in branches.items():
        cost = number(branch.get(option.total))
        low = high = None
        if option.id == "local" and cost is not None:
            around = [number(end.get(option.total)) for end in spread(branch)]
            known = [one for one in around if one is not None]
            low, high = (min(cost, *known), max(cost, *known)) if known else (None, None)
        points.append(Point(volume, cost, low, high))
    if all(point.y is None for point in points):
        return None
    label = {"api": "API", "hosted-twin": "hosted twin", "local": "own box", "rental": "rented box"}[option.id]
    return Series(f"{option.label}: {option_name(page, option.id)}", option.role, tuple(points), label_text=label)


def _volume_title(ev: Evaluation, tip: float | None) -> str:
    if isinstance(ev.get("local_total_usd_per_month"), Unknown | Floor):
        return "What the API costs by volume; the box can't be priced"
    if tip is None:
        return "The box never catches up with the API within what it can serve"
    if tip == 0:
        return "The box is never dearer than the API"
    return f"The box catches up with the API at {count(tip)} requests a day"


def _cost_bars(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    found = []
    for option in OPTIONS:
        cost = number(ev.get(option.total))
        low = high = None
        if option.id == "local" and cost is not None:
            around = [one for end in spread(ev) if (one := number(end.get(option.total))) is not None]
            low, high = (min(cost, *around), max(cost, *around)) if around else (None, None)
        label = f"{option.label}: {option_name(page, option.id)}"
        found.append(Bar(label, option.role, cost, low, high, results.words(ev, option.total)))
    return bars(
        "cost-bars",
        f"What {count(number(ev.get('requests_per_day')) or 0)} requests a day cost a month",
        tuple(found),
        Axis("$ a month", usd),
    )


def _stack(ev: Evaluation, label: str, role: Role, total: str, parts: tuple[tuple[str, str], ...]) -> Bar:
    segments = tuple(Segment(name, role, number(ev.get(q)), results.words(ev, q)) for name, q in parts)
    return Bar(label, role, number(ev.get(total)), text=results.words(ev, total), segments=segments)


def _bill_stack(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    parts = tuple((label, name) for label, _, _, name in bill_parts(ev))
    found = [_stack(ev, option_name(page, "api"), "api", "api_usd_per_request", parts)]
    twin = ev.get("hosted_twin_model")
    if not isinstance(twin, Unknown):
        from calc.options import twin as as_twin

        branch = ev.overlay(*as_twin(twin))
        found.append(_stack(branch, f"The same model at {twin.split('/')[0]}", "twin", "api_usd_per_request", parts))
    return stacked_bar(
        "bill-stack", "What one request costs, by class of token", tuple(found), Axis("$ a request", usd)
    )


def _bill_by_prompt(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    asked = number(ev.get("input_tok_per_request")) or 0.0
    priced = ev.get("api_price_row")
    edges = (
        [] if priced is None or isinstance(priced, Unknown) else [float(tier.prompt_tok) for tier in priced.row.tiers]
    )
    top = max([2 * asked, 1000.0, *(1.5 * edge for edge in edges)])
    sizes = sorted(
        {top * step / PROMPT_STEPS for step in range(PROMPT_STEPS + 1)}
        | {asked}
        | {e + d for e in edges for d in (0.0, 1.0)}
    )
    points = tuple(
        Point(size, number(ev.overlay({"input_tok_per_request": size}).get("api_usd_per_request"))) for size in sizes
    )
    marks = [Mark(asked, number(ev.get("api_usd_per_request")), "you", "you")]
    marks += [Mark(edge, None, "a dearer tier begins", "rule") for edge in edges]
    title = (
        "A longer prompt costs more, and past a boundary every token does"
        if edges
        else "A longer prompt costs more, at one rate throughout"
    )
    series = (Series(option_name(page, "api"), "api", points),)
    return line("bill-by-prompt", title, series, Axis("tokens in", count), Axis("$ a request", usd), tuple(marks))


def _energy_stack(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    parts = (("At work", "busy_energy_kwh_per_month"), ("At rest", "rest_energy_kwh_per_month"))
    labels = {
        "whole-machine": "The whole machine",
        "card-only": "The card only",
        "marginal": "Only what the work adds",
    }
    own = ev.get("power_boundary")
    found = [
        _stack(
            ev if boundary == own else ev.overlay({"power_boundary": boundary}),
            label,
            "local" if boundary == own else "other",
            "energy_kwh_per_month",
            parts,
        )
        for boundary, label in labels.items()
    ]
    return stacked_bar(
        "energy-stack",
        "The same work, charged three ways",
        tuple(found),
        Axis("kWh a month", lambda value: text.words(value, "count")),
    )


def _local_stack(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    rented = (
        ("Rent", "rental_usd_per_month"),
        ("Care", "labour_usd_per_month"),
        ("Overflow", "rental_overflow_usd_per_month"),
    )
    called = (("Usage", "api_usage_usd_per_month"), ("Fixed fee", "api_fixed_usd_per_month"))
    found = (
        _stack(ev, f"Own box: {option_name(page, 'local')}", "local", "local_total_usd_per_month", LOCAL),
        _stack(ev, f"Rented box: {option_name(page, 'rental')}", "rental", "rental_total_usd_per_month", rented),
        _stack(ev, f"API: {option_name(page, 'api')}", "api", "api_usd_per_month", called),
    )
    return stacked_bar("local-stack", "What the money goes to", found, Axis("$ a month", usd))


def _break_even_curve(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    values = [
        number(ev.get(name))
        for name in (
            "purchase_usd",
            "local_running_usd_per_month",
            "overflow_usd_per_month",
            "api_usd_per_month",
            "api_price_change_frac_per_year",
            "lifetime_years",
        )
    ]
    if any(value is None for value in values):
        return None
    purchase, running, overflow, bill, change, years = (value or 0.0 for value in values)
    paid_back = number(ev.get("break_even_months"))
    months = min(LONGEST_CURVE_MONTHS, max(12, round(years * MONTHS_PER_YEAR), round(1.25 * (paid_back or 0.0))))
    own = [
        a + b
        for a, b in zip(
            paid_by_month(purchase, running, 0.0, months),
            paid_by_month(0.0, overflow, change, months),
            strict=True,
        )
    ]
    lines = [_paid("own box", "local", own), _paid("API", "api", paid_by_month(0.0, bill, change, months))]
    twin = number(ev.get("hosted_twin_usd_per_month"))
    if twin is not None:
        lines.insert(1, _paid("hosted twin", "twin", paid_by_month(0.0, twin, change, months)))
    marks = []
    if paid_back is not None and 0 < paid_back <= months:
        marks.append(Mark(paid_back, own[min(round(paid_back), months)], "paid back", "tip"))
    title = (
        "The box never pays for itself against this API"
        if paid_back is None
        else f"Against this API the box has paid for itself after {results.words(ev, 'break_even_months')}"
    )
    return line(
        "break-even-curve",
        title,
        tuple(lines),
        Axis("months", count),
        Axis("$ paid in all", usd),
        tuple(marks),
    )


def _paid(label: str, role: Role, paid: list[float]) -> Series:
    step = max(1, len(paid) // 12)
    kept = sorted({*range(0, len(paid), step), len(paid) - 1})
    return Series(label, role, tuple(Point(float(month), paid[month]) for month in kept))


def _row6(page: Page, _args: Args) -> Chart | None:
    ev = page.evaluation
    found = []
    for label, overrides in ROW6_LOCAL:
        costs = [ev.overlay({**overrides, "power_boundary": b}) for b in ("card-only", "whole-machine")]
        low, high = (number(one.get("busy_electricity_usd_per_output_mtok")) for one in costs)
        words = (
            text.words(high, "usd_per_output_mtok", low, high) if low is not None and high is not None else text.UNKNOWN
        )
        found.append(Range(f"{label}: electricity", "local", low, high, high, words))
    for model in ROW6_API:
        branch = ev.overlay({"api_model": model})
        cost = number(branch.get("api_levelized_usd_per_output_mtok"))
        name = ev.snapshot.attribute("api_model", model, "name") or model
        role: Role = "twin" if model.startswith("deepinfra/") else "api"
        found.append(
            Range(str(name), role, cost, cost, cost, results.words(branch, "api_levelized_usd_per_output_mtok"))
        )
    return range_chart(
        "row6",
        _row6_title(found),
        tuple(found),
        Axis("$ per 1M output tokens", usd),
    )


def _row6_title(found: list[Range]) -> str:
    """The finding in words that fit the figures: a dense model at the wall against the APIs of the list."""
    dense = next((one.high for one in found if one.role == "local"), None)
    prices = [one.mid for one in found if one.role != "local" and one.mid is not None]
    if dense is None or not prices:
        return "What electricity alone costs, and what APIs charge"
    cheaper = sum(price < dense for price in prices)
    if cheaper == 0:
        return "Electricity alone costs less than any of these APIs charge"
    if cheaper == len(prices):
        return "Electricity alone costs more than any of these APIs charge"
    return "Electricity alone costs about what the cheapest APIs charge"


def _benchmark(page: Page, args: Args) -> Chart | None:
    snapshot, group = page.evaluation.snapshot, args["group"]
    found = []
    for record in snapshot.ids("benchmark"):
        if record.split("/")[0] != group:
            continue
        fact = next(
            (f for field in SCORES if (f := snapshot.fact("benchmark", record, field))),
            None,
        )
        if fact is None:
            continue
        field = fact.key.rsplit(".", 1)[-1]
        label = f"{snapshot.attribute('benchmark', record, 'model')}, {text.day(fact.date)}"
        shown = text.words(fact.number, field)
        found.append((fact.number, field, Range(label, _bench_role(snapshot, record), None, fact.number, None, shown)))
    if not found:
        raise KeyError(f"no benchmark group {group!r}")
    rows = [one for one in snapshot.ids("benchmark") if one.split("/")[0] == group]
    lower = any(snapshot.attribute("benchmark", one, "lower_is_better") for one in rows)
    found.sort(key=lambda one: one[0] if lower else -one[0])
    field = found[0][1]
    title = args.get("title") or str(
        snapshot.attribute(
            "benchmark", next(r for r in snapshot.ids("benchmark") if r.startswith(f"{group}/")), "benchmark"
        )
    )
    axis = Axis("", lambda value: text.words(value, field), zero=field == "score_frac")
    return range_chart(f"benchmark-{group}", title, tuple(one[2] for one in found), axis)


def _bench_role(snapshot: Any, record: str) -> Role:
    if snapshot.attribute("benchmark", record, "fits_24_gb"):
        return "local"
    return "twin" if snapshot.attribute("benchmark", record, "open_weights") else "api"


CHARTS: dict[str, Callable[[Page, Args], Chart | None]] = {
    "cost_by_volume": _cost_by_volume,
    "cost_bars": _cost_bars,
    "bill_stack": _bill_stack,
    "bill_by_prompt": _bill_by_prompt,
    "energy_stack": _energy_stack,
    "local_stack": _local_stack,
    "break_even_curve": _break_even_curve,
    "row6": _row6,
    "benchmark": _benchmark,
    **CHARTS_LOCAL,
    **CHARTS_TIME,
}
