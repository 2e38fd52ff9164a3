"""A page for each card and machine: what fits, how fast it is, what it costs, and when it pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from build_hooks.generated.page import GeneratedPage, crumbs, glance, known, page_of, record
from build_hooks.generated.workloads import POPULAR, TIER_MODELS
from calc import text
from calc.figures.street import CONDITIONS
from calc.parts.dated import fact_cell
from calc.parts.markup import Page

if TYPE_CHECKING:
    from build_hooks.page_functions import PageFunctions
    from build_hooks.site import Site

MARKETS = {
    "consumer": "A consumer card",
    "workstation": "A workstation card",
    "datacentre": "A datacentre card",
    "unified": "A whole machine with one memory for processor and graphics,",
}


def pages(site: Site) -> Iterator[GeneratedPage]:
    """One page for each card and machine."""
    for hardware in site.evaluation.snapshot.ids("hardware"):
        name = str(record(site, "hardware", hardware)["fields"]["name"])
        yield page_of(
            site,
            "hardware",
            hardware,
            kind="hardware",
            title=f"{name} for language models: fit, speed, cost",
            description=(
                f"{name}: which open models fit, how many tokens a second, what it costs a month at your power price, "
                f"and when it pays against three tiers of API. As of {text.day(site.catalog.edition)}."
            ),
            names=names,
        )


def names(functions: PageFunctions, hardware: str) -> dict[str, Any]:
    """What the template of a piece of hardware's page may name."""
    page = functions.page
    under = _scenario(page, hardware)
    own, snapshot = page.about(under), page.evaluation.snapshot
    name = str(snapshot.attribute("hardware", hardware, "name"))
    steps = (
        ("Hardware", "hardware/"),
        (snapshot.maker("hardware", hardware), f"hardware/#{hardware.split('/')[0]}"),
        (name, ""),
    )
    return {
        **_words(functions, hardware),
        "under": under,
        "model": _model(own, "open_model" not in under),
        "priced": known(own, "local_total_usd_per_month"),
        "popular": list(POPULAR),
        "tiers": dict(TIER_MODELS),
        "rental": Markup(fact_cell(page, "rental", hardware, "rental_usd_per_hour")),
        "crumbs": functions.block(crumbs(page, *steps)),
        "glance": functions.block(glance(_glance(page, hardware))),
        "street": {one: words for one, words in CONDITIONS.items() if snapshot.all_facts("hardware", hardware, one)},
    }


def _model(own: Page, usual: bool) -> str:
    """The model that the page's speeds are of, in words."""
    if usual:
        return "the model of your scenario"
    model = own.evaluation.get("open_model")
    name = own.evaluation.snapshot.attribute("open_model", model, "name")
    return f"{name}, the largest of the models below that we can time on it,"


def _words(functions: PageFunctions, hardware: str) -> dict[str, Any]:
    fields = record(functions.site, "hardware", hardware)["fields"]
    return {
        "hardware": hardware,
        "name": str(fields["name"]),
        "market": MARKETS[str(fields["market"])],
        "maker": functions.site.evaluation.snapshot.maker("hardware", hardware),
        "note": fields.get("note") or "",
    }


def _scenario(page: Page, hardware: str) -> dict[str, Any]:
    """The reader's scenario on this hardware; with the largest popular model that runs where the usual one does not."""
    own = {"hardware": hardware, "rental_hardware": hardware}
    if known(page, "decode_tok_per_s", own):
        return own
    for model in sorted(POPULAR, key=lambda one: -float(_params(page, one))):
        if known(page, "decode_tok_per_s", {**own, "open_model": model}):
            return {**own, "open_model": model}
    return own


def _params(page: Page, model: str) -> str:
    fact = page.evaluation.snapshot.fact("open_model", model, "params_b")
    return fact.value if fact else "0"


def _glance(page: Page, hardware: str) -> list[tuple[str, str]]:
    snapshot = page.evaluation.snapshot
    found = [("Memory", fact_cell(page, "hardware", hardware, "memory_gb"))]
    found.append(("Bandwidth", fact_cell(page, "hardware", hardware, "memory_bandwidth_gb_per_s")))
    for field, label in CONDITIONS.items():
        seen = snapshot.fact("hardware", hardware, field)
        if seen is not None:
            found.append((f"{label}, {text.day(seen.date)}", fact_cell(page, "hardware", hardware, field)))
    return found
