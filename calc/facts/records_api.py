"""The records of API prices: the only ones that readers' browsers need as records.

Moments: `since` and `until` are a date of any precision (its first day, 00:00 UTC) or an instant in UTC such as
"2026-09-10T04:00Z".  `since` is inclusive, `until` exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

How = Literal["read", "cross-checked", "imported", "measured"]
Basis = Literal["documented", "first-observed", "inferred"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
RATES = (
    "input_usd_per_mtok",
    "cache_read_usd_per_mtok",
    "cache_write_usd_per_mtok",
    "cache_write_1h_usd_per_mtok",
    "output_usd_per_mtok",
)


class Strict:
    """A record whose schema knows no keys but its fields; only the build reads this, with pydantic."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True)
class Batch(Strict):
    """What batch processing multiplies each rate by; a missing ratio is unknown, never 1."""

    input_ratio: str
    output_ratio: str
    cache_read_ratio: str | None = None
    cache_write_ratio: str | None = None
    cache_write_1h_ratio: str | None = None


@dataclass(frozen=True)
class Tier(Strict):
    """Rates of one context tier: of a request whose prompt is `>` or `>=` the size.

    `all-tokens`: they apply to the whole request.  `excess`: only the part of the prompt above the size pays them,
    each class of its tokens in proportion; output has no place in the prompt, so all of it pays the output rate of
    the last tier that the prompt reaches.
    """

    when: Literal[">", ">="]
    prompt_tok: int
    input_usd_per_mtok: str
    output_usd_per_mtok: str
    cache_read_usd_per_mtok: str | None = None
    cache_write_usd_per_mtok: str | None = None
    cache_write_1h_usd_per_mtok: str | None = None
    scope: Literal["all-tokens", "excess"] = "all-tokens"
    batch: Batch | None = None  # where batch takes other shares off than below the tier


@dataclass(frozen=True)
class Window(Strict):
    """Hours of the week (UTC) in which all rates are multiplied, but not on the days of a calendar."""

    id: str
    hours_utc: tuple[str, ...]
    weekdays: tuple[Weekday, ...]
    rate_ratio: str
    except_calendar: str | None = None  # an id of prices/calendars/: on its days the window does not hold
    note: str = ""


@dataclass(frozen=True)
class Region(Strict):
    """What a request that must stay in one region costs: a ratio on every rate, or rates of its own."""

    rate_ratio: str | None = None
    input_usd_per_mtok: str | None = None
    cache_read_usd_per_mtok: str | None = None
    cache_write_usd_per_mtok: str | None = None
    cache_write_1h_usd_per_mtok: str | None = None
    output_usd_per_mtok: str | None = None
    source: str | None = None  # where it is another than the row's
    note: str = ""


@dataclass(frozen=True)
class Fees(Strict):
    """What comes on top of the tokens: a share of the bill for whoever stands between, and calls of a tool."""

    gateway_fee_frac: str | None = None  # of the whole bill; who bills for their own models states none
    tool_usd_per_1000_calls: str | None = None  # the note says which tool
    source: str | None = None  # where it is another than the row's
    note: str = ""


@dataclass(frozen=True)
class PriceRow(Strict):
    """The rates of one API model from `since` (inclusive) until `until` (exclusive), else until the next row."""

    since: str
    source: str
    checked: str
    how: How
    input_usd_per_mtok: str
    output_usd_per_mtok: str
    cache_read_usd_per_mtok: str | None = None
    cache_write_usd_per_mtok: str | None = None  # kept for five minutes, or for the shortest time on offer
    cache_write_1h_usd_per_mtok: str | None = None  # kept for an hour
    tiers: tuple[Tier, ...] = ()
    batch: Batch | None = None
    windows: tuple[Window, ...] = ()
    regions: Mapping[str, Region] = field(default_factory=dict, hash=False)
    fees: Fees | None = None
    until: str | None = None
    basis: Basis = "documented"
    promotion: bool = False  # the maker said that it ends at `until`
    announced: bool = False
    cancelled: str | None = None  # the day on which an announcement was taken back; it then never applies
    note: str = ""
    line: int = 0
    at: Mapping[str, int] = field(default_factory=dict, hash=False)  # how many lines below it each figure stands

    def line_of(self, name: str, text: str) -> int:
        """The line of a figure of this row: of the rate of that name, or of the tier or part that says it."""
        parts: dict[str, Any] = {"": self, **{f"tiers.{place}.": tier for place, tier in enumerate(self.tiers)}}
        parts |= {f"regions.{place}.": region for place, region in self.regions.items()}
        parts |= {"batch.": self.batch, "fees.": self.fees}
        said = (f"{where}{name}" for where, part in parts.items() if getattr(part, name, None) == text)
        return self.line + next((self.at[one] for one in said if one in self.at), 0)


@dataclass(frozen=True)
class Alias(Strict):
    """Another id that meant this very model for a while.  Exact: no prefix, no pattern, no suffix."""

    id: str
    since: str
    source: str
    checked: str
    how: How
    until: str | None = None
    basis: Basis = "documented"
    note: str = ""
