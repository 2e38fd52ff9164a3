"""Levelized cost: everything a month costs over what that month serves."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


def _mtok_per_month(requests_per_day: float, output_tok_per_request: float) -> float:
    return requests_per_day * output_tok_per_request * u.DAYS_PER_MONTH / u.TOK_PER_MTOK


@quantity(label="Own box, levelized")
def local_levelized_usd_per_output_mtok(
    local_usd_per_month: float, served_requests_per_day: float, output_tok_per_request: float
) -> float:
    """What a million output tokens cost on the box, everything counted, at this volume.

    Formula: own box ÷ output tokens that it serves.
    """
    return local_usd_per_month / _mtok_per_month(served_requests_per_day, output_tok_per_request)


@quantity(label="API, levelized")
def api_levelized_usd_per_output_mtok(
    api_usd_per_month: float, requests_per_day: float, output_tok_per_request: float
) -> float:
    """What a million output tokens cost at the API, the input that comes with them included.

    Formula: API bill ÷ output tokens.
    """
    return api_usd_per_month / _mtok_per_month(requests_per_day, output_tok_per_request)


@quantity(label="Rented box, levelized")
def rental_levelized_usd_per_output_mtok(
    rental_usd_per_month: float,
    requests_per_day: float,
    rental_capacity_requests_per_day: float,
    output_tok_per_request: float,
) -> float:
    """What a million output tokens cost on rented hardware, at this volume.

    Formula: rent ÷ output tokens that it serves.
    """
    served_requests_per_day = min(requests_per_day, rental_capacity_requests_per_day)
    return rental_usd_per_month / _mtok_per_month(served_requests_per_day, output_tok_per_request)


@quantity(label="API, an accepted answer")
def api_usd_per_accepted_request(api_usd_per_month: float, requests_per_day: float, success_frac_api: float) -> float:
    """What an answer that you accept costs at the API.

    Formula: API bill ÷ (requests × share good enough).
    """
    return api_usd_per_month / (requests_per_day * u.DAYS_PER_MONTH * success_frac_api)


@quantity(label="Own box, an accepted answer")
def local_usd_per_accepted_request(
    local_total_usd_per_month: float, requests_per_day: float, success_frac_local: float
) -> float:
    """What an answer that you accept costs with the box.

    Formula: own box and overflow ÷ (requests × share good enough).
    """
    return local_total_usd_per_month / (requests_per_day * u.DAYS_PER_MONTH * success_frac_local)
