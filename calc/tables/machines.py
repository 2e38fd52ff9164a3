"""Every card and machine at a glance: what it holds, how fast it writes, what it costs to buy and each month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from calc.parts.addresses import record_link
from calc.parts.dated import fact_cell, missing
from calc.parts.markup import Args, Group, Page, Row, grouped, number
from calc.tables.memory import Need, largest, needs, pace
from calc.tables.named import linked, name_of

MARKETS = {
    "consumer": "Cards for a PC",
    "unified": "Whole machines",
    "workstation": "Workstation cards",
    "datacentre": "Datacentre cards",
}


def hardware(page: Page, _args: Args) -> str:
    """All hardware by the market it is sold to, the largest memory first."""
    snapshot, models, made = page.evaluation.snapshot, needs(page), set[str]()
    snapshot.need("hardware")
    groups = []
    for market, heading in MARKETS.items():
        ids = [one for one in snapshot.ids("hardware") if snapshot.attribute("hardware", one, "market") == market]
        ids.sort(key=lambda one: -_memory(page, one))
        groups.append(Group(heading, [_machine(page, one, models, made) for one in ids]))
    columns = ("Hardware", "A month", "Writes", "Street price", "Memory", "Largest models that fit")
    return grouped("Cards and machines", columns, groups, (1, 2, 3, 4))


def _memory(page: Page, one: str) -> float:
    fact = page.evaluation.snapshot.fact("hardware", one, "memory_gb")
    return float(fact.value) if fact else 0.0


def _machine(page: Page, one: str, models: Sequence[Need], made: set[str]) -> Row:
    under = {"hardware": one}
    maker = one.split("/")[0]
    mark = "" if maker in made else f' id="{escape(maker)}"'  # the first of each maker is where links to it lead
    made.add(maker)
    link = record_link(page.root, "hardware", one, name_of(page, "hardware", one))
    name = f"<span{mark}>{link}</span><br>{missing(page.evaluation.snapshot.maker('hardware', one))}"
    cells = (
        number(page, "local_total_usd_per_month", under),
        pace(page, under),
        number(page, "hardware_usd", under),
        fact_cell(page, "hardware", one, "memory_gb"),
        _holds(page, models, one),
    )
    return Row((name, *cells))


def _holds(page: Page, models: Sequence[Need], one: str) -> str:
    """The largest dense model and the largest mixture of experts that it holds alone."""
    under = {"hardware": one, "hardware_count": 1}
    held = [found for mixture in (False, True) for found in largest(page, models, under, mixture)[:1]]
    return "<br>".join(linked(page, "open_model", found.model) for found in held) or missing("none that we follow")


TABLES: dict[str, Callable[[Page, Args], str]] = {"hardware": hardware}
