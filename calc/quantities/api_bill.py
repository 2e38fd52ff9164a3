"""The API's bill: each class of a request's tokens, then tools and whoever stands between; a request, a month."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


def _charged(tok: float, usd_per_mtok: float, batch_saving_ratio: float) -> float:
    """What tokens of one class cost at their rate, less batch."""
    return tok * usd_per_mtok / u.TOK_PER_MTOK * (1 - batch_saving_ratio)


@quantity(zero_when="fresh_input_tok_per_request", label="Fresh input")
def api_fresh_input_usd_per_request(
    fresh_input_tok_per_request: float,
    api_input_usd_per_mtok: float,
    batch_input_saving_ratio: float,
    api_rate_factor_ratio: float,
) -> float:
    """What the fresh input of a request costs.

    Formula: tokens × rate, less batch, times hours and region.
    """
    paid_usd = _charged(fresh_input_tok_per_request, api_input_usd_per_mtok, batch_input_saving_ratio)
    return paid_usd * api_rate_factor_ratio


@quantity(zero_when="cache_read_tok_per_request", label="Cache read")
def api_cache_read_usd_per_request(
    cache_read_tok_per_request: float,
    api_cache_read_usd_per_mtok: float,
    batch_cache_read_saving_ratio: float,
    api_rate_factor_ratio: float,
) -> float:
    """What the cached input of a request costs.

    Formula: tokens × rate, less batch, times hours and region.
    """
    paid_usd = _charged(cache_read_tok_per_request, api_cache_read_usd_per_mtok, batch_cache_read_saving_ratio)
    return paid_usd * api_rate_factor_ratio


@quantity(zero_when="cache_write_short_tok_per_request", label="Cache write")
def api_cache_write_usd_per_request(
    cache_write_short_tok_per_request: float,
    api_cache_write_usd_per_mtok: float,
    batch_cache_write_saving_ratio: float,
    api_rate_factor_ratio: float,
) -> float:
    """What writing a request's input to the cache costs, without what is kept an hour.

    Formula: tokens × rate, less batch, times hours and region.
    """
    paid_usd = _charged(cache_write_short_tok_per_request, api_cache_write_usd_per_mtok, batch_cache_write_saving_ratio)
    return paid_usd * api_rate_factor_ratio


@quantity(zero_when="cache_write_1h_tok_per_request", label="Cache write, kept an hour")
def api_cache_write_1h_usd_per_request(
    cache_write_1h_tok_per_request: float,
    api_cache_write_1h_usd_per_mtok: float,
    batch_cache_write_1h_saving_ratio: float,
    api_rate_factor_ratio: float,
) -> float:
    """What writing a request's input to the cache for an hour costs.

    Formula: tokens × rate, less batch, times hours and region.
    """
    paid_usd = _charged(
        cache_write_1h_tok_per_request, api_cache_write_1h_usd_per_mtok, batch_cache_write_1h_saving_ratio
    )
    return paid_usd * api_rate_factor_ratio


@quantity(zero_when="output_tok_per_request", label="Output")
def api_output_usd_per_request(
    output_tok_per_request: float,
    api_output_usd_per_mtok: float,
    batch_output_saving_ratio: float,
    api_rate_factor_ratio: float,
) -> float:
    """What the answer of a request costs.

    Formula: tokens × rate, less batch, times hours and region.
    """
    paid_usd = _charged(output_tok_per_request, api_output_usd_per_mtok, batch_output_saving_ratio)
    return paid_usd * api_rate_factor_ratio


@quantity(zero_when="reasoning_tok_per_request", label="Reasoning")
def api_reasoning_usd_per_request(
    reasoning_tok_per_request: float,
    api_output_usd_per_mtok: float,
    batch_output_saving_ratio: float,
    api_rate_factor_ratio: float,
) -> float:
    """What the hidden reasoning of a request costs: billed as output.

    Formula: tokens × output rate, less batch, times hours and region.
    """
    paid_usd = _charged(reasoning_tok_per_request, api_output_usd_per_mtok, batch_output_saving_ratio)
    return paid_usd * api_rate_factor_ratio


@quantity(zero_when="tool_calls_per_request", label="Tool calls")
def api_tool_usd_per_request(tool_calls_per_request: float, api_tool_usd_per_1000_calls: float) -> float:
    """What the calls of the API's own tool cost in a request.

    Formula: calls × price of a thousand ÷ 1,000.
    """
    return tool_calls_per_request * api_tool_usd_per_1000_calls / u.CALLS_PER_1000_CALLS


@quantity(zero_when="api_gateway_fee_frac", label="Gateway fee")
def api_gateway_usd_per_request(
    api_gateway_fee_frac: float,
    api_fresh_input_usd_per_request: float,
    api_cache_read_usd_per_request: float,
    api_cache_write_usd_per_request: float,
    api_cache_write_1h_usd_per_request: float,
    api_output_usd_per_request: float,
    api_reasoning_usd_per_request: float,
    api_tool_usd_per_request: float,
) -> float:
    """What whoever stands between you and the model adds to a request.

    Formula: fee × everything else in the request's bill.
    """
    return api_gateway_fee_frac * u.total(
        api_fresh_input_usd_per_request,
        api_cache_read_usd_per_request,
        api_cache_write_usd_per_request,
        api_cache_write_1h_usd_per_request,
        api_output_usd_per_request,
        api_reasoning_usd_per_request,
        api_tool_usd_per_request,
    )


@quantity(is_sum=True, label="API, a request")
def api_usd_per_request(
    api_fresh_input_usd_per_request: float,
    api_cache_read_usd_per_request: float,
    api_cache_write_usd_per_request: float,
    api_cache_write_1h_usd_per_request: float,
    api_output_usd_per_request: float,
    api_reasoning_usd_per_request: float,
    api_tool_usd_per_request: float,
    api_gateway_usd_per_request: float,
) -> float:
    """What one request costs at the API.

    Formula: fresh input + cache read + cache writes + output + reasoning + tools + gateway fee.
    """
    return u.total(
        api_fresh_input_usd_per_request,
        api_cache_read_usd_per_request,
        api_cache_write_usd_per_request,
        api_cache_write_1h_usd_per_request,
        api_output_usd_per_request,
        api_reasoning_usd_per_request,
        api_tool_usd_per_request,
        api_gateway_usd_per_request,
    )


@quantity(label="Input, all in")
def api_blended_input_usd_per_mtok(
    api_fresh_input_usd_per_request: float,
    api_cache_read_usd_per_request: float,
    api_cache_write_usd_per_request: float,
    api_cache_write_1h_usd_per_request: float,
    input_tok_per_request: float,
) -> float:
    """What a million input tokens of this workload cost in the mean of its cache, batch, tiers, hours and region.

    Formula: fresh input, cache read and cache writes of a request ÷ its tokens in.
    """
    paid_usd = u.total(
        api_fresh_input_usd_per_request,
        api_cache_read_usd_per_request,
        api_cache_write_usd_per_request,
        api_cache_write_1h_usd_per_request,
    )
    return paid_usd / input_tok_per_request * u.TOK_PER_MTOK


@quantity(label="Output, all in")
def api_blended_output_usd_per_mtok(
    api_output_usd_per_request: float,
    api_reasoning_usd_per_request: float,
    output_tok_per_request: float,
    reasoning_tok_per_request: float,
) -> float:
    """What a million output tokens of this workload cost in the mean of its batch, tiers, hours and region.

    Formula: output and reasoning of a request ÷ their tokens.
    """
    paid_usd = u.total(api_output_usd_per_request, api_reasoning_usd_per_request)
    return paid_usd / u.total(output_tok_per_request, reasoning_tok_per_request) * u.TOK_PER_MTOK


@quantity(label="API usage")
def api_usage_usd_per_month(api_usd_per_request: float, requests_per_day: float) -> float:
    """What the requests of a month cost at the API.

    Formula: price of a request × requests × 30 days.
    """
    return api_usd_per_request * requests_per_day * u.DAYS_PER_MONTH


@quantity(is_sum=True, label="API")
def api_usd_per_month(api_usage_usd_per_month: float, api_fixed_usd_per_month: float) -> float:
    """The API's bill for a month.

    Formula: usage + fixed fee.
    """
    return u.total(api_usage_usd_per_month, api_fixed_usd_per_month)
