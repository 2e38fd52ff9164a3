"""The records of API prices: the only ones that readers' browsers need as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

How = Literal["read", "cross-checked", "imported", "measured"]
Basis = Literal["documented", "first-observed", "inferred"]
RATES = ("input_usd_per_mtok", "cache_read_usd_per_mtok", "cache_write_usd_per_mtok", "output_usd_per_mtok")
STRICT: dict[str, str] = {"extra": "forbid"}


@dataclass(frozen=True)
class Tier:
    """Rates of one context tier: they apply to all tokens of a request whose prompt is `>` or `>=` the size."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    when: Literal[">", ">="]
    prompt_tok: int
    input_usd_per_mtok: str
    output_usd_per_mtok: str
    cache_read_usd_per_mtok: str | None = None
    cache_write_usd_per_mtok: str | None = None


@dataclass(frozen=True)
class Batch:
    """What batch processing multiplies each rate by; a missing ratio is unknown, never 1."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    input_ratio: str
    output_ratio: str
    cache_read_ratio: str | None = None
    cache_write_ratio: str | None = None


@dataclass(frozen=True)
class Window:
    """Hours of the week (UTC) in which all rates are multiplied."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    hours_utc: tuple[str, ...]
    weekdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...]
    rate_ratio: str
    note: str = ""


@dataclass(frozen=True)
class PriceRow:
    """The rates of one API model from `since` (inclusive) until the next row."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    since: str
    source: str
    checked: str
    how: How
    input_usd_per_mtok: str
    output_usd_per_mtok: str
    cache_read_usd_per_mtok: str | None = None
    cache_write_usd_per_mtok: str | None = None
    tiers: tuple[Tier, ...] = ()
    batch: Batch | None = None
    windows: tuple[Window, ...] = ()
    basis: Basis = "documented"
    announced: bool = False
    note: str = ""
    line: int = 0
