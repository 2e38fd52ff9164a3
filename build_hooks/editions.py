"""Editions: what the current one rests on, and what lies between an earlier one and it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from build_hooks.changes import rates_words
from build_hooks.site import Site
from calc import results, text
from calc.engine.evaluate import Evaluation
from calc.facts import history
from calc.facts.billers import is_to_be_had
from calc.facts.catalog import Snapshot
from calc.facts.drift import TIER_NAMES, TIERS
from calc.lookups.drift import all_cheapest
from calc.parts import markup
from calc.parts.markup import Page, Row, table

KINDS = (
    ("api_model", "API models", "reference/prices/#api-models"),
    ("tariff", "Regions with a power price", "reference/prices/#electricity"),
    ("rental", "Rented hardware", "reference/prices/#rentals"),
    ("hardware", "Cards and machines", "hardware/"),
    ("open_model", "Open models", ""),
    ("speed", "Measured speeds", ""),
    ("benchmark", "Benchmark scores", "guide/capability-gap/"),
    ("figure", "Other figures", "sources/"),
)
DEFAULTS = (
    "api_usd_per_month",
    "local_total_usd_per_month",
    "break_even_requests_per_day",
    "electricity_usd_per_kwh",
    "hardware_usd",
    "tier_models_count",
)


def rests_on(site: Site, page: Page) -> str:
    """What the edition rests on: how many records and dated values of each kind, and when they were checked."""
    snapshot = page.evaluation.snapshot
    rows = [_kind(page, snapshot, *kind) for kind in KINDS]
    columns = ("", "Records", "Dated values", "Checked from", "to")
    return table("What this edition rests on", columns, rows, (1, 2))


def _kind(page: Page, snapshot: Snapshot, name: str, label: str, address: str) -> Row:
    records = snapshot.tables.get(name, {})
    values = [row for one in records.values() for rows in one.get("values", {}).values() for row in rows]
    values += [row for one in records.values() for row in one.get("prices", ())]
    checks = sorted(row["checked"] for row in values) or [snapshot.day]
    shown = f'<a href="{escape(page.root + address)}">{escape(label)}</a>' if address else escape(label)
    return Row((shown, f"{len(records):,}", f"{len(values):,}", _day(checks[0]), _day(checks[-1])))


def _day(day: str) -> str:
    return f'<time datetime="{day}">{text.day(day)}</time>'


def then_and_now(site: Site, page: Page, since: str) -> str:
    """The default results on the day of an earlier edition and today, and what the APIs of that day charge now."""
    days = (since, site.catalog.edition)
    columns = ("By default", *(text.day(day) for day in days))
    rows = [_results_row(site, page, name, days) for name in DEFAULTS[:-1]]
    rows += [_cheapest_row(site, page, tier, days) for tier in TIERS]
    rows += [_results_row(site, page, DEFAULTS[-1], days, tier) for tier in TIERS]
    return table("The default results, then and now", columns, rows, (1, 2))


def _results_row(site: Site, page: Page, name: str, days: tuple[str, str], tier: str = "") -> Row:
    under = {"price_tier": tier} if tier else {}
    label = page.evaluation.graph.nodes[name].label + (f", {TIER_NAMES[tier]}" if tier else "")
    return Row((escape(label), *(dated(site, page, name, day, under) for day in days)))


def dated(site: Site, page: Page, name: str, day: str, under: dict[str, Any]) -> str:
    """A number of the default scenario on a day of its own, whatever day the reader looks at."""
    there = site.page(page.root, day)
    evaluation = there.under(under)
    args = {"q": name, "as_of": day, **({"with": under} if under else {})}
    shown, classes = results.words(evaluation, name), markup.number_class(evaluation, name)
    return markup.link(there, name, shown, args, markup.tip(there, evaluation, name), classes)


def _cheapest_row(site: Site, page: Page, tier: str, days: tuple[str, str]) -> Row:
    cells = (_cheapest(site, page, tier, day) for day in days)
    return Row((f"Bill of the cheapest {TIER_NAMES[tier]} model", *cells))


def _cheapest(site: Site, page: Page, tier: str, day: str) -> str:
    ev: Evaluation = site.on(day).overlay({"price_tier": tier})
    found = all_cheapest(ev)
    if not found:
        return text.UNKNOWN
    model = found[-1].priced.model
    name = escape(str(ev.snapshot.attribute("api_model", model, "name")))
    return f"{dated(site, page, 'api_usd_per_month', day, {'api_model': model})}<br>{name}"


def prices_between(site: Site, page: Page, since: str) -> str:
    """Models that could be called on both days and whose rates differ."""
    rows = []
    for model, then, now in _models(site, since):
        before, after = then.price(model), now.price(model)
        if before is None or after is None or history.rates(before.row) == history.rates(after.row):
            continue
        if is_to_be_had(then, model) and is_to_be_had(now, model):
            cells = (rates_words(before.row), rates_words(after.row), _percent(before.row, after.row))
            rows.append(Row((_name(now, model), *cells)))
    columns = ("Model", text.day(since), text.day(site.catalog.edition), "Output")
    return table("Prices that changed, per 1M tokens", columns, rows, (3,))


def _percent(before: Any, after: Any) -> str:
    share = float(after.output_usd_per_mtok) / float(before.output_usd_per_mtok) - 1
    return text.words(share, "frac") if share <= 0 else f"+{text.words(share, 'frac')}"


def came_and_went(site: Site, page: Page, since: str) -> str:
    """Models that came since an earlier edition, and models that were ended or deprecated."""
    rows = [row for one in _models(site, since) if (row := _came_or_went(*one)) is not None]
    rows.sort(key=lambda one: one[0])
    cells = [Row(cells) for _, cells in rows]
    return table("Models that came and went", ("Model", "What", "Since"), cells)


def _came_or_went(model: str, then: Snapshot, now: Snapshot) -> tuple[str, tuple[str, ...]] | None:
    was, is_ = is_to_be_had(then, model), is_to_be_had(now, model)
    status = now.fact("api_model", model, "status")
    if is_ and not was:
        first = history.rows(now, model)[0].row
        if history.begun(then, first.since):
            return None
        return f"1{first.since}", (_name(now, model), f"new: {rates_words(first)}", _day(history.first(first.since)))
    if was and not is_ and status is not None:
        return f"0{status.date}", (_name(now, model), "ended", _day(history.first(status.date)))
    if is_ and status is not None and status.value == "deprecated" and not history.begun(then, status.date):
        return f"0{status.date}", (_name(now, model), "deprecated by its maker", _day(history.first(status.date)))
    return None


def _models(site: Site, since: str) -> Iterator[tuple[str, Snapshot, Snapshot]]:
    then, now = site.on(since).snapshot, site.on(site.catalog.edition).snapshot
    for model in now.ids("api_model"):
        yield model, then, now


def _name(snapshot: Snapshot, model: str) -> str:
    return escape(str(snapshot.attribute("api_model", model, "name")))


TABLES: dict[str, Callable[..., str]] = {
    "rests_on": rests_on,
    "then_and_now": then_and_now,
    "prices_between": prices_between,
    "came_and_went": came_and_went,
}
