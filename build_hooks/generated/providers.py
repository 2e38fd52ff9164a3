"""A page for each provider: its models with what they charge, what has changed, and what ends."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from build_hooks.generated.billers import TIERS, is_over, statuses
from build_hooks.generated.page import GeneratedPage, crumbs, fact_of, if_known, missing, record
from calc import text
from calc.addresses import provider_address, record_link
from calc.markup import Page, Row, table
from calc.moments import begins
from calc.rates import PriceRow

if TYPE_CHECKING:
    from build_hooks.render import PageFunctions
    from build_hooks.site import Site

HAPPENED = {"active": "appeared", "deprecated": "was announced to end", "retired": "ended"}
COMING = {"active": "is to appear", "deprecated": "is to be given up", "retired": "ends"}
Event = tuple[str, str, str]  # ISO day, sentence, note


def billers(site: Site) -> dict[str, list[str]]:
    """Models by who bills them, in the catalog's order."""
    found: dict[str, list[str]] = {}
    for model in site.evaluation.snapshot.ids("api_model"):
        found.setdefault(model.split("/")[0], []).append(model)
    return found


def pages(site: Site) -> Iterator[GeneratedPage]:
    """One page for each provider."""
    for biller, models in billers(site).items():
        name = site.evaluation.snapshot.maker("api_model", models[0])
        yield GeneratedPage(
            kind="provider",
            record=biller,
            address=provider_address(biller),
            title=f"{name}: API models and prices",
            description=(
                f"What {name} charges for {_count(len(models))} as of {text.day(site.catalog.edition)}, what it costs "
                "for your workload, which prices changed, and which models end."
            ),
            file=str(record(site, "api_model", models[0])["file"]),
            line=1,
            names=names,
        )


def _count(number: int) -> str:
    return "one model" if number == 1 else f"{number} models"


def names(functions: PageFunctions, biller: str) -> dict[str, Any]:
    """What the template of a provider's page may name."""
    site, page = functions.site, functions.page
    models = billers(site)[biller]
    name = page.evaluation.snapshot.maker("api_model", models[0])
    gone = [model for model in models if is_over(page.evaluation.snapshot, model)]
    current = [model for model in models if model not in gone]
    coming, past = events(site, models)
    blocks = {
        "crumbs": crumbs(page, ("Providers", "providers/"), (name, "")),
        "models": model_table(page, f"Models of {name}, for your workload", by_bill(page, current)) if current else "",
        "retired": model_table(page, "No longer to be had", gone) if gone else "",
        "coming": _list(coming),
        "past": _list(past),
    }
    return {
        "name": name,
        "biller": biller,
        "counted": _count(len(current)),
        "one_file": record(site, "api_model", models[0])["file"],
        **{key: functions.block(html) if html else "" for key, html in blocks.items()},
    }


def by_bill(page: Page, models: list[str]) -> list[str]:
    """Cheapest first at the default workload."""
    bills = {model: page.under({"api_model": model}).get("api_usd_per_month") for model in models}
    return sorted(models, key=lambda one: bills[one] if isinstance(bills[one], float) else float("inf"))


def model_table(page: Page, caption: str, models: list[str]) -> str:
    """Models with tier, rates and a month of the reader's workload."""
    rows = [Row(_model(page, model)) for model in models]
    return table(caption, ("Model", "Your month", "In, per 1M", "Out, per 1M", "Tier"), rows, (1, 2, 3))


def _model(page: Page, model: str) -> tuple[str, ...]:
    snapshot = page.evaluation.snapshot
    name = record_link(page.root, "api_model", model, str(snapshot.attribute("api_model", model, "name")))
    fields = ("input_usd_per_mtok", "output_usd_per_mtok")
    rates = [fact_of(page, "api_model", model, field) or missing("none") for field in fields]
    tier = TIERS[str(snapshot.attribute("api_model", model, "tier"))]
    return (name, if_known(page, "api_usd_per_month", {"api_model": model}), *rates, escape(tier))


def events(site: Site, models: list[str]) -> tuple[list[Event], list[Event]]:
    """What is to come, soonest first, and what has happened, latest first."""
    edition = site.catalog.edition
    found = [event for model in models for event in _events(site, model)]
    coming = sorted(one for one in found if one[0] > edition)
    return coming, sorted((one for one in found if one[0] <= edition), reverse=True)


def _events(site: Site, model: str) -> Iterator[Event]:
    stored = record(site, "api_model", model)
    name = str(stored["fields"]["name"])
    for since, state, note, coming in statuses(stored, site.catalog.edition):
        words = COMING if coming else HAPPENED
        yield begins(since)[:10], f"{name} {words.get(state, state)}", note
    for before, after in pairwise(row for row in site.evaluation.snapshot.history(model) if not row.cancelled):
        if _pair(before) != _pair(after):
            way = "is to become" if after.announced else "became"
            yield begins(after.since)[:10], f"{name}: {_said(before)} {way} {_said(after)}", after.note


def _pair(row: PriceRow) -> tuple[str, str]:
    return row.input_usd_per_mtok, row.output_usd_per_mtok


def _said(row: PriceRow) -> str:
    return " / ".join(text.words(float(rate), "usd") for rate in _pair(row))


def _list(found: list[Event]) -> str:
    items = "".join(f"<li>{_item(*one)}</li>" for one in found)
    return f'<ul class="events" data-search-exclude>{items}</ul>' if found else ""


def coming_list(site: Site, page: Page) -> str:
    """All that is announced by anybody, soonest first."""
    found = [
        (event, model) for models in billers(site).values() for model in models for event in events(site, [model])[0]
    ]
    items = [
        f'<li><time datetime="{day}">{text.day(day)}</time> '
        f"{record_link(page.root, 'api_model', model, said)}{f' {missing(note)}' if note else ''}</li>"
        for (day, said, note), model in sorted(found)
    ]
    return f'<ul class="events">{"".join(items)}</ul>'


def _item(day: str, said: str, note: str) -> str:
    more = f" {missing(note)}" if note else ""
    return f'<time datetime="{day}">{text.day(day)}</time> {escape(said)}.{more}'
