"""When buying pays: in months, and in requests a day.  "Never" is an answer."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity
from calc.engine.sweep import greatest_crossing, least_crossing
from calc.options import Evaluate, twin

DEAREST_USD_PER_KWH = 5.0  # the top of the range that the power price may have
LAST_MONTH = 1200  # a century; what has not paid by then never does


def payback_months(
    purchase_usd: float, bill_usd_per_month: float, running_usd_per_month: float, change_frac_per_year: float
) -> float | None:
    """Months until the saved bills have paid the purchase; None for never.

    The bill changes month by month when prices drift; the saving of a month is spread evenly over it.
    """
    if u.is_zero(change_frac_per_year):
        saving = bill_usd_per_month - running_usd_per_month
        return purchase_usd / saving if saving > 0 else None
    open_usd = purchase_usd
    for month in range(LAST_MONTH):
        bill = bill_usd_per_month * u.power(1 + change_frac_per_year, month / u.MONTHS_PER_YEAR)
        saving = bill - running_usd_per_month
        if saving > 0 and saving >= open_usd:
            return month + open_usd / saving
        if saving <= 0 and change_frac_per_year < 0:
            return None
        open_usd -= saving
    return None


def paid_by_month(start_usd: float, usd_per_month: float, change_frac_per_year: float, months: int) -> list[float]:
    """What has been paid after 0, 1, ... months, for a monthly cost that drifts."""
    paid = [start_usd]
    for month in range(months):
        paid.append(paid[-1] + usd_per_month * u.power(1 + change_frac_per_year, month / u.MONTHS_PER_YEAR))
    return paid


@quantity(label="Break-even")
def break_even_months(
    purchase_usd: float,
    api_usd_per_month: float,
    local_running_usd_per_month: float,
    overflow_usd_per_month: float,
    api_price_change_frac_per_year: float,
) -> float | None:
    """Months until the box has paid for itself: simple payback, no resale, no interest.

    Formula: purchase ÷ (API bill − running − overflow); month by month where API prices drift.
    """
    bill = api_usd_per_month - overflow_usd_per_month
    return payback_months(purchase_usd, bill, local_running_usd_per_month, api_price_change_frac_per_year)


@quantity(looks_at=("api_usd_per_month", "break_even_months"), label="Break-even against the same model, hosted")
def twin_break_even_months(evaluate: Evaluate, hosted_twin_model: str) -> float | None:
    """Months until the box has paid for itself against the host of the very same model.

    Formula: break-even, evaluated for the hosted twin.
    """
    months: float | None = evaluate("break_even_months", *twin(hosted_twin_model))
    return months


@quantity(looks_at=("api_usd_per_month",), label="The same model, hosted")
def hosted_twin_usd_per_month(evaluate: Evaluate, hosted_twin_model: str) -> float:
    """The bill for the same workload at a host of the very same model.

    Formula: API bill, evaluated for the hosted twin.
    """
    return float(evaluate("api_usd_per_month", *twin(hosted_twin_model)))


@quantity(
    looks_at=("local_total_usd_per_month", "api_usd_per_month", "capacity_requests_per_day"),
    label="Tipping point",
)
def break_even_requests_per_day(
    evaluate: Evaluate, capacity_requests_per_day: float, api_price_drift_ratio: float
) -> float | None:
    """The least volume, within what the box can serve, at which it costs no more than the API.

    Formula: least requests a day at which own box and overflow cost at most the API's bill (the mean one where
    prices drift).
    """

    def gap_usd_per_month(requests_per_day: float) -> float:
        volume = {"requests_per_day": requests_per_day}
        bill = evaluate("api_usd_per_month", volume) * api_price_drift_ratio
        return u.round12(evaluate("local_total_usd_per_month", volume) - bill)

    return least_crossing(gap_usd_per_month, 0.0, capacity_requests_per_day)


@quantity(
    looks_at=("local_total_usd_per_month", "api_usd_per_month", "electricity_usd_per_kwh"),
    label="Tipping power price",
)
def break_even_electricity_usd_per_kwh(evaluate: Evaluate) -> float | None:
    """The highest power price at which the box costs no more than the API; never where even free power won't do.

    Formula: greatest power price at which own box and overflow cost at most the API's bill.
    """

    def gap_usd_per_month(electricity_usd_per_kwh: float) -> float:
        price = {"electricity_usd_per_kwh": electricity_usd_per_kwh}
        return u.round12(evaluate("local_total_usd_per_month", price) - evaluate("api_usd_per_month", price))

    return greatest_crossing(gap_usd_per_month, 0.0, DEAREST_USD_PER_KWH)
