"""A request's tokens in disjoint classes: fresh, read from the cache, written to it (kept briefly or for an hour)."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


@quantity(label="Cache read")
def cache_read_tok_per_request(input_tok_per_request: float, cached_input_frac: float) -> float:
    """Input tokens of a request that are read from the API's cache.

    Formula: tokens in × share read from the cache.
    """
    return input_tok_per_request * cached_input_frac


@quantity(label="Cache write")
def cache_write_tok_per_request(input_tok_per_request: float, cache_write_frac: float) -> float:
    """Input tokens of a request that are written to the API's cache.

    Formula: tokens in × share written to the cache.
    """
    return input_tok_per_request * cache_write_frac


@quantity(label="Cache write, kept an hour")
def cache_write_1h_tok_per_request(cache_write_tok_per_request: float, cache_write_1h_frac: float) -> float:
    """Input tokens of a request that are written to the API's cache to be kept for an hour.

    Formula: tokens written × share kept an hour.
    """
    return cache_write_tok_per_request * cache_write_1h_frac


@quantity(label="Cache write, kept briefly")
def cache_write_short_tok_per_request(cache_write_tok_per_request: float, cache_write_1h_frac: float) -> float:
    """Input tokens of a request that are written to the API's cache for the shortest time on offer.

    Formula: tokens written × the rest of the share.
    """
    return cache_write_tok_per_request * u.not_negative(1 - cache_write_1h_frac)


@quantity(label="Fresh input")
def fresh_input_tok_per_request(
    input_tok_per_request: float, cached_input_frac: float, cache_write_frac: float
) -> float:
    """Input tokens of a request that are neither read from the cache nor written to it.

    Formula: tokens in × the rest of the shares.
    """
    return input_tok_per_request * u.not_negative(1 - cached_input_frac - cache_write_frac)
