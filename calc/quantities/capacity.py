"""Capacity: what the box can serve, and what spills over to the API."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


@quantity(label="Gain over one box, one request")
def batch_speed_ratio(copies_count: float, concurrency_gain_ratio: float) -> float:
    """How many times the work of one copy with one request at a time all copies do together.

    Formula: copies × gain from batching.
    """
    return copies_count * concurrency_gain_ratio


@quantity(label="Capacity")
def capacity_requests_per_day(
    powered_hours_per_day: float, seconds_per_request_s: float, batch_speed_ratio: float
) -> float:
    """Requests that the box can serve in the hours it is on, the reading of prompts included.

    Formula: hours switched on × copies and batching ÷ time per request.
    """
    return powered_hours_per_day * u.SECONDS_PER_HOUR * batch_speed_ratio / seconds_per_request_s


@quantity(label="Hours needed")
def needed_busy_hours_per_day(requests_per_day: float, seconds_per_request_s: float, batch_speed_ratio: float) -> float:
    """Hours of work that this volume needs in a day; more than a day has when the box is too slow.

    Formula: requests × time per request ÷ (copies and batching).
    """
    return requests_per_day * seconds_per_request_s / u.SECONDS_PER_HOUR / batch_speed_ratio


@quantity(label="Served")
def served_requests_per_day(requests_per_day: float, capacity_requests_per_day: float) -> float:
    """Requests that the box itself serves.

    Formula: the lesser of requests and capacity.
    """
    return min(requests_per_day, capacity_requests_per_day)


@quantity(label="Overflow")
def overflow_requests_per_day(requests_per_day: float, served_requests_per_day: float) -> float:
    """Requests that the box cannot serve and that go to the API.

    Formula: requests − served.
    """
    return requests_per_day - served_requests_per_day


@quantity(zero_when="overflow_requests_per_day", label="Overflow")
def overflow_usd_per_month(overflow_requests_per_day: float, api_usd_per_request: float) -> float:
    """The API's bill for what the box cannot serve.

    Formula: overflow × the API's price of a request × 30 days.
    """
    return overflow_requests_per_day * api_usd_per_request * u.DAYS_PER_MONTH


@quantity(label="Load at the peak")
def peak_load_frac(
    requests_per_day: float,
    active_hours_per_day: float,
    peak_to_mean: float,
    seconds_per_request_s: float,
    batch_speed_ratio: float,
) -> float:
    """Share of the box's speed that the busiest hour asks for; above 100% requests queue up.

    Formula: requests ÷ active hours × peak over mean × time per request ÷ (copies and batching).
    """
    peak_requests_per_hour = requests_per_day / active_hours_per_day * peak_to_mean
    return peak_requests_per_hour * seconds_per_request_s / u.SECONDS_PER_HOUR / batch_speed_ratio
