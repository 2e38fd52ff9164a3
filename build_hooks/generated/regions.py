"""A page for each region with a tariff: what power costs there, and what that does to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from build_hooks.generated.page import GeneratedPage, cell, crumbs, live, page_of, record
from calc import text
from calc.parts.markup import Page, Row, table

if TYPE_CHECKING:
    from build_hooks.page_functions import PageFunctions
    from build_hooks.site import Site

MEAN = "us/residential"  # what the guide takes where the reader says nothing
ROWS = (
    ("Your box's electricity, a month", "electricity_usd_per_month"),
    ("Your box, all told", "local_total_usd_per_month"),
    ("It pays for itself in", "break_even_months"),
    ("No dearer than the API from, requests a day", "break_even_requests_per_day"),
    ("Carbon of its power, a month", "carbon_kg_per_month"),
)
FIELDS = {"electricity_usd_per_kwh": "Price", "carbon_g_per_kwh": "Carbon"}
SECTORS = {"residential": "Households", "commercial": "Businesses"}


def regions(site: Site) -> dict[str, list[str]]:
    """Tariffs by region, that of households first."""
    found: dict[str, list[str]] = {}
    for tariff in site.evaluation.snapshot.ids("tariff"):
        found.setdefault(tariff.split("/")[0], []).append(tariff)
    return {region: sorted(tariffs, key=lambda one: "/commercial" in one) for region, tariffs in found.items()}


def region_name(site: Site, tariff: str) -> str:
    """A region's name, from its tariff's: "California, households" -> "California"."""
    name = str(site.evaluation.snapshot.attribute("tariff", tariff, "name"))
    return name.rsplit(", ", 1)[0]


def pages(site: Site) -> Iterator[GeneratedPage]:
    """One page for each region."""
    for region, tariffs in regions(site).items():
        name = region_name(site, tariffs[0])
        yield page_of(
            site,
            "tariff",
            tariffs[0],
            about=region,
            kind="region",
            title=f"Electricity for a local model: {name}",
            description=(
                f"What a kilowatt-hour costs in {name} as of {text.day(site.catalog.edition)}, what that makes of "
                "running a language model at home, and how the answer compares with the mean of the United States."
            ),
            names=names,
        )


def names(functions: PageFunctions, region: str) -> dict[str, Any]:
    """What the template of a region's page may name."""
    site, page = functions.site, functions.page
    tariffs = regions(site)[region]
    name = region_name(site, tariffs[0])
    first = tariffs[0]
    blocks = {
        "crumbs": crumbs(page, ("Regions", "regions/"), (name, "")),
        "compared": _compared(page, tariffs),
    }
    return {
        "name": name,
        "tariff": first,
        "tariffs": {one: str(page.evaluation.snapshot.attribute("tariff", one, "name")) for one in tariffs},
        "fields": FIELDS,
        "sector": SECTORS[str(page.evaluation.snapshot.attribute("tariff", first, "sector"))].lower(),
        "is_mean": first == MEAN,
        "note": record(site, "tariff", first)["fields"].get("note") or "",
        **{key: functions.block(html) if html else "" for key, html in blocks.items()},
    }


def _compared(page: Page, tariffs: list[str]) -> str:
    """The answer here beside that at the mean."""
    shown = list(dict.fromkeys([*tariffs, MEAN]))
    rows = [Row(("A kilowatt-hour", *(live(page, "electricity_usd_per_kwh", {"tariff": one}) for one in shown)))]
    rows += [Row((escape(label), *(cell(page, q, {"tariff": one}) for one in shown))) for label, q in ROWS]
    columns = ("", *(_heading(page, one) for one in shown))
    return table("The same work at different power prices", columns, rows, tuple(range(1, len(columns))))


def _heading(page: Page, tariff: str) -> str:
    if tariff == MEAN:
        return "Mean of US households"
    return SECTORS[str(page.evaluation.snapshot.attribute("tariff", tariff, "sector"))]
