"""Owning the box: what it costs to buy, to tie up money in, to care for and to run."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


@quantity(label="Purchase")
def purchase_usd(
    hardware_count: float, hardware_usd: float, host_usd: float, hardware_kind: str, hardware_owned: bool
) -> float:
    """What has to be bought; nothing where the hardware is owned already.

    Formula: copies × price of the hardware + price of the host (none where the hardware is a whole machine).
    """
    if hardware_owned:
        return 0 * hardware_usd
    hardware = hardware_count * hardware_usd
    return hardware if hardware_kind == "machine" else u.total(hardware, host_usd)


@quantity(label="Share of the purchase")
def ownership_usd_per_month(
    purchase_usd: float, resale_frac: float, lifetime_years: float, cost_of_money_frac_per_year: float
) -> float:
    """The month's share of the purchase: an even payment that covers price less resale, with interest.

    Formula: annuity of (price − resale at its present value) over the lifetime; a straight line without interest.
    """
    months = lifetime_years * u.MONTHS_PER_YEAR
    interest = cost_of_money_frac_per_year / u.MONTHS_PER_YEAR
    if u.is_zero(interest):
        return purchase_usd * (1 - resale_frac) / months
    gone = u.discounted_away(interest, months)
    present_usd = purchase_usd * (1 - resale_frac * (1 - gone))
    return u.per_month(present_usd * interest / gone)


@quantity(label="Care")
def labour_usd_per_month(labour_hours_per_month: float, labour_usd_per_hour: float) -> float:
    """What looking after the box is worth.

    Formula: hours of care × what an hour is worth.
    """
    return labour_hours_per_month * labour_usd_per_hour


@quantity(is_sum=True, label="Running")
def local_running_usd_per_month(electricity_usd_per_month: float, labour_usd_per_month: float) -> float:
    """What the box costs each month after it was bought.

    Formula: electricity + care.
    """
    return u.total(electricity_usd_per_month, labour_usd_per_month)


@quantity(is_sum=True, label="Own box")
def local_usd_per_month(ownership_usd_per_month: float, local_running_usd_per_month: float) -> float:
    """What the box costs a month, for what it can serve.

    Formula: share of the purchase + running.
    """
    return u.total(ownership_usd_per_month, local_running_usd_per_month)


@quantity(is_sum=True, label="Own box and overflow")
def local_total_usd_per_month(local_usd_per_month: float, overflow_usd_per_month: float) -> float:
    """What serving the whole volume costs with the box, what spills over to the API included.

    Formula: own box + overflow.
    """
    return u.total(local_usd_per_month, overflow_usd_per_month)
