"""A page for each open model that somebody hosts: what it needs, where it runs, and who serves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from build_hooks.generated.page import GeneratedPage, crumbs, glance, page_of, record
from calc import text
from calc.parts.dated import fact_cell

if TYPE_CHECKING:
    from build_hooks.page_functions import PageFunctions
    from build_hooks.site import Site

FIGURES = (
    ("Parameters", "params_b"),
    ("Read for each token", "active_params_b"),
    ("Longest context", "max_context_tok"),
)


def hosted(site: Site) -> list[str]:
    """The open models that have a page: those that somebody hosts, so that both answers can be given."""
    snapshot = site.evaluation.snapshot
    return [one for one in snapshot.ids("open_model") if snapshot.attribute("open_model", one, "hosted_twin")]


def pages(site: Site) -> Iterator[GeneratedPage]:
    """One page for each of them."""
    for model in hosted(site):
        name = str(record(site, "open_model", model)["fields"]["name"])
        yield page_of(
            site,
            "open_model",
            model,
            kind="open",
            title=f"{name}: what it needs, and what runs it",
            description=(
                f"{name}: how much memory it needs, which cards and machines run it and how fast, what that costs a "
                f"month, and who hosts it. As of {text.day(site.catalog.edition)}."
            ),
            names=names,
        )


def names(functions: PageFunctions, model: str) -> dict[str, Any]:
    """What the template of an open model's page may name."""
    site, page = functions.site, functions.page
    fields = record(site, "open_model", model)["fields"]
    name = str(fields["name"])
    figures = [(label, fact_cell(page, "open_model", model, field)) for label, field in FIGURES]
    return {
        "model": model,
        "name": name,
        "note": fields.get("note") or "",
        "under": {"open_model": model},
        "hosts": list(site.contenders.of_open_models.get(model, ())),
        "boxes": list(page.evaluation.snapshot.ids("hardware")),
        "crumbs": functions.block(crumbs(page, ("Open models", "open-models/"), (name, ""))),
        "glance": functions.block(glance([*figures, ("Licence", str(fields["licence"]))])),
    }
