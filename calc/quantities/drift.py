"""How prices of API models moved: what their falls and rises so far would be a year, if they went on like that."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


@quantity(label="Price half-life, cheapest")
def price_half_life_months(
    tier_history_months: float, cheapest_then_usd_per_mtok: float, cheapest_now_usd_per_mtok: float
) -> float | None:
    """Months in which the price of the cheapest model of a tier halved, at its mean pace; never where it did not fall.

    Formula: months ÷ how often the price halved, which is log₂(cheapest then ÷ cheapest now).
    """
    return _half_life(tier_history_months, cheapest_then_usd_per_mtok, cheapest_now_usd_per_mtok)


@quantity(label="Price half-life, middle")
def median_half_life_months(
    median_history_months: float, median_then_usd_per_mtok: float, median_now_usd_per_mtok: float
) -> float | None:
    """Months in which the middle price of a tier halved, at its mean pace; never where it did not fall.

    Formula: months ÷ how often the price halved, which is log₂(middle then ÷ middle now).
    """
    return _half_life(median_history_months, median_then_usd_per_mtok, median_now_usd_per_mtok)


def _half_life(months: float, then_usd_per_mtok: float, now_usd_per_mtok: float) -> float | None:
    if then_usd_per_mtok <= now_usd_per_mtok:
        return None
    return months / u.log2(then_usd_per_mtok / now_usd_per_mtok)


@quantity(label="Cheapest model, change a year")
def cheapest_price_change_frac_per_year(
    tier_history_months: float, cheapest_then_usd_per_mtok: float, cheapest_now_usd_per_mtok: float
) -> float:
    """What the price of the cheapest model of a tier did in a year, at its mean pace.

    Formula: (cheapest now ÷ cheapest then) to the power of 12 ÷ months, less 1.
    """
    return _yearly(tier_history_months, cheapest_then_usd_per_mtok, cheapest_now_usd_per_mtok)


@quantity(label="Middle price, change a year")
def median_price_change_frac_per_year(
    median_history_months: float, median_then_usd_per_mtok: float, median_now_usd_per_mtok: float
) -> float:
    """What the middle price of a tier did in a year, at its mean pace.

    Formula: (middle now ÷ middle then) to the power of 12 ÷ months, less 1.
    """
    return _yearly(median_history_months, median_then_usd_per_mtok, median_now_usd_per_mtok)


def _yearly(months: float, then_usd_per_mtok: float, now_usd_per_mtok: float) -> float:
    return u.power(now_usd_per_mtok / then_usd_per_mtok, u.MONTHS_PER_YEAR / months) - 1
