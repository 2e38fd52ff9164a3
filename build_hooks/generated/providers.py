"""A page for each provider: its models with what they charge, what has changed, and what ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from build_hooks.contenders import by_biller
from build_hooks.generated.page import GeneratedPage, crumbs, record
from calc import text
from calc.facts.billers import is_over, is_to_be_had
from calc.facts.history import first
from calc.facts.moments import begins
from calc.parts.addresses import provider_address
from calc.tables.providers import provider_events

if TYPE_CHECKING:
    from build_hooks.page_functions import PageFunctions
    from build_hooks.site import Site


def billers(site: Site) -> dict[str, list[str]]:
    """Models by who bills them, in the catalog's order."""
    return by_biller(site.evaluation.snapshot.ids("api_model"))


def counts(site: Site, models: Sequence[str]) -> dict[str, int]:
    """How many of the models are to be had: from which moment on how many."""
    changes: dict[str, int] = {}
    for model in models:
        before = False
        for moment in sorted(
            {begins(day) for row in _rows(site, model) for day in (row["since"], row.get("until")) if day}
        ):
            now = is_to_be_had(site.catalog.at(moment), model)
            changes[moment] = changes.get(moment, 0) + now - before
            before = now
    moments = sorted(moment for moment, change in changes.items() if change)
    return dict(zip(moments, accumulate(changes[one] for one in moments), strict=True))


def _moments(site: Site, model: str) -> list[str]:
    """The moments at which something of a model begins or ends."""
    ends = (row.get("until") for row in _rows(site, model))
    return sorted({begins(one) for one in (*(row["since"] for row in _rows(site, model)), *ends) if one})


def has_more_to_come(site: Site, model: str) -> bool:
    """Whether anything of a model is announced, or begins only after the edition."""
    return any(row.get("announced") or first(row["since"]) > site.catalog.edition for row in _rows(site, model))


def _rows(site: Site, model: str) -> Iterator[Mapping[str, Any]]:
    """The rows that say what a model costs and whether it is to be had."""
    stored = record(site, "api_model", model)
    yield from stored.get("prices", ())
    yield from stored.get("values", {}).get("status", ())


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
