"""A second opinion on the API's bill: our rates in the engine of genai-prices must give our result.

5,000 seeded usages over every model and the whole history of its price, with tiers, batch, cache writes of both
kinds, tools, regions and gateway fees; and every tier at its boundary, one below and one above.  The engine counts
cached tokens inside the input, tests `start` with ">" on all input tokens, and a missing cache rate falls back to the
input rate; so for our ">=" the start is one less, and a usage only draws classes whose rate the row states.  Its dates
are days, so a change at an instant is told to it as the day from which it holds for most of the day.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from genai_prices import Usage
from genai_prices.types import (
    ClauseEquals,
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    PriceVariant,
    Provider,
    StartDateConstraint,
    Tier,
    TieredPrices,
)

from calc.door import catalog
from calc.engine.evaluate import Evaluation
from calc.facts.moments import begins
from calc.facts.records_api import PriceRow
from calc.lookups.api import rates_for
from tests.calc.asking import evaluation
from tests.pinned import DAY

SEED = 20261123
USAGES = 5000
RELATIVE = Decimal("1e-12")
TOKENS_PER_MILLION = Decimal(1_000_000)
LAST = date.fromisoformat(catalog().edition)
SNAPSHOT = catalog().at(catalog().edition)
RATES = {
    "input_mtok": "input_usd_per_mtok",
    "cache_read_mtok": "cache_read_usd_per_mtok",
    "cache_write_mtok": "cache_write_usd_per_mtok",
    "cache_write_1h_mtok": "cache_write_1h_usd_per_mtok",
    "output_mtok": "output_usd_per_mtok",
}
HALF_A_DAY = 12


@dataclass(frozen=True)
class Draw:
    """One usage: whole tokens of each class, at one model, on one day, as batch or not."""

    model: str
    day: date
    fresh: int = 0
    read: int = 0
    written: int = 0
    written_1h: int = 0
    output: int = 0
    reasoning: int = 0
    searches: int = 0
    batch: bool = False
    region: str = "standard"

    @property
    def prompt(self) -> int:
        """All tokens in."""
        return self.fresh + self.read + self.written + self.written_1h

    @property
    def row(self) -> PriceRow:
        """The row in force on the day, with the region's own rates where it has some."""
        found = catalog().at(self.day.isoformat()).price(self.model)
        assert found is not None
        return in_region(found.row, self.region)


def in_region(row: PriceRow, name: str) -> PriceRow:
    """A row with the rates that a region states instead of a ratio; a class that it does not name is unknown there."""
    region = row.regions.get(name)
    if region is None or region.rate_ratio is not None:
        return row
    return replace(row, **{rate: getattr(region, rate) for rate in RATES.values()})


def history(model: str) -> list[PriceRow]:
    """The rows of a model that held or hold, by the edition's day."""
    return [row for row in SNAPSHOT.history(model) if not row.announced]


MODELS = {model: rows for model in SNAPSHOT.ids("api_model") if (rows := history(model))}


def first_day(row: PriceRow) -> date:
    """The first day for most of which a row holds."""
    start = begins(row.since)
    return date.fromisoformat(start[:10]) + timedelta(days=int(start[11:16] > f"{HALF_A_DAY}:00"))


@cache
def engine(model: str, region: str) -> tuple[ModelInfo, Provider]:
    """Our rows as a model of the other engine: dated prices, and dated variants for batch."""
    rows = [in_region(row, region) for row in MODELS[model]]
    prices = [
        ConditionalPrice(StartDateConstraint(first_day(row)) if number else None, prices=as_price(row, False))
        for number, row in enumerate(rows)
    ]
    variants = [
        PriceVariant({"processing": "batch"}, as_price(row, True), constraint=StartDateConstraint(first_day(row)))
        for row in reversed(rows)
        if row.batch
    ]
    info = ModelInfo(id=model, match=ClauseEquals(model), prices=prices, price_variants=variants or None)
    return info, Provider(id="ours", name="ours", api_pattern="", models=[info])


def as_price(row: PriceRow, batch: bool) -> ModelPrice:
    """One of our rows as a price of the other engine."""
    prices: dict[str, Any] = {}
    for theirs, ours in RATES.items():
        if getattr(row, ours) is not None and (not batch or _ratio(row, row, ours) is not None):
            prices[theirs] = _tiered(row, ours, batch)
    if row.fees and row.fees.tool_usd_per_1000_calls:
        prices["web_searches_kcount"] = Decimal(row.fees.tool_usd_per_1000_calls)
    return ModelPrice(**prices)


def _ratio(row: PriceRow, rates: Any, field: str) -> str | None:
    """What batch makes of a rate, in a tier that may say otherwise than the row."""
    found: str | None = getattr(rates.batch or row.batch, field.replace("_usd_per_mtok", "_ratio"), None)
    return found


def _tiered(row: PriceRow, field: str, batch: bool) -> Any:
    def rate(rates: Any) -> Decimal:
        return Decimal(getattr(rates, field)) * Decimal((_ratio(row, rates, field) or 0) if batch else 1)

    tiers = [
        Tier(start=tier.prompt_tok - (tier.when == ">="), price=rate(tier))
        for tier in row.tiers
        if getattr(tier, field) is not None
    ]
    return TieredPrices(base=rate(row), tiers=tiers) if tiers else rate(row)


def theirs(draw: Draw) -> Decimal:
    """The bill of one request by the other engine; ratios of regions, and gateways, are multiplied on."""
    info, provider = engine(draw.model, draw.region)
    tokens = Usage(
        input_tokens=draw.prompt,
        cache_read_tokens=draw.read,
        cache_write_tokens=draw.written + draw.written_1h,
        cache_write_1h_tokens=draw.written_1h,
        output_tokens=draw.output + draw.reasoning,
    )
    at = datetime.combine(draw.day, time(HALF_A_DAY), UTC)
    context: Any = {"processing": "batch"} if draw.batch else None
    bill = info.calc_price(tokens, provider, genai_request_timestamp=at, price_context=context).total_price
    if draw.region != "standard":
        bill *= Decimal(draw.row.regions[draw.region].rate_ratio or 1)
    if draw.searches:
        calls = Usage(web_searches=draw.searches)
        bill += info.calc_price(calls, provider, genai_request_timestamp=at).total_price
    fee = draw.row.fees.gateway_fee_frac if draw.row.fees else None
    return Decimal(bill * (1 + Decimal(fee or 0)))


@cache
def on(day: str) -> Evaluation:
    """A fresh evaluation on a day."""
    return evaluation(day)


def ours(draw: Draw) -> float:
    """The bill of one request by the guide, outside peak hours."""
    prompt, written = draw.prompt or 1, draw.written + draw.written_1h
    pins = {
        "api_model": draw.model,
        "api_region": draw.region,
        "input_tok_per_request": draw.prompt,
        "cached_input_frac": draw.read / prompt,
        "cache_write_frac": written / prompt,
        "cache_write_1h_frac": draw.written_1h / (written or 1),
        "output_tok_per_request": draw.output,
        "reasoning_tok_per_request": draw.reasoning,
        "tool_calls_per_request": draw.searches,
        "batch_frac": 1.0 if draw.batch else 0.0,
        "api_peak_frac": 0.0,
    }
    bill = on(draw.day.isoformat()).overlay(pins).get("api_usd_per_request")
    assert isinstance(bill, int | float), f"{draw}: {bill}"
    return float(bill)


def draws(count: int) -> Iterator[Draw]:
    """Seeded usages over all models in turn and over the days on which each has a price: few tokens to many."""
    dice = random.Random(SEED)
    names = sorted(MODELS)
    for number in range(count):
        model = names[number % len(names)]
        draw = Draw(model, _day(dice, model))
        draw = replace(draw, region=dice.choice(["standard", *draw.row.regions]))
        row = draw.row
        prompt = _prompt(dice, row)
        batch = row.batch is not None and dice.random() < 0.6
        read, written, written_1h = _shares(dice, row, prompt, batch)
        has_tool = row.fees is not None and row.fees.tool_usd_per_1000_calls is not None
        yield replace(
            draw,
            fresh=prompt - read - written - written_1h,
            read=read,
            written=written,
            written_1h=written_1h,
            output=_size(dice, 100_000),
            reasoning=dice.choice([0, _size(dice, 50_000)]),
            searches=dice.choice([0, 1, 5]) if has_tool else 0,
            batch=batch,
        )


def _day(dice: random.Random, model: str) -> date:
    """A day on which the model has a price: around a change, or any."""
    rows = MODELS[model]
    edges = [first_day(row) + timedelta(days=shift) for row in rows for shift in (-1, 0, 1)]
    start = first_day(rows[0])
    while True:
        day = dice.choice([*edges, start + timedelta(days=dice.randint(0, (LAST - start).days))])
        if start <= day <= LAST and catalog().at(day.isoformat()).price(model) is not None:
            return day


def _prompt(dice: random.Random, row: PriceRow) -> int:
    """Tokens in: where the row has tiers, most often at a boundary, beside it or beyond."""
    if not row.tiers or dice.random() < 0.3:
        return _size(dice, 2_000_000)
    size = dice.choice(row.tiers).prompt_tok
    return dice.choice([size - 1, size, size + 1, dice.randint(size, 4 * size)])


def _size(dice: random.Random, most: int) -> int:
    """A count, log-uniform; now and then nothing, or one token."""
    if dice.random() < 0.1:
        return dice.choice([0, 1])
    return round(math.exp(dice.uniform(math.log(2), math.log(most))))


def _shares(dice: random.Random, row: PriceRow, prompt: int, batch: bool) -> tuple[int, ...]:
    """Tokens read from the cache and written to it in both ways, where their rates are stated."""
    found: list[Any] = []
    for name in ("cache_read", "cache_write", "cache_write_1h"):
        left = prompt - sum(found)
        found.append(dice.choice([0, left, dice.randint(0, left)]) if _usable(row, name, prompt, batch) else 0)
    return tuple(found)


def _usable(row: PriceRow, name: str, prompt: int, batch: bool) -> bool:
    stated = getattr(rates_for(row, prompt), f"{name}_usd_per_mtok") is not None
    return stated and (not batch or _ratio(row, rates_for(row, prompt), f"{name}_usd_per_mtok") is not None)


def boundaries() -> list[Any]:
    """Each tier of each row, at -1, 0 and +1 token."""
    found: list[Any] = []
    for model, rows in MODELS.items():
        for row in rows:
            for tier in row.tiers:
                for shift in (-1, 0, 1):
                    prompt = tier.prompt_tok + shift
                    reads = (prompt * 9 // 10 if _usable(row, "cache_read", prompt, False) else 0, 0)
                    for read in dict.fromkeys(reads):
                        draw = Draw(model, first_day(row), fresh=prompt - read, read=read, output=777)
                        name = f"{model} {row.since} {tier.when} {tier.prompt_tok}{shift:+d} read {read}"
                        found.append(pytest.param(draw, id=name))
    return found


def starts() -> list[Any]:
    """Each dated row: the day before it, its day and the day after."""
    return [
        pytest.param(model, number, shift, id=f"{model} {row.since}{shift:+d}")
        for model, rows in MODELS.items()
        for number, row in enumerate(rows)
        for shift in (-1, 0, 1)
    ]


def same(one: float, other: Decimal) -> bool:
    """Whether two bills agree, compared as decimals."""
    return abs(Decimal(one) - other) <= RELATIVE * abs(other)


def test_five_thousand_usages() -> None:
    different = [
        f"{draw}: {ours(draw)} here, {theirs(draw)} there"
        for draw in draws(USAGES)
        if not same(ours(draw), theirs(draw))
    ]
    assert different == []


def test_the_usages_cover_what_matters() -> None:
    drawn = list(draws(USAGES))
    assert {draw.model for draw in drawn} == set(MODELS)
    least = {"read": 1700, "written": 450, "written_1h": 150, "reasoning": 2000, "searches": 1300, "batch": 1300}
    for aspect, count in least.items():
        assert sum(bool(getattr(draw, aspect)) for draw in drawn) >= count, aspect
    tiered = [draw for draw in drawn if rates_for(draw.row, draw.prompt) is not draw.row]
    assert len(tiered) >= 450
    assert sum(draw.batch and draw.read > 0 for draw in tiered) >= 100, "a tier, batch and cache at once"
    assert sum(draw.batch and draw.read > 0 for draw in drawn) >= 700
    assert sum(abs(draw.prompt - tier.prompt_tok) <= 1 for draw in drawn for tier in draw.row.tiers) >= 400
    assert sum(draw.prompt + draw.output < 10 for draw in drawn) <= 250, "few are nearly nothing"
    assert sum(draw.region != "standard" for draw in drawn) >= 250
    assert sum(draw.row.since != MODELS[draw.model][-1].since for draw in drawn) >= 700, "rows that are over"
    rows = {(draw.model, draw.row.since) for draw in drawn}
    assert rows == {(model, row.since) for model, found in MODELS.items() for row in found}, "each dated row is met"
    assert sum(draw.day == first_day(draw.row) for draw in drawn) >= 300


@pytest.mark.parametrize(("model", "number", "shift"), starts())
def test_a_row_begins_on_its_day(model: str, number: int, shift: int) -> None:
    rows = MODELS[model]
    day = first_day(rows[number]) + timedelta(days=shift)
    wanted = number if shift >= 0 else number - 1
    found = catalog().at(day.isoformat()).price(model)
    if wanted < 0 or (rows[wanted].until is not None and begins(rows[wanted].until or "") <= f"{day}T12:00Z"):
        assert found is None
        return
    if wanted + 1 < len(rows) and first_day(rows[wanted + 1]) <= day:
        wanted += 1  # two changes on two days running
    assert found is not None
    assert found.row.since == rows[wanted].since
    draw = Draw(model, day, fresh=1000, output=500)
    assert same(ours(draw), theirs(draw))


@pytest.mark.parametrize("draw", boundaries())
def test_a_tier_begins_where_it_says(draw: Draw) -> None:
    assert same(ours(draw), theirs(draw))


def test_both_kinds_of_boundary_are_there() -> None:
    kinds = {tier.when for rows in MODELS.values() for row in rows for tier in row.tiers}
    assert kinds == {">", ">="}


def test_a_different_bill_is_seen() -> None:
    draw = Draw("openai/gpt-6-luna", date.fromisoformat(DAY), fresh=1200, output=300)
    assert theirs(draw) == (Decimal(1200) * Decimal("0.10") + Decimal(300) * Decimal("0.50")) / TOKENS_PER_MILLION
    assert same(ours(draw), theirs(draw))
    assert not same(ours(draw) * (1 + 1e-10), theirs(draw))
