"""A page for each card and machine: what fits, how fast it is, what it costs, and when it pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from build_hooks.generated import street
from build_hooks.generated.page import GeneratedPage, crumbs, fact_of, first_line, glance, if_known, known, record
from build_hooks.generated.workloads import POPULAR, TIER_MODELS
from calc import text
from calc.addresses import address_of
from calc.markup import Page, Row, table

if TYPE_CHECKING:
    from build_hooks.render import PageFunctions
    from build_hooks.site import Site

MARKETS = {
    "consumer": "A consumer card",
    "workstation": "A workstation card",
    "datacentre": "A datacentre card",
    "unified": "A whole machine with one memory for processor and graphics,",
}
COSTS = (
    ("Share of the purchase", "ownership_usd_per_month"),
    ("Electricity", "electricity_usd_per_month"),
    ("Care", "labour_usd_per_month"),
    ("What it cannot serve, at the API", "overflow_usd_per_month"),
)
# What a page leads with: the first of these that is known.
LEADS = (
    ("Owned, a month, all told", "local_total_usd_per_month"),
    ("Rented for this work, a month", "rental_total_usd_per_month"),
    ("Its power alone, a month", "electricity_usd_per_month"),
    ("Rented, an hour", "rental_usd_per_hour"),
    ("It writes", "decode_tok_per_s"),
)
NEEDED = (
    ("its street price", "hardware_usd"),
    ("what it draws at work", "load_power_w"),
    ("what it draws at rest", "idle_power_w"),
    ("how fast it reads a prompt", "prefill_tok_per_s"),
    ("how fast it writes", "decode_tok_per_s"),
)


def pages(site: Site) -> Iterator[GeneratedPage]:
    """One page for each card and machine."""
    for hardware in site.evaluation.snapshot.ids("hardware"):
        stored = record(site, "hardware", hardware)
        name = str(stored["fields"]["name"])
        yield GeneratedPage(
            kind="hardware",
            record=hardware,
            address=address_of("hardware", hardware),
            title=f"{name} for language models: fit, speed, cost",
            description=(
                f"{name}: which open models fit, how many tokens a second, what it costs a month at your power price, "
                f"and when it pays against three tiers of API. As of {text.day(site.catalog.edition)}."
            ),
            file=str(stored["file"]),
            line=first_line(stored),
            names=names,
        )


def names(functions: PageFunctions, hardware: str) -> dict[str, Any]:
    """What the template of a piece of hardware's page may name."""
    page = functions.page
    under = _scenario(page, hardware)
    own = page.about(under)
    blocks = _blocks(functions, own, hardware)
    return {
        **_words(functions, hardware),
        **_what_is_known(own, hardware),
        "under": under,
        "own_model": "open_model" not in under,
        "popular": list(POPULAR),
        "tiers": dict(TIER_MODELS),
        "rental": Markup(fact_of(page, "rental", hardware, "rental_usd_per_hour")),
        **{key: functions.block(html) if html else "" for key, html in blocks.items()},
    }


def _words(functions: PageFunctions, hardware: str) -> dict[str, Any]:
    fields = record(functions.site, "hardware", hardware)["fields"]
    return {
        "hardware": hardware,
        "name": str(fields["name"]),
        "market": MARKETS[str(fields["market"])],
        "maker": functions.site.evaluation.snapshot.maker("hardware", hardware),
        "note": fields.get("note") or "",
    }


def _what_is_known(own: Page, hardware: str) -> dict[str, Any]:
    """What the page can lead with, with which model, and what is missing for more."""
    model = own.evaluation.get("open_model")
    return {
        "lead": next((one for one in LEADS if _is_lead(own, hardware, one[1])), None),
        "lacking": " or ".join(words for words, needed in NEEDED if not known(own, needed)),
        "model_name": str(own.evaluation.snapshot.attribute("open_model", model, "name")),
        "priced": known(own, "local_total_usd_per_month"),
        "speed_known": known(own, "ttft_s"),
    }


def _blocks(functions: PageFunctions, own: Page, hardware: str) -> dict[str, str]:
    """The tables and pictures of the page as HTML; empty where there is nothing to show."""
    page, stored = functions.page, record(functions.site, "hardware", hardware)
    name = str(stored["fields"]["name"])
    maker = (page.evaluation.snapshot.maker("hardware", hardware), f"hardware/#{hardware.split('/')[0]}")
    return {
        "crumbs": crumbs(page, ("Hardware", "hardware/"), maker, (name, "")),
        "glance": glance(_glance(page, hardware)),
        "costs": _costs(own),
        "power": _power(page, hardware),
        "street": street.prices(page, name, stored),
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


def _is_lead(own: Page, hardware: str, quantity: str) -> bool:
    rented = quantity.startswith("rental")
    if rented and own.evaluation.snapshot.fact("rental", hardware, "rental_usd_per_hour") is None:
        return False
    return known(own, quantity)


def _glance(page: Page, hardware: str) -> list[tuple[str, str]]:
    snapshot = page.evaluation.snapshot
    found = [("Memory", fact_of(page, "hardware", hardware, "memory_gb"))]
    found.append(("Bandwidth", fact_of(page, "hardware", hardware, "memory_bandwidth_gb_per_s")))
    for label, field in street.CONDITIONS:
        seen = snapshot.fact("hardware", hardware, field)
        if seen is not None:
            found.append((f"{label}, {text.day(seen.date)}", fact_of(page, "hardware", hardware, field)))
    return found


def _costs(own: Page) -> str:
    if not known(own, "local_total_usd_per_month"):
        return ""
    rows = [Row((label, if_known(own, name))) for label, name in COSTS]
    rows.append(Row(("Together", if_known(own, "local_total_usd_per_month")), side="local", emphasis="total"))
    return table("Of that", ("", "A month"), rows, (1,))


def _power(page: Page, hardware: str) -> str:
    fields = (
        ("Rated by its maker", "rated_power_w"),
        ("Measured while it writes", "card_load_power_w"),
        ("At rest", "card_idle_power_w"),
    )
    found = [(label, fact_of(page, "hardware", hardware, field)) for label, field in fields]
    rows = [Row((label, shown or '<span class="missing">not found</span>')) for label, shown in found]
    return table("Power", ("", "Of one"), rows, (1,))
