"""Owning a box: its energy, what its money goes to, and when it has paid for itself."""

from __future__ import annotations

from calc import results
from calc.chart import Axis, Chart, Mark, Point, Series, line, stacked_bar
from calc.chart.model import Role
from calc.engine.evaluate import Evaluation
from calc.engine.sweep import number
from calc.facts.fact import Fact
from calc.figures.pieces import Draw, behind, count, stack, usd
from calc.options import OPTIONS
from calc.parts.markup import Args, Page
from calc.quantities.break_even import paid_by_month
from calc.tables.answer import LOCAL, option_name
from calc.units import MONTHS_PER_YEAR

LONGEST_CURVE_MONTHS = 120

BOUNDARIES = {
    "whole-machine": "The whole machine",
    "card-only": "The card only",
    "marginal": "Only what the work adds",
}
PAID = (
    "purchase_usd",
    "local_running_usd_per_month",
    "overflow_usd_per_month",
    "api_usd_per_month",
    "api_price_change_frac_per_year",
    "lifetime_years",
)


def energy_stack(page: Page, _args: Args) -> Chart | None:
    """Energy of a month at work and at rest, for the boundaries of power."""
    ev = page.evaluation
    own, parts = (
        ev.get("power_boundary"),
        (("At work", "busy_energy_kwh_per_month"), ("At rest", "rest_energy_kwh_per_month")),
    )
    found = []
    for boundary, label in BOUNDARIES.items():
        branch = ev if boundary == own else ev.overlay({"power_boundary": boundary})
        found.append(stack(branch, label, "local" if boundary == own else "other", "energy_kwh_per_month", parts))
    return stacked_bar("energy-stack", "The same work, charged three ways", tuple(found), Axis("kWh a month", count))


def local_stack(page: Page, _args: Args) -> Chart | None:
    """What a month costs, item by item: own box, rented box, API."""
    ev = page.evaluation
    rented = (
        ("Rent", "rental_usd_per_month"),
        ("Care", "labour_usd_per_month"),
        ("Overflow", "rental_overflow_usd_per_month"),
    )
    called = (("Usage", "api_usage_usd_per_month"), ("Fixed fee", "api_fixed_usd_per_month"))
    found = (
        stack(ev, f"Own box: {option_name(page, 'local')}", "local", "local_total_usd_per_month", LOCAL),
        stack(ev, f"Rented box: {option_name(page, 'rental')}", "rental", "rental_total_usd_per_month", rented),
        stack(ev, f"API: {option_name(page, 'api')}", "api", "api_usd_per_month", called),
    )
    return stacked_bar("local-stack", "What the money goes to", found, Axis("$ a month", usd))


def break_even_curve(page: Page, _args: Args) -> Chart | None:
    """What has been paid in all, month by month: for the box, for the API, for the same model hosted."""
    ev = page.evaluation
    values = [number(ev.get(name)) for name in PAID]
    if any(value is None for value in values):
        return None
    purchase, running, overflow, bill, change, years = (value or 0.0 for value in values)
    paid_back = number(ev.get("break_even_months"))
    months = min(LONGEST_CURVE_MONTHS, max(12, round(years * MONTHS_PER_YEAR), round(1.25 * (paid_back or 0.0))))
    beyond = paid_by_month(0.0, overflow, change, months)
    own = [a + b for a, b in zip(paid_by_month(purchase, running, 0.0, months), beyond, strict=True)]
    lines = [_paid("own box", "local", own), _paid("API", "api", paid_by_month(0.0, bill, change, months))]
    twin = number(ev.get("hosted_twin_usd_per_month"))
    if twin is not None:
        lines.insert(1, _paid("hosted twin", "twin", paid_by_month(0.0, twin, change, months)))
    marks = []
    if paid_back is not None and 0 < paid_back <= months:
        marks.append(Mark(paid_back, own[min(round(paid_back), months)], "paid back", "tip"))
    return line("break-even-curve", _paid_title(ev), lines, Axis("months", count), Axis("$ paid in all", usd), marks)


def _paid_title(ev: Evaluation) -> str:
    if number(ev.get("break_even_months")) is None:
        return "The box never pays for itself against this API"
    return f"Against this API the box has paid for itself after {results.words(ev, 'break_even_months')}"


def _paid(label: str, role: Role, paid: list[float]) -> Series:
    step = max(1, len(paid) // 12)
    kept = sorted({*range(0, len(paid), step), len(paid) - 1})
    return Series(label, role, tuple(Point(float(month), paid[month]) for month in kept))


def facts(page: Page, args: Args) -> list[Fact]:
    """The facts behind what a chart adds up."""
    if args["chart"] == "energy_stack":
        return behind(page, "energy_kwh_per_month")
    return behind(page, *(option.total for option in OPTIONS))


CHARTS: dict[str, Draw] = {
    "energy_stack": energy_stack,
    "local_stack": local_stack,
    "break_even_curve": break_even_curve,
}
