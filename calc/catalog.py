"""The facts: frozen record types, and the catalog that knows what held on a given day.

Record types are declared here once.  The build checks the YAML of `prices/` into them; the compiled
catalog (`calc/catalog.json`) carries them as JSON to the shell and to the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Literal

from calc.text import first_day, plain
from calc.units import unit_of

How = Literal["read", "cross-checked", "imported", "measured"]
Basis = Literal["documented", "first-observed", "inferred"]
RATES = ("input_usd_per_mtok", "cache_read_usd_per_mtok", "cache_write_usd_per_mtok", "output_usd_per_mtok")
STRICT: dict[str, str] = {"extra": "forbid"}


@dataclass(frozen=True)
class Source:
    """Where facts were read: declared once, cited by id from every value."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    title: str
    publisher: str
    url: str
    licence: str
    read: str
    note: str = ""


@dataclass(frozen=True)
class Dated:
    """A value that holds from `since` (inclusive) until the next value of the same key.

    Numbers are quoted decimals, so that no float ever touches money; the unit is the suffix of the key.
    `since` may have the precision of a day, month, quarter or year.  Without a `value` the middle of
    `low` and `high` is used.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    since: str
    source: str
    checked: str
    how: How
    value: str | None = None
    low: str | None = None
    high: str | None = None
    basis: Basis = "documented"
    announced: bool = False
    count: int | None = None
    note: str = ""
    line: int = 0


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


@dataclass(frozen=True)
class ApiModel:
    """A model that somebody bills by the token.  Id: who bills / their own id."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    tier: Literal["small", "mid", "frontier"]
    prices: tuple[PriceRow, ...]
    status: tuple[Dated, ...] = ()  # values: active, deprecated, retired
    open_model: str | None = None  # the open-weight model that a host serves
    context_tok: tuple[Dated, ...] = ()
    modalities: str = ""
    note: str = ""


@dataclass(frozen=True)
class Hardware:
    """A card (goes into a host) or a machine (whole).  Power of a machine is the whole machine's."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    kind: Literal["card", "machine"]
    market: Literal["consumer", "workstation", "datacentre", "unified"]
    family: str
    memory_gb: tuple[Dated, ...]
    memory_bandwidth_gb_per_s: tuple[Dated, ...]
    shader_fp16_tflops: tuple[Dated, ...] = ()
    rated_power_w: tuple[Dated, ...] = ()
    card_load_power_w: tuple[Dated, ...] = ()
    card_idle_power_w: tuple[Dated, ...] = ()
    used_usd: tuple[Dated, ...] = ()
    new_usd: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Family:
    """How close a family of hardware comes to its memory bandwidth: t = overhead + bytes / (efficiency x bandwidth)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    decode_efficiency_frac: tuple[Dated, ...]
    decode_overhead_ms: tuple[Dated, ...]
    moe_overhead_ms: tuple[Dated, ...]
    decode_low_ratio: tuple[Dated, ...]  # modelled speed times this is the low end of the range
    decode_high_ratio: tuple[Dated, ...]
    prefill_shader_ratio: tuple[Dated, ...] = ()


@dataclass(frozen=True)
class OpenModel:
    """An open-weight model.  `files` gives the size of the weights by quantisation."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    licence: str
    default_quant: str
    params_b: tuple[Dated, ...]
    active_params_b: tuple[Dated, ...]
    files: Mapping[str, tuple[Dated, ...]]  # quantisation -> model_file_gb
    hosted_twin: str | None = None  # id of the API model that serves the same weights
    note: str = ""


@dataclass(frozen=True)
class Speed:
    """Measured speed.  Id: open model @ quantisation @ hardware @ draft (`none` or `mtp`)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    decode_tok_per_s: tuple[Dated, ...]
    prefill_tok_per_s: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Tariff:
    """Price of electricity for one region and sector, with the carbon of its grid."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    region: str
    sector: Literal["residential", "commercial"]
    electricity_usd_per_kwh: tuple[Dated, ...]
    carbon_g_per_kwh: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Rental:
    """Price of renting one piece of hardware by the hour.  Id: the hardware's id."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    provider: str
    rental_usd_per_hour: tuple[Dated, ...]
    note: str = ""


@dataclass(frozen=True)
class Host:
    """The machine around a card."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    host_load_power_w: tuple[Dated, ...]
    host_idle_power_w: tuple[Dated, ...]
    new_usd: tuple[Dated, ...] = ()


@dataclass(frozen=True)
class Benchmark:
    """One published score of one model.  Id: benchmark / model."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    benchmark: str
    model: str
    reporter: Literal["independent", "vendor", "secondary"]
    fits_24_gb: bool | None = None
    open_weights: bool | None = None
    score_elo: tuple[Dated, ...] = ()
    score_points: tuple[Dated, ...] = ()
    score_frac: tuple[Dated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A loose figure that the guide cites (a share, a range somebody published, what an edition said).

    `values` maps a key with its unit suffix to dated values.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    values: Mapping[str, tuple[Dated, ...]]
    note: str = ""


TABLES: dict[str, type] = {
    "api_model": ApiModel,
    "hardware": Hardware,
    "family": Family,
    "open_model": OpenModel,
    "speed": Speed,
    "tariff": Tariff,
    "rental": Rental,
    "host": Host,
    "benchmark": Benchmark,
    "figure": Figure,
    "edition": Figure,
}


@dataclass(frozen=True)
class Fact:
    """One value in force on the day asked for, with everything needed to cite it."""

    key: str
    value: str
    unit: str
    date: str
    checked: str
    how: str
    source: str
    file: str
    line: int
    low: str | None = None
    high: str | None = None
    note: str = ""
    basis: str = "documented"
    announced: bool = False

    @property
    def number(self) -> float:
        """The value as a float, for arithmetic."""
        return float(self.value)


class Catalog:
    """Everything known, with all dates.  `at(day)` is the state on one day."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._tables: Mapping[str, Any] = data["tables"]
        self.sources: Mapping[str, Any] = data["sources"]
        self.edition: str = data["edition"]
        self.at = lru_cache(maxsize=32)(self._at)

    @classmethod
    def from_json(cls, text: str) -> Catalog:
        """The catalog from the text of its compiled file."""
        return cls(json.loads(text))

    def _at(self, day: str) -> Snapshot:
        return Snapshot(self._tables, day, self.edition)


@dataclass(frozen=True)
class PriceInForce:
    """The price row in force, with the announced row whose date has passed without a check, if any."""

    key: str
    file: str
    row: PriceRow
    pending: PriceRow | None = None


@dataclass
class Snapshot:
    """What held on `day`, by today's knowledge.  Nothing before history begins: None, not an error."""

    tables: Mapping[str, Any]
    day: str
    edition: str
    _found: dict[tuple[str, str, str], Fact | None] = field(default_factory=dict)

    def ids(self, table: str) -> Iterator[str]:
        """All ids of a table, in the catalog's order."""
        return iter(self.tables.get(table, {}))

    def has(self, table: str, record_id: str) -> bool:
        """Whether the table has such a record."""
        return record_id in self.tables.get(table, {})

    def attribute(self, table: str, record_id: str, name: str) -> str | bool | None:
        """An undated property of a record, such as its name or its kind."""
        record = self.tables.get(table, {}).get(record_id)
        return None if record is None else record["fields"].get(name)

    def fact(self, table: str, record_id: str, name: str) -> Fact | None:
        """The value of a key in force on the day, or None where nothing is known."""
        key = (table, record_id, name)
        if key not in self._found:
            self._found[key] = self._find(table, record_id, name)
        return self._found[key]

    def _find(self, table: str, record_id: str, name: str) -> Fact | None:
        record = self.tables.get(table, {}).get(record_id)
        if record is None:
            return None
        if table == "api_model" and name in RATES:
            return self._rate(record_id, name)
        row = self._in_force(record.get("values", {}).get(name, ()))
        return None if row is None else _fact(f"{table}.{record_id}.{name}", record["file"], row)

    def _rate(self, record_id: str, name: str) -> Fact | None:
        """A base rate of the price row in force."""
        priced = self.price(record_id)
        text = None if priced is None else getattr(priced.row, name)
        return None if priced is None or text is None else row_fact(priced, name, text)

    def _in_force(self, rows: Any) -> Any:
        """The last row that has begun and is not a mere announcement."""
        begun = [row for row in rows if self._begun(row) and not row.get("announced")]
        return begun[-1] if begun else None

    def _begun(self, row: Mapping[str, Any]) -> bool:
        return first_day(row["since"]).isoformat() <= self.day

    def price(self, record_id: str) -> PriceInForce | None:
        """The price row of an API model in force on the day, or None."""
        record = self.tables.get("api_model", {}).get(record_id)
        if record is None:
            return None
        row = self._in_force(record.get("prices", ()))
        if row is None:
            return None
        later = [new for new in record["prices"] if new.get("announced") and self._begun(new)]
        pending = _price_row(later[-1]) if later and later[-1]["since"] > row["since"] else None
        return PriceInForce(f"api_model.{record_id}", record["file"], _price_row(row), pending)

    def announced(self, record_id: str) -> PriceInForce | None:
        """The next announced price row of an API model that has not begun on the day, or None."""
        record = self.tables.get("api_model", {}).get(record_id)
        rows = [row for row in (record or {}).get("prices", ()) if row.get("announced") and not self._begun(row)]
        return PriceInForce(f"api_model.{record_id}", record["file"], _price_row(rows[0])) if rows else None


def row_fact(priced: PriceInForce, field_name: str, text: str) -> Fact:
    """A figure of a price row as a fact."""
    row = priced.row
    unit = unit_of(field_name)
    return Fact(
        key=f"{priced.key}.{field_name}",
        value=text,
        unit=unit.symbol if unit else "",
        date=row.since,
        checked=row.checked,
        how=row.how,
        source=row.source,
        file=priced.file,
        line=row.line,
        note=row.note,
        basis=row.basis,
        announced=row.announced,
    )


def _fact(key: str, file: str, row: Mapping[str, Any]) -> Fact:
    unit = unit_of(key)
    low, high = row.get("low"), row.get("high")
    value = row.get("value")
    if value is None:
        value = plain((float(low) + float(high)) / 2)  # the middle stands for an observation given as a range
    return Fact(
        key=key,
        value=value,
        unit=unit.symbol if unit else "",
        date=row["since"],
        checked=row["checked"],
        how=row["how"],
        source=row["source"],
        file=file,
        line=row.get("line", 0),
        low=low,
        high=high,
        note=row.get("note", ""),
        basis=row.get("basis", "documented"),
        announced=row.get("announced", False),
    )


def _price_row(row: Mapping[str, Any]) -> PriceRow:
    parts = dict(row)
    parts["tiers"] = tuple(Tier(**tier) for tier in row.get("tiers", ()))
    parts["batch"] = Batch(**row["batch"]) if row.get("batch") else None
    parts["windows"] = tuple(Window(**window) for window in row.get("windows", ()))
    return PriceRow(**parts)
