"""Units: the only vocabulary of units, read off the end of every name, and the conversion factors.

`api_usd_per_month` ends in `usd_per_month`, so it is money a month and reads "$16.20".  Factors are named
constants because the tests swap them for quantities with units; no formula holds a bare factor.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

DAYS_PER_MONTH = 30  # so a month is 720 hours; the pages say so
MONTHS_PER_YEAR = 12
HOURS_PER_DAY = 24
SECONDS_PER_HOUR = 3600
MS_PER_S = 1000
W_PER_KW = 1000
TOK_PER_MTOK = 1_000_000
CALLS_PER_1000_CALLS = 1000  # tools are priced by the thousand
G_PER_KG = 1000
GFLOP_PER_TFLOP = 1000
FLOP_PER_PARAM_PER_TOK = 2  # a multiply and an add for each weight
FLOP_PER_SCORE = 4  # a multiply and an add for a number of a key, and again for one of a value
FLOP_PER_GFLOP = 10**9
REFERENCE_FLOP_PER_BYTE = 60  # half-precision peak over bandwidth at which the families state how they read prompts
ONE_TOK = 1
ONE_REQUEST = 1
SHORT_CONTEXT_TOK = 2048  # speeds are measured at contexts up to about this
MEASURED_LOOK_BACK_TOK = 5120  # in the mean, on prompts up to twice this, where measured speeds of reading stand
LEAST_MODELLED_PARAMS_B = 1  # no law predicts smaller models: overheads rule there
REFERENCE_PARAMS_B = 8  # the dense model whose fixed time per token the families state
BYTES_PER_GIB = 2**30
BYTES_PER_GB = 10**9  # what makers of files and of disks call a gigabyte
MIB_PER_GIB = 1024
GIB_PER_NAMEPLATE_GB = 1  # memory chips come in powers of two: a "24 GB" card holds 24 GiB
PARAMS_PER_GPARAM = 10**9
BITS_PER_BYTE = 8
CELL_BLOCK_TOK = 256  # llama.cpp rounds a cache up to whole blocks of this many cells
F32_BYTES = 4
F16_BYTES = 2
F8_BYTES = 1
Q8_0_BYTES = 34 / 32  # 32 numbers of 8 bits and a scale of 16 bits
Q5_1_BYTES = 24 / 32  # 32 numbers of 5 bits, a scale and a least value of 16 bits each
Q5_0_BYTES = 22 / 32  # 32 numbers of 5 bits and a scale of 16 bits
Q4_1_BYTES = 20 / 32  # 32 numbers of 4 bits, a scale and a least value of 16 bits each
Q4_0_BYTES = 18 / 32  # 32 numbers of 4 bits and a scale of 16 bits
MASK_BYTES = 2  # one half-precision number for each pair of a token read and a cell looked at
SCORE_BYTES = 4  # one single-precision number for each such pair and head


def total(*parts: float) -> float:
    """The sum of the parts, rounded only once (`math.fsum`)."""
    return math.fsum(parts)


def power(base: float, exponent: float) -> float:
    """`base` to the power of `exponent`, both plain ratios."""
    return float(base**exponent)


def discounted_away(interest: float, periods: float) -> float:
    """What discounting over some periods takes off a payment: 1 − (1 + interest)^−periods, exact for tiny interest."""
    return -math.expm1(-periods * math.log1p(interest))


def log2(value: float) -> float:
    """How often a plain ratio doubles from 1: its logarithm to the base of 2."""
    return math.log2(value)


def is_zero(value: float) -> bool:
    """Whether a plain ratio is zero, an ulp aside."""
    return round12(value) == 0


def not_negative(value: float) -> float:
    """A plain ratio that may have slipped below zero by an ulp."""
    return max(0.0, value)


def per_month(value_usd: float) -> float:
    """An annuity's payment, which falls due once a month."""
    return value_usd


def whole_up(value: float) -> float:
    """The next whole number up; an ulp above a whole number does not count."""
    return float(math.ceil(round12(value)))


def round12(value: float) -> float:
    """The value at 12 significant digits, so that an ulp never flips a word or a digit."""
    if value == 0 or not math.isfinite(value):
        return value
    return float(f"{value:.12g}")


@dataclass(frozen=True)
class Unit:
    """How a suffix is written: `symbol` in tables and JSON, `pattern` in sentences, `style` of its digits."""

    suffix: str
    symbol: str
    pattern: str
    style: str  # money, sum, rate, plain, span, count, percent
    dimension: str  # an expression over the base units of the unit test
    label: str


_ALL: Iterable[Unit] = (
    Unit("usd", "$", "$#", "sum", "usd", "US dollars"),
    Unit("usd_per_month", "$/month", "$#", "money", "usd/month", "US dollars a month"),
    Unit("usd_per_hour", "$/h", "$#", "money", "usd/hour", "US dollars an hour"),
    Unit("usd_per_kwh", "$/kWh", "$#", "rate", "usd/kWh", "US dollars per kilowatt-hour"),
    Unit("usd_per_mtok", "$/1M tok", "$#", "rate", "usd/mtok", "US dollars per million tokens"),
    Unit(
        "usd_per_output_mtok",
        "$/1M output tok",
        "$#",
        "money",
        "usd/mtok",
        "US dollars per million output tokens of this workload, the input that comes with them included",
    ),
    Unit("usd_per_request", "$/request", "$#", "money", "usd/request", "US dollars a request"),
    Unit(
        "usd_per_accepted_request",
        "$/accepted request",
        "$#",
        "money",
        "usd/request",
        "US dollars a request whose answer is good enough",
    ),
    Unit("kwh_per_month", "kWh/month", "# kWh", "plain", "kWh/month", "kilowatt-hours a month"),
    Unit(
        "kwh_per_output_mtok",
        "kWh/1M output tok",
        "# kWh",
        "plain",
        "kWh/mtok",
        "kilowatt-hours per million output tokens of this workload",
    ),
    Unit("kwh_per_mtok", "kWh/1M tok", "# kWh", "plain", "kWh/mtok", "kilowatt-hours per million tokens"),
    Unit("j_per_tok", "J/tok", "# J", "plain", "W*s/tok", "joules per token"),
    Unit("kg_per_month", "kg/month", "# kg", "plain", "kg/month", "kilograms a month"),
    Unit("g_per_kwh", "g/kWh", "# g/kWh", "plain", "g/kWh", "grams per kilowatt-hour"),
    Unit("w", "W", "# W", "plain", "W", "watts"),
    Unit("gb", "GB", "# GB", "plain", "gb", "gigabytes (10^9 bytes)"),
    Unit("gib", "GiB", "# GiB", "plain", "gib", "gibibytes (2^30 bytes)"),
    Unit("gb_per_s", "GB/s", "# GB/s", "plain", "gb/s", "gigabytes a second"),
    Unit("tflops", "TFLOPS", "# TFLOPS", "plain", "tflop/s", "trillion operations a second"),
    Unit("params_b", "billion", "# billion", "plain", "gparam", "billion parameters"),
    Unit("tok_per_s", "tok/s", "# tok/s", "plain", "tok/s", "tokens a second"),
    Unit("tok_per_request", "tok/request", "#", "count", "tok/request", "tokens a request"),
    Unit("tok_per_month", "tok/month", "#", "count", "tok/month", "tokens a month"),
    Unit("tok", "tok", "# tokens", "count", "tok", "tokens"),
    Unit("requests_per_day", "requests/day", "#", "count", "request/day", "requests a day"),
    Unit("requests_per_month", "requests/month", "#", "count", "request/month", "requests a month"),
    Unit("requests_per_hour", "requests/h", "#", "count", "request/hour", "requests an hour"),
    Unit("hours_per_day", "h/day", "# h a day", "plain", "hour/day", "hours a day"),
    Unit("hours_per_month", "h/month", "# h a month", "plain", "hour/month", "hours a month"),
    Unit("hours", "h", "# h", "plain", "hour", "hours"),
    Unit("calls_per_request", "calls/request", "#", "plain", "call/request", "calls a request"),
    Unit("usd_per_1000_calls", "$/1,000 calls", "$#", "rate", "usd/kcall", "US dollars per thousand calls"),
    Unit("months", "months", "# months", "span", "month", "months"),
    Unit("years", "years", "# years", "plain", "year", "years"),
    Unit("s", "s", "# s", "plain", "s", "seconds"),
    Unit("ms", "ms", "# ms", "plain", "ms", "milliseconds"),
    Unit("frac", "share", "#", "percent", "1", "a share between 0 and 1, written as per cent"),
    Unit("frac_per_year", "share/year", "# a year", "percent", "1/year", "a share a year, written as per cent"),
    Unit("mib", "MiB", "# MiB", "plain", "mib", "mebibytes (2^20 bytes)"),
    Unit("bits", "bits", "# bits", "plain", "bit", "bits per weight, scales included"),
    Unit("bytes", "bytes", "# bytes", "plain", "byte/tok", "bytes per number of a token"),
    Unit("layers", "layers", "#", "count", "1", "layers of the model"),
    Unit("heads", "heads", "#", "count", "1", "attention heads"),
    Unit("width", "", "#", "count", "1", "numbers in a row"),
    Unit("slots", "slots", "#", "count", "1", "requests that have room in the cache at the same time"),
    Unit("flop_per_byte", "FLOP/B", "# FLOP/B", "plain", "gflop/gb", "operations for each byte of memory read"),
    Unit("ratio", "×", "#×", "plain", "1", "a plain ratio"),
    Unit("count", "", "#", "count", "1", "a number of things"),
    Unit("concurrency", "requests at once", "#", "count", "1", "requests served at the same time"),
    Unit("peak_to_mean", "×", "#×", "plain", "1", "the busiest hour over the mean hour"),
    Unit("elo", "Elo", "#", "count", "1", "Elo points"),
    Unit("points", "points", "#", "plain", "1", "points"),
)

UNITS: dict[str, Unit] = {unit.suffix: unit for unit in _ALL}


@cache
def unit_of(name: str) -> Unit | None:
    """The unit of a name: that of its longest suffix in the registry; None where the name carries none.

    Keys of facts follow the same rule, so `hardware.nvidia/rtx-3090.memory_gb` is in GB.  A side at the very
    end is not part of the unit: `success_frac_api` is a share.
    """
    parts = name.rsplit(".", 1)[-1].removesuffix("_api").removesuffix("_local").split("_")
    for start in range(len(parts)):
        found = UNITS.get("_".join(parts[start:]))
        if found is not None:
            return found
    return None
