"""The record types of all facts, declared once: the build checks the YAML of `prices/` into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from calc.facts.records_api import RATES as RATES
from calc.facts.records_api import Alias as Alias
from calc.facts.records_api import Basis as Basis
from calc.facts.records_api import Batch as Batch
from calc.facts.records_api import Fees as Fees
from calc.facts.records_api import How as How
from calc.facts.records_api import PriceRow as PriceRow
from calc.facts.records_api import Region as Region
from calc.facts.records_api import Strict as Strict
from calc.facts.records_api import Tier as Tier
from calc.facts.records_api import Window as Window
from calc.facts.records_dated import Dated as Dated
from calc.facts.records_dated import Source as Source
from calc.facts.records_local import Family, Hardware, Host, Measurement, OpenModel, Quantisation, Speed, SpeedRun


@dataclass(frozen=True)
class ApiModel(Strict):
    """A model that somebody bills by the token.  Id: who bills / their own id."""

    name: str
    tier: Literal["small", "mid", "frontier"]
    prices: tuple[PriceRow, ...]
    status: tuple[Dated, ...] = ()  # values: active, deprecated, retired
    open_model: str | None = None  # the open-weight model that a host serves
    context_tok: tuple[Dated, ...] = ()
    modalities: str = ""
    aliases: tuple[Alias, ...] = ()  # other ids of the same biller that meant this model, each for its time
    note: str = ""


@dataclass(frozen=True)
class Calendar(Strict):
    """Days on which a window of prices does not hold, such as public holidays; days of the calendar's own zone."""

    name: str
    utc_offset_hours: str  # where a day of the calendar begins: "8" is eight hours before it begins in UTC
    covers_from: str
    covers_through: str  # the last day for which the list is complete; beyond it nobody knows
    days: tuple[str, ...]
    source: str
    checked: str
    how: How
    note: str = ""


@dataclass(frozen=True)
class Tariff(Strict):
    """Price of electricity for one region and sector, with the carbon of its grid."""

    name: str
    region: str
    sector: Literal["residential", "commercial"]
    electricity_usd_per_kwh: tuple[Dated, ...]
    carbon_g_per_kwh: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Rental(Strict):
    """Price of renting one piece of hardware by the hour.  Id: the hardware's id."""

    provider: str
    rental_usd_per_hour: tuple[Dated, ...]
    note: str = ""


@dataclass(frozen=True)
class Benchmark(Strict):
    """One published score of one model.  Id: benchmark / model."""

    benchmark: str
    model: str
    reporter: Literal["independent", "vendor", "secondary"]
    lower_is_better: bool = False
    fits_24_gb: bool | None = None
    open_weights: bool | None = None
    score_elo: tuple[Dated, ...] = ()
    score_points: tuple[Dated, ...] = ()
    score_frac: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Figure(Strict):
    """A loose figure that the guide cites (a share, a range somebody published, what an edition said).

    `values` maps a key with its unit suffix to dated values.
    """

    name: str
    values: Mapping[str, tuple[Dated, ...]]
    note: str = ""


TABLES: dict[str, type] = {
    "api_model": ApiModel,
    "calendar": Calendar,
    "hardware": Hardware,
    "family": Family,
    "open_model": OpenModel,
    "quantisation": Quantisation,
    "measurement": Measurement,
    "speed": Speed,
    "speed_run": SpeedRun,
    "tariff": Tariff,
    "rental": Rental,
    "host": Host,
    "benchmark": Benchmark,
    "figure": Figure,
    "edition": Figure,
}
