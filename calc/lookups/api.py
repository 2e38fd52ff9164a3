"""Lookups of an API's price: the row in force, its rates for this prompt and region, its hours, its fees."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from calc import text
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.nodes import Node, lookup
from calc.engine.rules import CUSTOM, Lookup, Reader, of_your_own
from calc.facts import hours
from calc.facts.fact import row_fact
from calc.facts.price_rows import PriceInForce
from calc.facts.records_api import PriceRow, Region, Window
from calc.facts.week import ALWAYS, Weighted
from calc.options import ASSUMED, REGION_WORDS
from calc.text import plain
from calc.units import round12

STANDARD = "standard"  # the row's own rates, wherever the request is served
RATES = {
    "api_input_usd_per_mtok": "Rate for fresh input tokens, in the context tier of this prompt.",
    "api_cache_read_usd_per_mtok": "Rate for input tokens read from the cache.",
    "api_cache_write_usd_per_mtok": "Rate for input tokens written to the cache.",
    "api_cache_write_1h_usd_per_mtok": "Rate for input tokens written to the cache to be kept for an hour.",
    "api_output_usd_per_mtok": "Rate for output tokens, reasoning included.",
}
TOKENS = {
    "input_usd_per_mtok": "input",
    "cache_read_usd_per_mtok": "input read from the cache",
    "cache_write_usd_per_mtok": "input written to the cache",
    "cache_write_1h_usd_per_mtok": "input kept in the cache for an hour",
    "output_usd_per_mtok": "output",
}
BATCH_RATIOS = ("input_ratio", "cache_read_ratio", "cache_write_ratio", "cache_write_1h_ratio", "output_ratio")
HOURS = ("api_price_row", "hours_profile", "utc_offset_hours")
Priced = PriceInForce | Unknown | None


def price_in_force(evaluation: Evaluation, _name: str) -> Any:
    """The price row of the chosen API model on the day (the one node that hands on a record)."""
    model = evaluation.get("api_model")
    if model == CUSTOM:
        return None
    assumed = evaluation.get(ASSUMED)
    found = assumed and assumed.of(model)
    if found:
        return found
    snapshot = evaluation.snapshot
    ended = snapshot.ended(model)
    reason = f"no price of {snapshot.label('api_model', model)} is known on {text.day(snapshot.day)}"
    last = f": its last one ended {text.day(ended.row.until)}" if ended and ended.row.until else ""
    return snapshot.price(model) or Unknown(f"{reason}{last}")


def _no_price(evaluation: Evaluation, priced: PriceInForce, of_what: str) -> Unknown:
    return Unknown(f"no {of_what} is known for {evaluation.snapshot.label('api_model', priced.model)}")


def rates_for(row: PriceRow, prompt_tok: float) -> Any:
    """The rates of the last tier that a prompt of this size reaches, or the base rates."""
    rates: Any = row
    size = round12(prompt_tok)
    for tier in row.tiers:
        if size > tier.prompt_tok or (tier.when == ">=" and size == tier.prompt_tok):
            rates = tier
    return rates


def brackets(row: PriceRow, field: str, prompt_tok: float) -> list[tuple[str | None, float]]:
    """The rates that one class of tokens pays, each with the share of the class that pays it.

    One rate, unless the row's tiers are brackets: then the prompt is cut at their sizes, and each class of its tokens
    lies in each bracket in proportion.  Output has no place in the prompt and pays the last tier reached.
    """
    reached = rates_for(row, prompt_tok)
    if reached is row or reached.scope != "excess" or field == "output_usd_per_mtok":
        return [(getattr(reached, field), 1.0)]
    passed: list[Any] = [row, *(tier for tier in row.tiers if tier.prompt_tok < prompt_tok)]
    cuts = [0.0, *(float(tier.prompt_tok) for tier in passed[1:]), prompt_tok]
    return [
        (getattr(rates, field), (end - start) / prompt_tok)
        for rates, start, end in zip(passed, cuts, cuts[1:], strict=False)
    ]


def _reader(field: str, find: Callable[[Evaluation, PriceInForce], Any], deps: tuple[str, ...], custom: Any) -> Reader:
    """A reader of the price row: passes on what is unknown, and says what holds for a made-up API."""

    def read(evaluation: Evaluation, name: str) -> Any:
        priced: Priced = evaluation.get("api_price_row")
        if isinstance(priced, Unknown):
            return priced
        if priced is None:
            return Unknown(of_your_own(evaluation, "api_model", name)) if custom is None else custom
        found = find(evaluation, priced)
        if not isinstance(found, str):
            return found
        evaluation.facts_read[name] = row_fact(priced, field, found, _source_of(evaluation, priced, name))
        return float(found)

    return Reader(read, deps)


def _source_of(evaluation: Evaluation, priced: PriceInForce, name: str) -> str | None:
    """The source of a part of the row that names its own."""
    if name in ("api_gateway_fee_frac", "api_tool_usd_per_1000_calls"):
        return priced.row.fees.source if priced.row.fees else None
    region = _region_of(evaluation, priced) if name == "api_region_rate_ratio" else None
    return region.source if region else None


def _region_of(evaluation: Evaluation, priced: PriceInForce) -> Region | None:
    return priced.row.regions.get(evaluation.get("api_region"))


def _rate(field: str) -> Reader:
    def find(evaluation: Evaluation, priced: PriceInForce) -> Any:
        region = _region_of(evaluation, priced)
        if region is not None and region.rate_ratio is None:
            parts: list[tuple[str | None, float]] = [(getattr(region, field), 1.0)]
        else:
            parts = brackets(priced.row, field, evaluation.get("input_tok_per_request"))
        known = [(rate, share) for rate, share in parts if rate is not None]
        if len(known) < len(parts):
            return _no_price(evaluation, priced, f"price of {TOKENS[field]}")
        if len(known) == 1:
            return known[0][0]
        mean = math.fsum(float(rate) * share for rate, share in known)
        evaluation.facts_read[f"api_{field}"] = row_fact(priced, field, plain(mean))
        return mean

    return _reader(field, find, ("api_price_row", "input_tok_per_request", "api_region"), None)


def _batch(field: str) -> Reader:
    def find(evaluation: Evaluation, priced: PriceInForce) -> Any:
        batch = rates_for(priced.row, evaluation.get("input_tok_per_request")).batch or priced.row.batch
        ratio = getattr(batch, field, None)
        of_what = f"batch price of {TOKENS[field.replace('_ratio', '_usd_per_mtok')]}"
        return _no_price(evaluation, priced, of_what) if ratio is None else ratio

    return _reader(field, find, ("api_price_row", "input_tok_per_request"), None)


def _region_ratio(evaluation: Evaluation, priced: PriceInForce) -> Any:
    region, wanted = _region_of(evaluation, priced), evaluation.get("api_region")
    if wanted == STANDARD:
        return 1.0
    if region is None:
        return _no_price(evaluation, priced, f"price for requests served {REGION_WORDS.get(wanted, wanted)}")
    return 1.0 if region.rate_ratio is None else region.rate_ratio


def _fee(field: str, otherwise: float | None) -> Reader:
    def find(evaluation: Evaluation, priced: PriceInForce) -> Any:
        fee = getattr(priced.row.fees, field, None)
        if fee is not None:
            return fee
        return _no_price(evaluation, priced, "price of tool calls") if otherwise is None else otherwise

    return _reader(field, find, ("api_price_row",), otherwise)


def held(evaluation: Evaluation, priced: PriceInForce) -> list[tuple[Window, float]]:
    """The row's windows, each with the share of the profile's requests that falls into it."""
    profile = hours.profile_spans(evaluation.get("hours_profile"), float(evaluation.get("utc_offset_hours")))
    snapshot = evaluation.snapshot
    return hours.shares(priced.row.windows, profile, snapshot.day, snapshot.calendars, priced.assume_holidays)


def _cite_calendar(evaluation: Evaluation, priced: PriceInForce, name: str) -> None:
    """The calendar that the row's windows leave out, as the fact that a share of hours rests on."""
    calendars = [window.except_calendar for window in priced.row.windows if window.except_calendar]
    if calendars:
        evaluation.facts_read[name] = evaluation.snapshot.calendar_fact(calendars[0])


def _peak_frac(evaluation: Evaluation, priced: PriceInForce) -> float:
    _cite_calendar(evaluation, priced, "api_peak_frac")
    return math.fsum(share for _, share in held(evaluation, priced))


def _peak_ratio(evaluation: Evaluation, priced: PriceInForce) -> Any:
    """The ratio of the windows, where there are several their mean over the profile's requests."""
    ratios = list(dict.fromkeys(window.rate_ratio for window in priced.row.windows))
    if len(ratios) < 2:
        return ratios[0] if ratios else 1.0
    weighted = held(evaluation, priced)
    if not any(share for _, share in weighted):  # none of the requests: the plain mean over the windows' hours
        weighted = _by_hours(priced.row.windows, hours.profile_spans(ALWAYS, 0.0), "2024-01-01")
    whole = math.fsum(share for _, share in weighted)
    return math.fsum(float(window.rate_ratio) * share for window, share in weighted) / whole


def _by_hours(windows: Sequence[Window], profile: Sequence[Weighted], day: str) -> list[tuple[Window, float]]:
    return hours.shares([replace(window, except_calendar=None) for window in windows], profile, day, {})


def _peak_hours(evaluation: Evaluation, priced: PriceInForce) -> float:
    _cite_calendar(evaluation, priced, "api_peak_hours_frac")
    snapshot, always = evaluation.snapshot, hours.profile_spans(ALWAYS, 0.0)
    day = snapshot.day[:10]
    found = hours.shares(priced.row.windows, always, day, snapshot.calendars, priced.assume_holidays)
    return math.fsum(share for _, share in found)


def peak_frac() -> Reader:
    """The default of the share in peak hours: that of this profile's requests, on a day or at an instant."""
    return _reader("peak_frac", _peak_frac, HOURS, 0.0)


def nodes() -> list[Node]:
    """The lookups of this group, in the order of lists."""
    row = Reader(price_in_force, ("api_model", ASSUMED))
    peak = _reader("peak_rate_ratio", _peak_ratio, HOURS, 1.0)
    week = _reader("peak_hours_frac", _peak_hours, ("api_price_row",), 0.0)
    region = _reader("region_rate_ratio", _region_ratio, ("api_price_row", "api_region"), 1.0)
    return [
        lookup("api_price_row", row, "The price row in force.", "record", hidden=True),
        *(lookup(name, _rate(name.removeprefix("api_")), text) for name, text in RATES.items()),
        *(
            lookup(f"api_batch_{name}", _batch(name), "What batch processing multiplies this rate by.")
            for name in BATCH_RATIOS
        ),
        lookup("api_peak_rate_ratio", peak, "What the peak hours multiply all rates by; 1 where there are none."),
        lookup(
            "api_peak_hours_frac",
            week,
            "Share of the week's hours that are peak hours, holidays left out; 0 where there are none.",
        ),
        lookup("api_region_rate_ratio", region, "What the region multiplies all rates by; 1 at the standard price."),
        lookup(
            "api_gateway_fee_frac",
            _fee("gateway_fee_frac", 0.0),
            "Share of the bill that whoever stands between you and the model adds; 0 where nobody does.",
        ),
        lookup(
            "api_tool_usd_per_1000_calls",
            _fee("tool_usd_per_1000_calls", None),
            "What a thousand calls of the API's own tool cost, such as web search.",
        ),
        lookup(
            "api_status",
            Lookup("api_model", "api_model", "status"),
            "Whether the model is active, deprecated or retired.",
            "text",
        ),
    ]
