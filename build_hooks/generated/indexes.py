"""The index tables: every model, piece of hardware, provider and region, to be sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from build_hooks import fresh
from build_hooks.contenders import RULE
from build_hooks.generated import providers
from build_hooks.generated.page import cell, live, living
from build_hooks.generated.regions import region_name, regions
from build_hooks.recipes import block
from build_hooks.site import Site
from calc.facts.billers import TIERS
from calc.parts.addresses import address_of, provider_address, record_link
from calc.parts.dated import fact_cell
from calc.parts.markup import Page, Row, table


def _sortable(page: Page, made: str, what: str) -> str:
    """A table that a script lets readers sort and filter; without it a plain one.  Search knows the pages instead."""
    return f'{fresh.note(page)}<div data-sortable="{escape(what)}" data-search-exclude>{made}</div>'


def index_models(site: Site, page: Page) -> str:
    """Every API model with its rates and a month of the reader's workload; of very many those that pages compare."""
    ids = list(page.evaluation.snapshot.ids("api_model"))
    if site.contenders.are_many:
        return _many_models(site, page, len(ids))
    return _models(page, "API models", ids)


def _models(page: Page, caption: str, ids: Iterable[str]) -> str:
    columns = ("Model", "Your month", "In, per 1M", "Out, per 1M", "Tier", "Billed by", "State", "Regions")
    return _sortable(page, table(caption, columns, [Row(_model(page, one)) for one in ids], (1, 2, 3)), "models")


def _many_models(site: Site, page: Page, count: int) -> str:
    compared = [one for ids in site.contenders.of_tiers.values() for one in ids]
    billers = "".join(f"<li>{_biller(page, one, len(ids))}</li>" for one, ids in providers.billers(site).items())
    return (
        f"<p>We follow {count:,} models, more than one table holds.  The search finds each by its name or id, and each "
        f"provider's page lists its own.  Here are {escape(RULE)}.</p>"
        f"{_models(page, 'API models that are compared', compared)}"
        f'<h2 id="by-provider">All of them, by provider</h2><ul class="columns">{billers}</ul>'
    )


def _biller(page: Page, biller: str, count: int) -> str:
    name = page.evaluation.snapshot.maker("api_model", biller)
    return f'<a href="{escape(page.root + provider_address(biller))}">{escape(name)}</a>: {count}'


def _model(page: Page, model: str) -> tuple[str, ...]:
    snapshot = page.evaluation.snapshot
    name, biller = str(snapshot.attribute("api_model", model, "name")), snapshot.maker("api_model", model)
    return (
        record_link(page.root, "api_model", model, name),
        cell(page, "api_usd_per_month", {"api_model": model}),
        fact_cell(page, "api_model", model, "input_usd_per_mtok"),
        fact_cell(page, "api_model", model, "output_usd_per_mtok"),
        TIERS[str(snapshot.attribute("api_model", model, "tier"))].removesuffix("-tier"),
        f'<a href="{escape(page.root + provider_address(model.split("/")[0]))}">{escape(biller)}</a>',
        live(page, "api_status", {"api_model": model}),
        escape(_regions(page, model)),
    )


def _regions(page: Page, model: str) -> str:
    """Where the work may have to stay at a price of its own."""
    priced = page.evaluation.snapshot.price(model)
    return ", ".join(key.upper() for key in priced.row.regions) if priced else ""


def index_hardware(site: Site, page: Page) -> str:
    """Every card and machine with what it holds, how fast it is, and what it costs; it follows the reader whole."""
    return _sortable(page, block(page, "table", table="hardware"), "hardware")


def index_open_models(site: Site, page: Page) -> str:
    """Every open model in groups by the memory that it needs; it follows the reader whole."""
    return _sortable(page, block(page, "table", table="open_models"), "open models")


def index_providers(site: Site, page: Page) -> str:
    """Every provider with how many models are to be had, and its cheapest for the workload."""
    rows = [Row(_provider(site, page, biller, models)) for biller, models in providers.billers(site).items()]
    columns = ("Provider", "Models", "The cheapest of them", "Your month with it")
    made = _sortable(page, table("Providers", columns, rows, (1, 3)), "providers")
    return made + (f"<p>The cheapest is looked for among {escape(RULE)}.</p>" if site.contenders.are_many else "")


def _provider(site: Site, page: Page, biller: str, models: list[str]) -> tuple[str, ...]:
    name = page.evaluation.snapshot.maker("api_model", biller)
    link = f'<a href="{escape(page.root + provider_address(biller))}">{escape(name)}</a>'
    count = living(page, "models_count", counts=providers.counts(site, models))
    compared = list(site.contenders.of_billers[biller])
    return (link, count, *(living(page, one, models=compared) for one in ("cheapest_model", "cheapest_bill")))


def index_regions(site: Site, page: Page) -> str:
    """Every region with its power price, its carbon, and the box's month there."""
    rows = [Row(_region(site, page, found[0])) for found in regions(site).values()]
    columns = ("Region", "A kilowatt-hour", "Carbon", "Your box's power, a month", "All told")
    return _sortable(page, table("Regions", columns, rows, (1, 2, 3, 4)), "regions")


def _region(site: Site, page: Page, tariff: str) -> tuple[str, ...]:
    under = {"tariff": tariff}
    quantities = ("electricity_usd_per_month", "local_total_usd_per_month")
    return (
        f'<a href="{escape(page.root + address_of("tariff", tariff))}">{escape(region_name(site, tariff))}</a>',
        live(page, "electricity_usd_per_kwh", under),
        fact_cell(page, "tariff", tariff, "carbon_g_per_kwh"),
        *(cell(page, q, under) for q in quantities),
    )


def announced(site: Site, page: Page) -> str:
    """What is announced by anybody, as a live part that knows whose rows to look through."""
    models = [one for one in page.evaluation.snapshot.ids("api_model") if providers.has_more_to_come(site, one)]
    return block(page, "table", table="coming", models=models)


INDEX_TABLES = {
    "announced": announced,
    "index_models": index_models,
    "index_hardware": index_hardware,
    "index_open_models": index_open_models,
    "index_providers": index_providers,
    "index_regions": index_regions,
}
