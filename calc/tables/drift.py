"""Tables of how prices moved: the cheapest and the middle of each tier, and what happened to one and the same model."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from calc import text
from calc.facts.drift import TIER_NAMES, TIERS
from calc.parts.markup import Args, Page, Row, attributes, compact, number, table

DRIFT_INPUT = "api_price_change_frac_per_year"
CHEAPEST = (
    "tier_history_months",
    "cheapest_then_usd_per_mtok",
    "cheapest_now_usd_per_mtok",
    "price_half_life_months",
    "cheapest_price_change_frac_per_year",
)
MIDDLE = (
    "median_history_months",
    "median_then_usd_per_mtok",
    "median_now_usd_per_mtok",
    "median_half_life_months",
    "median_price_change_frac_per_year",
)
SAME_MODEL = ("tier_models_count", "price_cuts_count", "price_rises_count")
COLUMNS = ("Tier", "Known for", "Then", "Now", "Halved in", "Change")


def cheapest(page: Page, _args: Args) -> str:
    """What the cheapest model of each tier cost, and at what pace that fell."""
    return _drift(page, "The cheapest model of each tier, per 1M tokens of this workload", CHEAPEST)


def middle(page: Page, _args: Args) -> str:
    """What the middle model of each tier cost, and at what pace that fell or rose."""
    return _drift(page, "The middle model of each tier, per 1M tokens of this workload", MIDDLE)


def _drift(page: Page, caption: str, names: tuple[str, ...]) -> str:
    return table(caption, COLUMNS, _rows(page, names), (1, 2, 3, 4, 5)) + _to_try(page, names[-1])


def _rows(page: Page, names: tuple[str, ...]) -> list[Row]:
    """A row for each tier with these quantities of it."""
    return [
        Row((escape(TIER_NAMES[tier].capitalize()), *(number(page, name, {"price_tier": tier}) for name in names)))
        for tier in TIERS
    ]


def _to_try(page: Page, quantity: str) -> str:
    """Buttons that take the pace of a tier as what API prices will do from now on."""
    buttons = "".join(_try(page, tier, quantity) for tier in TIERS)
    label = '<span class="tools__label">Let API prices change by</span>'
    return f'<div class="tools" role="group" aria-label="What API prices will do">{label}{buttons}</div>'


def _try(page: Page, tier: str, quantity: str) -> str:
    """The button of a tier; nothing where its pace is not known or beyond what the input takes."""
    value = page.under({"price_tier": tier}).get(quantity)
    node = page.evaluation.graph.nodes[DRIFT_INPUT]
    low, high = node.low or 0.0, node.high or 0.0
    if not isinstance(value, float) or not low <= value <= high:
        return ""
    shown = f"{text.words(value, DRIFT_INPUT)}, as the {TIER_NAMES[tier]} tier"
    preset = compact({DRIFT_INPUT: text.digits(value, "percent").replace("−", "-")})
    return f'<button type="button"{attributes(class_="tool", data_preset=preset)}>{escape(shown)}</button>'


def same_model(page: Page, _args: Args) -> str:
    """How often the price of one and the same model changed: what a reader sees who never switches."""
    columns = ("Tier", "On sale today", "Price of a model cut", "Price of a model raised")
    return table("One and the same model", columns, _rows(page, SAME_MODEL), (1, 2, 3))


TABLES: dict[str, Callable[[Page, Args], str]] = {
    "drift_cheapest": cheapest,
    "drift_middle": middle,
    "drift_same_model": same_model,
}
