"""A page for each provider: its models with what they charge, what has changed, and what ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from build_hooks.generated.page import GeneratedPage, crumbs, record
from calc import text
from calc.facts.billers import is_over
from calc.parts.addresses import provider_address
from calc.tables.providers import provider_events

if TYPE_CHECKING:
    from build_hooks.page_functions import PageFunctions
    from build_hooks.site import Site


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
    name = page.evaluation.snapshot.maker("api_model", biller)
    return {
        "name": name,
        "biller": biller,
        "retired": any(is_over(page.evaluation.snapshot, model) for model in models),
        "happened": bool(provider_events(page, {"biller": biller})),
        "crumbs": functions.block(crumbs(page, ("Providers", "providers/"), (name, ""))),
    }
