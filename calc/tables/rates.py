"""What an API model charges, with every condition: context tiers, cache, batch, hours, regions, fees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from calc import results, text
from calc.facts.records_api import PriceRow, Region, Tier
from calc.parts.dated import missing
from calc.parts.markup import Args, Page, Row, number, table

CLASSES = (
    ("Input", "input"),
    ("Input read from the cache", "cache_read"),
    ("Input written to the cache", "cache_write"),
    ("Input written to the cache for an hour", "cache_write_1h"),
    ("Output, reasoning included", "output"),
)
ONE_TOKEN = {"input_tok_per_request": 1}  # a prompt below every context tier
PLACES = {"us": "the United States", "eu": "the European Union"}  # where a request may have to stay
WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")


def rates(page: Page, _args: Args) -> str:
    """What a model charges on the day, with its conditions as a list."""
    priced = page.evaluation.snapshot.price(page.evaluation.get("api_model"))
    if priced is None:
        return f"<p>We know of no price on {text.day(page.evaluation.snapshot.day)}.</p>"
    said = "".join(f"<li>{one}</li>" for one in conditions(page, priced.row))
    return rates_table(page, priced.row) + (f"<ul>{said}</ul>" if said else "")


def rates_table(page: Page, row: PriceRow) -> str:
    """Rates by class of token; a column for each context tier and for batch, where the model has them."""
    columns = [
        "Per 1M tokens",
        "Price",
        *(_when(tier) for tier in row.tiers),
        *(["Sent as batch"] if row.batch else []),
    ]
    rows = [Row((escape(label), *_cells(page, row, name))) for label, name in CLASSES if _stated(row, name)]
    return table("What a million tokens cost", columns, rows, tuple(range(1, len(columns))))


def _stated(row: PriceRow, name: str) -> str | None:
    found: str | None = getattr(row, f"{name}_usd_per_mtok")
    return found


def _cells(page: Page, row: PriceRow, name: str) -> Iterator[str]:
    node = f"api_{name}_usd_per_mtok"
    yield _rate(page, node, _stated(row, name), ONE_TOKEN)
    for tier in row.tiers:
        inside = {"input_tok_per_request": tier.prompt_tok + (tier.when == ">")}
        whole = tier.scope == "all-tokens"
        yield _rate(page, node if whole else "", getattr(tier, f"{name}_usd_per_mtok"), inside)
    if row.batch:
        ratio = f"api_batch_{name}_ratio"
        yield _if_known(page, ratio) or missing("not stated")


def _rate(page: Page, node: str, stated: str | None, under: dict[str, Any]) -> str:
    """A rate as a live number; where no quantity stands for it, as it is stated."""
    if stated is None:
        return missing("not stated")
    return _if_known(page, node, under) or escape(text.words(float(stated), "usd_per_mtok"))


def _if_known(page: Page, node: str, under: Mapping[str, Any] | None = None) -> str:
    """A number where there is such a quantity and it is known, else nothing."""
    if node not in page.evaluation.graph.nodes or not results.is_known(page.under(under or {}), node):
        return ""
    return number(page, node, under)


def _when(tier: Tier) -> str:
    size = text.words(float(tier.prompt_tok), "prompt_tok")
    return f"{'From' if tier.when == '>=' else 'Above'} {size} of prompt"


def conditions(page: Page, row: PriceRow) -> Iterator[str]:
    """What else decides the price, a sentence of HTML each."""
    for scope in dict.fromkeys(tier.scope for tier in row.tiers):
        yield _SCOPES[scope]
    for tier in row.tiers:
        if tier.batch is not None:
            ratios = f"{escape(tier.batch.input_ratio)}× in and {escape(tier.batch.output_ratio)}× out"
            yield f"{_when(tier)}, what is sent as batch costs {ratios}."
    yield from _windows(page, row)
    yield from (_region(name, region) for name, region in row.regions.items())
    yield from _fees(row)
    if row.until:
        why = "The maker has said that this price is a promotion" if row.promotion else "This price ends"
        yield f"{why}: it holds until {text.day(row.until)}."
    absent = [label.lower() for label, name in CLASSES if _stated(row, name) is None and name != "cache_write_1h"]
    if absent:
        yield f"Our sources state no price for {escape(' or '.join(absent))}; that is not the same as free."


_SCOPES = {
    "all-tokens": "The tier is that of the whole prompt, and holds for every token of the request, the answer's too.",
    "excess": "Only the part of the prompt above the boundary pays the higher rate.",
}


def _windows(page: Page, row: PriceRow) -> Iterator[str]:
    for window in row.windows:
        hours = " and ".join(escape(span.replace("-", "–")) for span in window.hours_utc)
        note = f" {escape(window.note)}" if window.note else ""
        ratio = number(page, "api_peak_rate_ratio") if window is row.windows[0] else f"{escape(window.rate_ratio)}×"
        yield f"At {hours} UTC, {_days(tuple(window.weekdays))}, every rate is {ratio} the one above.{note}"


def _days(weekdays: tuple[str, ...]) -> str:
    if len(weekdays) == 7:
        return "every day"
    if weekdays == WORKING_DAYS:
        return "Monday to Friday"
    return ", ".join(day.capitalize() for day in weekdays)


def _region(key: str, region: Region) -> str:
    name = PLACES.get(key, key)
    note = f" {escape(region.note)}" if region.note else ""
    if region.rate_ratio:
        ratio = escape(region.rate_ratio)
        return f"For work that must stay in {escape(name)}, every rate is {ratio}× the one above.{note}"
    rates = [
        f"{escape(label.lower())} {text.words(float(rate), 'usd_per_mtok')}"
        for label, key in CLASSES
        if (rate := getattr(region, f"{key}_usd_per_mtok")) is not None
    ]
    return f"For work that must stay in {escape(name)}, it costs {', '.join(rates)} per million tokens.{note}"


def _fees(row: PriceRow) -> Iterator[str]:
    if row.fees is None:
        return
    note = f" {escape(row.fees.note)}" if row.fees.note else ""
    if row.fees.gateway_fee_frac:
        share = text.words(float(row.fees.gateway_fee_frac), "fee_frac")
        yield f"Whoever stands between adds {share} to the bill.{note}"
    if row.fees.tool_usd_per_1000_calls:
        calls = text.words(float(row.fees.tool_usd_per_1000_calls), "tool_usd_per_1000_calls")
        tool = (row.fees.note or "Its tool").rstrip(".")
        yield f"{escape(tool)}: {calls} for a thousand calls."


TABLES: dict[str, Callable[[Page, Args], str]] = {"rates": rates}
