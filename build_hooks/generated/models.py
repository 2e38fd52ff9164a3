"""A page for each API model: what it costs, its history, and what else could be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from build_hooks.generated import history, rates
from build_hooks.generated.billers import TIERS, is_over, statuses, with_biller
from build_hooks.generated.page import (
    GeneratedPage,
    crumbs,
    fact_of,
    first_line,
    glance,
    if_known,
    known,
    live,
    missing,
    record,
)
from build_hooks.generated.workloads import overrides
from calc import text
from calc.addresses import address_of, provider_address, record_link
from calc.calculators import PRESETS, Preset
from calc.gaps import Floor, Unknown
from calc.markup import Page, Row, table

if TYPE_CHECKING:
    from build_hooks.render import PageFunctions
    from build_hooks.site import Site


def pages(site: Site) -> Iterator[GeneratedPage]:
    """One page for each API model."""
    for model in site.evaluation.snapshot.ids("api_model"):
        stored = record(site, "api_model", model)
        yield GeneratedPage(
            kind="model",
            record=model,
            address=address_of("api_model", model),
            title=f"{with_biller(site.evaluation.snapshot, model)}: price and history",
            description=_description(site, model),
            file=str(stored["file"]),
            line=first_line(stored),
            names=names,
        )


def _description(site: Site, model: str) -> str:
    priced, day = site.evaluation.snapshot.price(model), text.day(site.catalog.edition)
    costs = "" if priced is None else f" costs {_rates(priced.row)} as of {day}"
    said = "The price in full, its history, what three workloads cost a month, and what you could run instead."
    return f"{with_biller(site.evaluation.snapshot, model)}{costs}. {said}"


def _rates(row: Any) -> str:
    words = [text.words(float(rate), "usd_per_mtok") for rate in (row.input_usd_per_mtok, row.output_usd_per_mtok)]
    return f"{words[0]} in and {words[1]} out"


def names(functions: PageFunctions, model: str) -> dict[str, Any]:
    """What the template of a model's page may name."""
    own = functions.page.about({"api_model": model})
    priced = own.evaluation.snapshot.price(model)
    blocks = _blocks(functions, own, model)
    return {
        **_words(functions.site, model),
        "billed": known(own, "api_usd_per_month"),
        "conditions": [Markup(one) for one in (rates.conditions(own, priced.row) if priced else ())],
        **{key: functions.block(html) if html else "" for key, html in blocks.items()},
    }


def _words(site: Site, model: str) -> dict[str, Any]:
    """What the page says of the model in words."""
    stored = record(site, "api_model", model)
    fields = stored["fields"]
    return {
        "model": model,
        "name": str(fields["name"]),
        "biller": site.evaluation.snapshot.maker("api_model", model),
        "tier": TIERS[str(fields["tier"])],
        "modalities": fields.get("modalities") or "",
        "note": fields.get("note") or "",
        "open_model": fields.get("open_model") or "",
        "aliases": [Markup(one) for one in aliases(stored)],
        "endings": endings(site, stored),
        "others": others(site, model, str(fields["tier"])),
    }


def _blocks(functions: PageFunctions, own: Page, model: str) -> dict[str, str]:
    """The tables and pictures of the page as HTML; empty where there is nothing to show."""
    page, snapshot = functions.page, own.evaluation.snapshot
    name = str(snapshot.attribute("api_model", model, "name"))
    prices, priced = snapshot.history(model), snapshot.price(model)
    biller = (snapshot.maker("api_model", model), provider_address(model.split("/")[0]))
    return {
        "crumbs": crumbs(page, ("API models", "models/"), biller, (name, "")),
        "glance": glance(_glance(page, own, model)),
        "history": history.chart(page, name, prices),
        "every_price": history.rows_table(page, name, prices),
        "workloads": workload_table(functions, own),
        "rates": rates.rates_table(own, priced.row) if priced else "",
        "weights": weights(functions, model),
    }


def _glance(page: Page, own: Page, model: str) -> list[tuple[str, str]]:
    return [
        ("In, per million tokens", fact_of(page, "api_model", model, "input_usd_per_mtok")),
        ("Out, per million tokens", fact_of(page, "api_model", model, "output_usd_per_mtok")),
        ("Longest context", fact_of(page, "api_model", model, "context_tok")),
        ("State", if_known(own, "api_status")),
    ]


def endings(site: Site, stored: Mapping[str, Any]) -> list[str]:
    """Sentences about the model's end, with its day; what is only announced stands at the head of the page."""
    name = str(stored["fields"]["name"])
    return [
        f"{name} ended on {text.day(day)}. {note}".strip()
        for day, state, note, coming in statuses(stored, site.catalog.edition)
        if state == "retired" and not coming
    ]


def aliases(stored: Mapping[str, Any]) -> list[str]:
    """Other ids that meant this very model, each with its days, in words."""
    said = []
    for one in stored["fields"].get("aliases", ()):
        until = f" until {text.day(one['until'])}" if one.get("until") else ""
        said.append(f"`{one['id']}` from {text.day(one['since'])}{until}")
    return said


def workload_table(functions: PageFunctions, own: Page) -> str:
    """A month of each named workload, here and on the reader's own box."""
    rows = []
    priced = own.evaluation.snapshot.price(own.within["api_model"])
    for preset in PRESETS:
        under = overrides(preset, functions.site.catalog)
        size = f"{preset.values['requests_per_day']} a day"
        label = f"{escape(preset.label)}<br>{missing(size)}"
        lacking = "no price" if priced is None else _lacking(preset)
        cells = [
            if_known(own, q, under) or missing(lacking) for q in ("api_usd_per_month", "local_total_usd_per_month")
        ]
        rows.append(Row((label, *cells)))
    return table("Three workloads, a month", ("", "This API", "Your own box"), rows, (1, 2))


def _lacking(preset: Preset) -> str:
    """What a model states no rate for that this workload needs."""
    return "no batch price" if "batch_frac" in preset.values else "no cache price"


def others(site: Site, model: str, tier: str) -> list[str]:
    """The other models of the same tier that are still to be had."""
    snapshot = site.evaluation.snapshot
    found = [one for one in snapshot.ids("api_model") if snapshot.attribute("api_model", one, "tier") == tier]
    return [one for one in found if one != model and not is_over(snapshot, one)]


def weights(functions: PageFunctions, model: str) -> str:
    """The open weights behind a hosted model: other hosts, and the cheapest box that holds them.  Else nothing."""
    site, page = functions.site, functions.page
    snapshot = page.evaluation.snapshot
    open_model = str(snapshot.attribute("api_model", model, "open_model") or "")
    if not open_model:
        return ""
    rows = hosts(page, open_model)
    box = cheapest_box(site, open_model)
    if box:
        under = {"open_model": open_model, "hardware": box, "api_model": model}
        name = record_link(page.root, "hardware", box, str(snapshot.attribute("hardware", box, "name")))
        rows.append(Row((f"Your own {name}", live(page, "local_total_usd_per_month", under)), side="local"))
    name = str(snapshot.attribute("open_model", open_model, "name"))
    caption = f"The weights of {name}, for your workload"
    return table(caption, ("Where they run", "A month"), rows, (1,))


def hosts(page: Page, open_model: str) -> list[Row]:
    """Who serves these weights, and what a month of the reader's workload costs there."""
    snapshot = page.evaluation.snapshot
    found = [
        one for one in snapshot.ids("api_model") if snapshot.attribute("api_model", one, "open_model") == open_model
    ]
    return [_host(page, one) for one in found]


def _host(page: Page, model: str) -> Row:
    host = page.evaluation.snapshot.maker("api_model", model)
    name = record_link(page.root, "api_model", model, host)
    return Row((name, live(page, "api_usd_per_month", {"api_model": model})), side="twin")


def cheapest_box(site: Site, open_model: str) -> str:
    """The hardware that serves the default workload with these weights for the least, or none that we can price."""
    found = []
    for hardware in site.evaluation.snapshot.ids("hardware"):
        branch = site.evaluation.overlay({"open_model": open_model, "hardware": hardware})
        usd, spare = branch.get("local_total_usd_per_month"), branch.get("overflow_requests_per_day")
        if spare == 0 and not isinstance(usd, Unknown | Floor):
            found.append((usd, hardware))
    return min(found)[1] if found else ""
