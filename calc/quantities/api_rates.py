"""What hours, region, batch processing and the years to come make of an API's rates."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


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


def _saving(batch_frac: float, batch_over_standard_ratio: float) -> float:
    return batch_frac * (1 - batch_over_standard_ratio)


@quantity(zero_when="batch_frac", label="Batch, input", hidden=True)
def batch_input_saving_ratio(batch_frac: float, api_batch_input_ratio: float) -> float:
    """What batch processing takes off the input rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return _saving(batch_frac, api_batch_input_ratio)


@quantity(zero_when="batch_frac", label="Batch, cache read", hidden=True)
def batch_cache_read_saving_ratio(batch_frac: float, api_batch_cache_read_ratio: float) -> float:
    """What batch processing takes off the cache-read rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return _saving(batch_frac, api_batch_cache_read_ratio)


@quantity(zero_when="batch_frac", label="Batch, cache write", hidden=True)
def batch_cache_write_saving_ratio(batch_frac: float, api_batch_cache_write_ratio: float) -> float:
    """What batch processing takes off the cache-write rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return _saving(batch_frac, api_batch_cache_write_ratio)


@quantity(zero_when="batch_frac", label="Batch, cache write kept an hour", hidden=True)
def batch_cache_write_1h_saving_ratio(batch_frac: float, api_batch_cache_write_1h_ratio: float) -> float:
    """What batch processing takes off the rate of cache writes kept an hour.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return _saving(batch_frac, api_batch_cache_write_1h_ratio)


@quantity(zero_when="batch_frac", label="Batch, output", hidden=True)
def batch_output_saving_ratio(batch_frac: float, api_batch_output_ratio: float) -> float:
    """What batch processing takes off the output rate.

    Formula: share sent as batch × (1 − batch over standard).
    """
    return _saving(batch_frac, api_batch_output_ratio)


@quantity(label="API price over the lifetime")
def api_price_drift_ratio(api_price_change_frac_per_year: float, lifetime_years: float) -> float:
    """Mean of the API's price over the box's lifetime, over today's price.

    Formula: mean over the months of (1 + change a year) to the power of the years passed.
    """
    months = max(1, round(lifetime_years * u.MONTHS_PER_YEAR))
    factors = [u.power(1 + api_price_change_frac_per_year, month / u.MONTHS_PER_YEAR) for month in range(months)]
    return u.total(*factors) / months
