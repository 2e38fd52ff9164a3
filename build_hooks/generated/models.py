"""A page for each API model: what it costs, its history, and what else could be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from build_hooks.contenders import RULE
from build_hooks.generated.billers import statuses
from build_hooks.generated.page import GeneratedPage, crumbs, glance, known, live, page_of, record
from build_hooks.generated.workloads import overrides
from calc import text
from calc.calculators import PRESETS
from calc.facts.billers import TIERS, with_biller
from calc.parts.addresses import provider_address
from calc.parts.dated import fact_cell
from calc.parts.markup import Page

if TYPE_CHECKING:
    from build_hooks.page_functions import PageFunctions
    from build_hooks.site import Site


def pages(site: Site) -> Iterator[GeneratedPage]:
    """One page for each API model."""
    for model in site.evaluation.snapshot.ids("api_model"):
        yield page_of(
            site,
            "api_model",
            model,
            kind="model",
            title=f"{with_biller(site.evaluation.snapshot, model)}: price and history",
            description=_description(site, model),
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
    page, name = functions.page, str(own.evaluation.snapshot.attribute("api_model", model, "name"))
    biller = (page.evaluation.snapshot.maker("api_model", model), provider_address(model.split("/")[0]))
    return {
        **_words(functions.site, model),
        "billed": known(own, "api_usd_per_month"),
        "workloads": workloads(functions.site),
        **_compared(functions.site, model),
        "crumbs": functions.block(crumbs(page, ("API models", "models/"), biller, (name, ""))),
        "glance": functions.block(glance(_glance(page, own, model))),
    }


def _words(site: Site, model: str) -> dict[str, Any]:
    """What the page says of the model in words."""
    stored = record(site, "api_model", model)
    fields = stored["fields"]
    return {
        "model": model,
        "under": {"api_model": model},
        "name": str(fields["name"]),
        "biller": site.evaluation.snapshot.maker("api_model", model),
        "tier": TIERS[str(fields["tier"])],
        "modalities": fields.get("modalities") or "",
        "note": fields.get("note") or "",
        "open_model": fields.get("open_model") or "",
        "aliases": [Markup(one) for one in aliases(stored)],
        "endings": endings(site, stored),
    }


def _compared(site: Site, model: str) -> dict[str, Any]:
    """What the model is compared with: `others`, where its tier has too many for all, and hosts of its weights."""
    fields = record(site, "api_model", model)["fields"]
    others = site.contenders.of_tiers.get(str(fields["tier"]), ())
    hosts = site.contenders.of_open_models.get(str(fields.get("open_model") or ""), ())
    compared = {"others": list(others)} if others else {}
    return {"compared": {**compared, "with": {"api_model": model}}, "hosts": list(hosts), "rule": RULE}


def _glance(page: Page, own: Page, model: str) -> list[tuple[str, str]]:
    return [
        ("In, per million tokens", fact_cell(page, "api_model", model, "input_usd_per_mtok")),
        ("Out, per million tokens", fact_cell(page, "api_model", model, "output_usd_per_mtok")),
        ("Longest context", fact_cell(page, "api_model", model, "context_tok")),
        ("State", live(own, "api_status")),
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


def workloads(site: Site) -> list[dict[str, Any]]:
    """The named workloads as rows: label, size, and the overrides that make it."""
    return [
        {
            "label": preset.label,
            "size": f"{preset.values['requests_per_day']} a day",
            "under": overrides(preset, site.catalog),
        }
        for preset in PRESETS
    ]
