"""Renting the hardware by the hour to run the same model."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity
from calc.options import Evaluate, rented


@quantity(looks_at=("busy_hours_per_day",), label="Hours needed, rented")
def rental_busy_hours_per_day(
    evaluate: Evaluate, rental_hardware: str, hardware: str, powered_hours_max: float
) -> float:
    """Hours of work that this volume needs on one rented piece of hardware, at most a whole day.

    Formula: hours at work, evaluated for the rented hardware.
    """
    overrides, unset = rented(rental_hardware, hardware)
    return min(float(evaluate("busy_hours_per_day", overrides, unset)), powered_hours_max)


@quantity(looks_at=("capacity_requests_per_day",), label="Capacity, rented")
def rental_capacity_requests_per_day(
    evaluate: Evaluate, rental_hardware: str, hardware: str, rental_hours_per_day: float
) -> float:
    """Requests that the rented hardware can serve in the hours that are paid.

    Formula: capacity, evaluated for the rented hardware and its hours.
    """
    overrides, unset = rented(rental_hardware, hardware)
    hours = {**overrides, "powered_hours_per_day": rental_hours_per_day}
    return float(evaluate("capacity_requests_per_day", hours, unset))


@quantity(looks_at=("memory_fits",), value_kind="flag", label="Fits in rented memory")
def rental_memory_fits(evaluate: Evaluate, rental_hardware: str, hardware: str) -> bool:
    """Whether weights, cache and buffers fit in the memory of the rented hardware.

    Formula: fits in memory, evaluated for the rented hardware.
    """
    return bool(evaluate("memory_fits", *rented(rental_hardware, hardware)))


@quantity(label="Rent")
def rental_usd_per_month(rental_usd_per_hour: float, rental_hours_per_day: float) -> float:
    """What renting costs a month.

    Formula: price of an hour × rented hours × 30 days.
    """
    return rental_usd_per_hour * rental_hours_per_day * u.DAYS_PER_MONTH


@quantity(label="Sent elsewhere, rented")
def rental_overflow_requests_per_day(requests_per_day: float, rental_capacity_requests_per_day: float) -> float:
    """Requests a day that the rented hardware cannot serve.

    Formula: requests − capacity of the rented hardware, at least 0.
    """
    return requests_per_day - min(requests_per_day, rental_capacity_requests_per_day)


@quantity(zero_when="rental_overflow_requests_per_day", label="Overflow, rented")
def rental_overflow_usd_per_month(rental_overflow_requests_per_day: float, api_usd_per_request: float) -> float:
    """The API's bill for what the rented hardware cannot serve.

    Formula: overflow × the API's price of a request × 30 days.
    """
    return rental_overflow_requests_per_day * api_usd_per_request * u.DAYS_PER_MONTH


@quantity(is_sum=True, label="Rented box")
def rental_total_usd_per_month(
    rental_usd_per_month: float, labour_usd_per_month: float, rental_overflow_usd_per_month: float
) -> float:
    """What serving the whole volume costs with rented hardware.

    Formula: rent + care + overflow.
    """
    return u.total(rental_usd_per_month, labour_usd_per_month, rental_overflow_usd_per_month)


@quantity(label="Hours in a day", hidden=True)
def powered_hours_max() -> float:
    """A day has 24 hours.

    Formula: 24.
    """
    return u.HOURS_PER_DAY
