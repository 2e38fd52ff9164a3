"""Runs plain formulas with quantities that have units.

All base units are independent of each other, kW of W and an hour of a second included, so that a forgotten factor is
a wrong unit and not merely a wrong number.  The constants of `calc.units` become quantities ("30 day/month"), and its
helpers do the same with quantities as with floats.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pint
import pytest

from calc import units
from calc.quantities import break_even, rental
from calc.units import unit_of

BASE = (
    *("usd", "month", "year", "hour", "day", "s", "ms", "W", "kW", "tok", "mtok", "request"),
    *("gb", "gib", "mib", "byte", "bit", "param", "flop", "gflop", "tflop", "gparam", "g", "kg", "call", "kcall"),
)
DERIVED = ("kWh = kW * hour",)
CONSTANTS = {
    "DAYS_PER_MONTH": "day/month",
    "MONTHS_PER_YEAR": "month/year",
    "HOURS_PER_DAY": "hour/day",
    "SECONDS_PER_HOUR": "s/hour",
    "MS_PER_S": "ms/s",
    "W_PER_KW": "W/kW",
    "TOK_PER_MTOK": "tok/mtok",
    "CALLS_PER_1000_CALLS": "call/kcall",
    "G_PER_KG": "g/kg",
    "GFLOP_PER_TFLOP": "gflop/tflop",
    "FLOP_PER_PARAM_PER_TOK": "gflop/gparam/tok",
    "FLOP_PER_SCORE": "flop/tok/tok",
    "FLOP_PER_GFLOP": "flop/gflop",
    "REFERENCE_FLOP_PER_BYTE": "gflop/gb",
    "MEASURED_LOOK_BACK_TOK": "tok",
    "ONE_TOK": "tok",
    "ONE_REQUEST": "request",
    "SHORT_CONTEXT_TOK": "tok",
    "LEAST_MODELLED_PARAMS_B": "gparam",
    "REFERENCE_PARAMS_B": "gparam",
    "BYTES_PER_GIB": "byte/gib",
    "BYTES_PER_GB": "byte/gb",
    "MIB_PER_GIB": "mib/gib",
    "GIB_PER_NAMEPLATE_GB": "gib/gb",
    "PARAMS_PER_GPARAM": "1/gparam",
    "BITS_PER_BYTE": "bit*gparam/gb",
    "CELL_BLOCK_TOK": "tok",
    "F32_BYTES": "byte/tok",
    "F16_BYTES": "byte/tok",
    "F8_BYTES": "byte/tok",
    "Q8_0_BYTES": "byte/tok",
    "Q5_1_BYTES": "byte/tok",
    "Q5_0_BYTES": "byte/tok",
    "Q4_1_BYTES": "byte/tok",
    "Q4_0_BYTES": "byte/tok",
    "MASK_BYTES": "byte/tok/tok",
    "SCORE_BYTES": "byte/tok/tok",
}
# Names whose suffix says less than they mean.  All of it is about one request, so the seconds are seconds a request.
MEANS = {
    "seconds_per_request_s": "s/request",
    "prefill_s": "s/request",
    "written_s": "s/request",
}
# The same where a formula speaks of one request only and so drops "a request".
MEANS_IN = {
    ("first_token_s", "prefill_s"): "s",
}
# Parameters without a unit suffix.
UNITLESS = {"powered_hours_max": "hour/day"}
# Magnitudes where 2 will not do.
MAGNITUDES = {"cached_input_frac": 0.25, "cache_write_frac": 0.25, "local_cached_input_frac": 0.25, "resale_frac": 0.5}


@functools.cache
def registry(counted: bool = False) -> pint.UnitRegistry[Any]:
    """The units.  `counted`: months and years are plain counts, for formulas that loop over months."""
    made: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    for name in BASE:
        made.define(f"{name} = []" if counted and name in ("month", "year") else f"{name} = [{name}]")
    for definition in DERIVED:
        made.define(definition)
    return made


def expression(name: str, within: str = "") -> str:
    """The unit that a name stands for, within a formula where that matters."""
    if (within, name) in MEANS_IN:
        return MEANS_IN[within, name]
    if name in MEANS or name in UNITLESS:
        return MEANS.get(name) or UNITLESS[name]
    unit = unit_of(name)
    assert unit is not None, f"{name} carries no unit suffix: add one, or a reasoned entry to tests/calc/dimensions.py"
    return unit.dimension


def of(ureg: pint.UnitRegistry[Any], unit: str, magnitude: float = 2.0) -> Any:
    """A quantity of a unit written as an expression; a plain number where it has none."""
    made = ureg.Quantity(magnitude, "" if unit == "1" else unit)
    return float(made.magnitude) if made.dimensionless else made


def dimension(value: Any) -> Any:
    """What units a value is made of; a plain number is made of none."""
    return getattr(value, "dimensionality", pint.util.UnitsContainer())


def quantity(ureg: pint.UnitRegistry[Any], name: str, within: str = "") -> Any:
    """A quantity for the parameter `name` of the formula `within`."""
    return of(ureg, expression(name, within), MAGNITUDES.get(name, 2.0))


@contextmanager
def with_units(ureg: pint.UnitRegistry[Any], plain: str = "", counted: bool = False) -> Iterator[None]:
    """`calc.units` with quantities for constants; `plain` names one that stays a bare number."""
    with pytest.MonkeyPatch.context() as patch:
        for name, unit in CONSTANTS.items():
            value = float(getattr(units, name))
            months = counted and name == "MONTHS_PER_YEAR"
            patch.setattr(units, name, value if name == plain or months else of(ureg, unit, value))
        for name, helper in HELPERS.items():
            patch.setattr(units, name, helper)
        # These two only hand on what `evaluate` gave: `float` for the type checker, the search for the reader.
        for module in (break_even, rental):
            patch.setattr(module, "float", _same, raising=False)
        patch.setattr(break_even, "least_crossing", _crossing("request/day", ureg))
        patch.setattr(break_even, "greatest_crossing", _crossing("usd/kWh", ureg))
        yield


def _same(value: Any) -> Any:
    return value


def _total(*parts: Any) -> Any:
    return functools.reduce(operator.add, parts)


def _is_zero(value: Any) -> bool:
    return bool(abs(getattr(value, "magnitude", value)) < 1e-12)


def _power(base: Any, exponent: Any) -> float:
    return float(_ratio(base) ** _ratio(exponent))


def _ratio(value: Any) -> float:
    return float(value.to("").magnitude) if hasattr(value, "to") else float(value)


def _crossing(unit: str, ureg: pint.UnitRegistry[Any]) -> Callable[..., Any]:
    """Stands for a search: the gap must make sense at a place with this unit, and the place is what is found."""

    def search(gap: Callable[[Any], Any], _low: Any, _high: Any) -> Any:
        place = of(ureg, unit)
        gap(place)
        return place

    return search


HELPERS: dict[str, Callable[..., Any]] = {
    "total": _total,
    "round12": _same,
    "whole_up": _same,
    "not_negative": _same,
    "per_month": _same,  # a payment that falls due each month; months are counts wherever it is used
    "is_zero": _is_zero,
    "power": _power,
    "discounted_away": lambda interest, periods: 1 - _power(1 + interest, -periods),
    "log2": lambda value: math.log2(_ratio(value)),
}
