"""A second opinion on the API's bill: our rates in the engine of genai-prices must give our result.

2,000 seeded usages over every model, and every tier at its boundary, one below and one above.  The engine counts
cached tokens inside the input, tests `start` with ">" on all input tokens, and a missing cache rate falls back to the
input rate; so for our ">=" the start is one less, and a usage only draws classes whose rate the row states.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from genai_prices import Usage
from genai_prices.types import ModelPrice, Tier, TieredPrices

from calc import api_lookups
from calc.catalog import PriceInForce
from calc.door import catalog
from calc.records import PriceRow
from tests.calc.asking import evaluation

SEED = 20261123
USAGES = 2000
RELATIVE = 1e-12
TOKENS_PER_MILLION = Decimal(1_000_000)
SNAPSHOT = catalog().at(catalog().edition)
RATES = {
    "input_mtok": "input_usd_per_mtok",
    "cache_read_mtok": "cache_read_usd_per_mtok",
    "cache_write_mtok": "cache_write_usd_per_mtok",
    "output_mtok": "output_usd_per_mtok",
}
RATIOS = {
    "input_mtok": "input_ratio",
    "cache_read_mtok": "cache_read_ratio",
    "cache_write_mtok": "cache_write_ratio",
    "output_mtok": "output_ratio",
}


@dataclass(frozen=True)
class Draw:
    """One usage: whole tokens of each class, at one model, as batch or not."""

    model: str
    fresh: int
    read: int
    written: int
    output: int
    reasoning: int
    batch: bool

    @property
    def prompt(self) -> int:
        """All tokens in."""
        return self.fresh + self.read + self.written


def priced() -> dict[str, PriceInForce]:
    """Every model with a price on the edition's day."""
    found = {model: SNAPSHOT.price(model) for model in SNAPSHOT.ids("api_model")}
    return {model: price for model, price in found.items() if price is not None}


MODELS = priced()


def engine(row: PriceRow, batch: bool) -> ModelPrice:
    """Our row as a price of the other engine."""
    prices = {}
    for theirs, ours in RATES.items():
        ratio = Decimal(getattr(row.batch, RATIOS[theirs]) or 0) if batch and row.batch else Decimal(1)
        if getattr(row, ours) is not None:
            prices[theirs] = _tiered(row, ours, ratio)
    return ModelPrice(**prices)


def _tiered(row: PriceRow, field: str, ratio: Decimal) -> Any:
    tiers = [
        Tier(start=tier.prompt_tok - (tier.when == ">="), price=Decimal(getattr(tier, field)) * ratio)
        for tier in row.tiers
        if getattr(tier, field) is not None
    ]
    base = Decimal(getattr(row, field)) * ratio
    return TieredPrices(base=base, tiers=tiers) if tiers else base


def theirs(draw: Draw) -> Decimal:
    """The bill of one request by the other engine."""
    usage = Usage(
        input_tokens=draw.prompt,
        cache_read_tokens=draw.read,
        cache_write_tokens=draw.written,
        output_tokens=draw.output + draw.reasoning,
    )
    return Decimal(engine(MODELS[draw.model].row, draw.batch).calc_price(usage)["total_price"])


def ours(draw: Draw) -> float:
    """The bill of one request by the guide, outside peak hours."""
    pins = {
        "api_model": draw.model,
        "input_tok_per_request": draw.prompt,
        "cached_input_frac": draw.read / draw.prompt if draw.prompt else 0.0,
        "cache_write_frac": draw.written / draw.prompt if draw.prompt else 0.0,
        "output_tok_per_request": draw.output,
        "reasoning_tok_per_request": draw.reasoning,
        "batch_frac": 1.0 if draw.batch else 0.0,
        "api_peak_frac": 0.0,
    }
    bill = evaluation().overlay(pins).get("api_usd_per_request")
    assert isinstance(bill, int | float), f"{draw}: {bill}"
    return float(bill)


def states(row: PriceRow, field: str, prompt: int) -> bool:
    """Whether the row states a rate for this class at this size."""
    return getattr(api_lookups.rates_for(row, prompt), field) is not None


def draws(count: int) -> Iterator[Draw]:
    """Seeded usages, log-uniform, over all models in turn."""
    dice = random.Random(SEED)
    names = sorted(MODELS)
    for number in range(count):
        model = names[number % len(names)]
        row = MODELS[model].row
        prompt = _size(dice, 2_000_000)
        can_batch = row.batch is not None
        batch = can_batch and dice.random() < 0.5
        read, written = _shares(dice, row, prompt, batch)
        output, reasoning = _size(dice, 100_000), dice.choice([0, _size(dice, 50_000)])
        yield Draw(model, prompt - read - written, read, written, output, reasoning, batch)


def _size(dice: random.Random, most: int) -> int:
    return dice.choice([0, 1, round(math.exp(dice.uniform(0, math.log(most))))])


def _shares(dice: random.Random, row: PriceRow, prompt: int, batch: bool) -> tuple[int, int]:
    """Tokens read from and written to the cache, where their rates are stated."""
    read = written = 0
    if _usable(row, "cache_read", prompt, batch):
        read = dice.choice([0, prompt, dice.randint(0, prompt)])
    if _usable(row, "cache_write", prompt, batch):
        written = dice.choice([0, prompt - read, dice.randint(0, prompt - read)])
    return read, written


def _usable(row: PriceRow, name: str, prompt: int, batch: bool) -> bool:
    stated = states(row, f"{name}_usd_per_mtok", prompt)
    return stated and (not batch or getattr(row.batch, f"{name}_ratio") is not None)


def boundaries() -> list[Any]:
    """Each tier of each model, at -1, 0 and +1 token."""
    found = []
    for model, price in MODELS.items():
        for tier in price.row.tiers:
            for shift in (-1, 0, 1):
                prompt = tier.prompt_tok + shift
                reads = (
                    prompt * 9 // 10 if states(price.row, "cache_read_usd_per_mtok", prompt) else 0,
                    0,
                )
                for read in dict.fromkeys(reads):
                    draw = Draw(model, prompt - read, read, 0, 777, 0, False)
                    found.append(pytest.param(draw, id=f"{model} {tier.when} {tier.prompt_tok}{shift:+d} read {read}"))
    return found


def same(draw: Draw) -> bool:
    """Whether both engines agree."""
    return math.isclose(ours(draw), float(theirs(draw)), rel_tol=RELATIVE, abs_tol=1e-15)


def test_two_thousand_usages() -> None:
    drawn = list(draws(USAGES))
    different = [f"{draw}: {ours(draw)} here, {theirs(draw)} there" for draw in drawn if not same(draw)]
    assert different == []


def test_the_usages_cover_what_matters() -> None:
    drawn = list(draws(USAGES))
    assert {draw.model for draw in drawn} == set(MODELS)
    for aspect in ("read", "written", "reasoning", "batch"):
        assert sum(bool(getattr(draw, aspect)) for draw in drawn) >= 80, aspect
    in_tier = [
        draw
        for draw in drawn
        if api_lookups.rates_for(MODELS[draw.model].row, draw.prompt) is not MODELS[draw.model].row
    ]
    assert len(in_tier) >= 20


@pytest.mark.parametrize("draw", boundaries())
def test_a_tier_begins_where_it_says(draw: Draw) -> None:
    assert same(draw)


def test_both_kinds_of_boundary_are_there() -> None:
    kinds = {tier.when for price in MODELS.values() for tier in price.row.tiers}
    assert kinds == {">", ">="}


def test_a_different_bill_is_seen() -> None:
    draw = Draw("openai/gpt-6-luna", 1200, 0, 0, 300, 0, False)
    assert theirs(draw) == (Decimal(1200) * Decimal("0.10") + Decimal(300) * Decimal("0.50")) / TOKENS_PER_MILLION
    assert same(draw)
    assert not math.isclose(ours(draw) * (1 + 1e-10), float(theirs(draw)), rel_tol=RELATIVE)
