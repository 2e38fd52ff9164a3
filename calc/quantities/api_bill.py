"""The API's bill, in disjoint classes of tokens: fresh input, cache read, cache write (kept for the shortest time or
for an hour), output, reasoning; then tools and whoever stands between."""

from __future__ import annotations

from calc import units as u
from calc.nodes import quantity


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


@quantity(label="Peak hours")
def api_peak_factor_ratio(api_peak_rate_ratio: float, api_peak_frac: float) -> float:
    """What the dearer hours make of the mean rate; 1 where there are none.

    Formula: 1 + share in peak hours × (peak over base − 1).
    """
    return 1 + api_peak_frac * (api_peak_rate_ratio - 1)


@quantity(label="Hours and region")
def api_rate_factor_ratio(api_peak_factor_ratio: float, api_region_rate_ratio: float) -> float:
    """What hours and region make of every rate; 1 where neither counts.

    Formula: peak hours × region.
    """
    return api_peak_factor_ratio * api_region_rate_ratio


@quantity(zero_when="batch_frac", label="Batch, input", hidden=True)
def batch_input_saving_ratio(batch_frac: float, api_batch_input_ratio: float) -> float:
    """What batch processing takes off the input rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return batch_frac * (1 - api_batch_input_ratio)


@quantity(zero_when="batch_frac", label="Batch, cache read", hidden=True)
def batch_cache_read_saving_ratio(batch_frac: float, api_batch_cache_read_ratio: float) -> float:
    """What batch processing takes off the cache-read rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return batch_frac * (1 - api_batch_cache_read_ratio)


@quantity(zero_when="batch_frac", label="Batch, cache write", hidden=True)
def batch_cache_write_saving_ratio(batch_frac: float, api_batch_cache_write_ratio: float) -> float:
    """What batch processing takes off the cache-write rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return batch_frac * (1 - api_batch_cache_write_ratio)


@quantity(zero_when="batch_frac", label="Batch, cache write kept an hour", hidden=True)
def batch_cache_write_1h_saving_ratio(batch_frac: float, api_batch_cache_write_1h_ratio: float) -> float:
    """What batch processing takes off the rate of cache writes kept an hour.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return batch_frac * (1 - api_batch_cache_write_1h_ratio)


@quantity(zero_when="batch_frac", label="Batch, output", hidden=True)
def batch_output_saving_ratio(batch_frac: float, api_batch_output_ratio: float) -> float:
    """What batch processing takes off the output rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return batch_frac * (1 - api_batch_output_ratio)


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
    standard_usd = fresh_input_tok_per_request * api_input_usd_per_mtok / u.TOK_PER_MTOK
    return standard_usd * (1 - batch_input_saving_ratio) * api_rate_factor_ratio


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
    standard_usd = cache_read_tok_per_request * api_cache_read_usd_per_mtok / u.TOK_PER_MTOK
    return standard_usd * (1 - batch_cache_read_saving_ratio) * api_rate_factor_ratio


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
    standard_usd = cache_write_short_tok_per_request * api_cache_write_usd_per_mtok / u.TOK_PER_MTOK
    return standard_usd * (1 - batch_cache_write_saving_ratio) * api_rate_factor_ratio


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
    standard_usd = cache_write_1h_tok_per_request * api_cache_write_1h_usd_per_mtok / u.TOK_PER_MTOK
    return standard_usd * (1 - batch_cache_write_1h_saving_ratio) * api_rate_factor_ratio


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
    standard_usd = output_tok_per_request * api_output_usd_per_mtok / u.TOK_PER_MTOK
    return standard_usd * (1 - batch_output_saving_ratio) * api_rate_factor_ratio


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
    standard_usd = reasoning_tok_per_request * api_output_usd_per_mtok / u.TOK_PER_MTOK
    return standard_usd * (1 - batch_output_saving_ratio) * api_rate_factor_ratio


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


@quantity(label="API price over the lifetime")
def api_price_drift_ratio(api_price_change_frac_per_year: float, lifetime_years: float) -> float:
    """Mean of the API's price over the box's lifetime, over today's price.

    Formula: mean over the months of (1 + change a year) to the power of the years passed.
    """
    months = max(1, round(lifetime_years * u.MONTHS_PER_YEAR))
    factors = [u.power(1 + api_price_change_frac_per_year, month / u.MONTHS_PER_YEAR) for month in range(months)]
    return u.total(*factors) / months
