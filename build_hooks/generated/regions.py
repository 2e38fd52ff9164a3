"""A page for each region with a tariff: what power costs there, and what that does to the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from build_hooks.generated.page import GeneratedPage, crumbs, first_line, if_known, live, missing, record, said_by
from calc import text
from calc.addresses import address_of
from calc.markup import Page, Row, table

if TYPE_CHECKING:
    from build_hooks.render import PageFunctions
    from build_hooks.site import Site

MEAN = "us/residential"  # what the guide takes where the reader says nothing
ROWS = (
    ("Your box's electricity, a month", "electricity_usd_per_month"),
    ("Your box, all told", "local_total_usd_per_month"),
    ("It pays for itself in", "break_even_months"),
    ("No dearer than the API from, requests a day", "break_even_requests_per_day"),
    ("Carbon of its power, a month", "carbon_kg_per_month"),
)
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
        stored = record(site, "tariff", tariffs[0])
        name = region_name(site, tariffs[0])
        yield GeneratedPage(
            kind="region",
            record=region,
            address=address_of("tariff", tariffs[0]),
            title=f"Electricity for a local model: {name}",
            description=(
                f"What a kilowatt-hour costs in {name} as of {text.day(site.catalog.edition)}, what that makes of "
                "running a language model at home, and how the answer compares with the mean of the United States."
            ),
            file=str(stored["file"]),
            line=first_line(stored),
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
        "every_price": "".join(_history(page, site, tariff) for tariff in tariffs),
    }
    return {
        "name": name,
        "tariff": first,
        "sector": SECTORS[str(page.evaluation.snapshot.attribute("tariff", first, "sector"))].lower(),
        "is_mean": first == MEAN,
        "note": record(site, "tariff", first)["fields"].get("note") or "",
        **{key: functions.block(html) if html else "" for key, html in blocks.items()},
    }


def _compared(page: Page, tariffs: list[str]) -> str:
    """The answer here beside that at the mean."""
    shown = list(dict.fromkeys([*tariffs, MEAN]))
    rows = [Row(("A kilowatt-hour", *(live(page, "electricity_usd_per_kwh", {"tariff": one}) for one in shown)))]
    rows += [Row((escape(label), *(_cell(page, q, one) for one in shown))) for label, q in ROWS]
    columns = ("", *(_heading(page, one) for one in shown))
    return table("The same work at different power prices", columns, rows, tuple(range(1, len(columns))))


def _heading(page: Page, tariff: str) -> str:
    if tariff == MEAN:
        return "Mean of US households"
    return SECTORS[str(page.evaluation.snapshot.attribute("tariff", tariff, "sector"))]


def _cell(page: Page, q: str, tariff: str) -> str:
    return if_known(page, q, {"tariff": tariff}) or missing("no figure")


def _history(page: Page, site: Site, tariff: str) -> str:
    stored = record(site, "tariff", tariff)
    rows = [
        Row(_row(page, label, row))
        for label, field in (("Price", "electricity_usd_per_kwh"), ("Carbon", "carbon_g_per_kwh"))
        for row in reversed(stored["values"].get(field, ()))
    ]
    return table(str(stored["fields"]["name"]), ("", "Figure", "Where we have it from"), rows, (1,))


def _row(page: Page, label: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    field = "electricity_usd_per_kwh" if label == "Price" else "carbon_g_per_kwh"
    low, high = (float(row[end]) if row.get(end) else None for end in ("low", "high"))
    value = float(row["value"]) if row.get("value") else ((low or 0.0) + (high or 0.0)) / 2
    spread = text.words(value, field, low, high)
    read = said_by(page, row["source"], row["how"], row["checked"], row.get("note", ""))
    return f"{label}, {text.day(str(row['since']))}", escape(spread), read
