"""The price list model-prices, read as data: dated rates by mode, and hours of the day beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from build_hooks.upkeep.lists.shared import KINDS, NOON, Dataset, Rates, bare, first, tier, within

_COMPARED = ("standard", "batch")


def dataset(version: str, data: Mapping[str, Any]) -> Dataset:
    """The list."""
    schedules = data.get("schedules", {})

    def find(biller: str, ids: Iterable[str]) -> Any:
        models = {bare(name): modes for name, modes in data["prices"].get(biller, {}).items()}
        return first(models.get(one) for one in ids)

    def rates(biller: str, ids: Iterable[str], day: str, clock: str = NOON) -> Rates | None:
        modes = find(biller, ids)
        standard = None if modes is None else _held(modes.get("standard", ()), f"{day}T{clock}:00Z")
        if standard is None:
            return None
        factor = _factor(schedules, biller, day, clock)
        found = {key: rate * factor for key, rate in _rates("", standard)}
        for mode in ("batch",):
            held = _held(modes.get(mode, ()), f"{day}T{clock}:00Z") or {}
            found |= dict(_rates(f"{mode}.", held))
        return found

    def others(biller: str, ids: Iterable[str], day: str) -> set[str]:
        modes = set(find(biller, ids) or ()) - set(_COMPARED)
        return {mode if mode in KINDS else "not sorted" for mode in modes}

    return Dataset("model-prices", version, rates, others)


def _held(rows: Iterable[Mapping[str, Any]], moment: str) -> Any:
    """The rates of the last row that had begun at a moment."""
    begun = [row for row in rows if row["start"] is None or row["start"] <= moment]
    return begun[-1]["rates"] if begun else None


def _rates(prefix: str, rates: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    for name in ("input", "output", "cache_read", "cache_write"):
        if isinstance(rates.get(name), Decimal):
            yield f"{prefix}{name}_usd_per_mtok", rates[name]
    if "cache_write_1h_multiple" in rates and "input" in rates:
        yield f"{prefix}cache_write_1h_usd_per_mtok", rates["input"] * rates["cache_write_1h_multiple"]
    for part in rates.get("tiers", ()):
        yield from _rates(f"{tier(part['above'])}.{prefix}", part)


def _factor(schedules: Mapping[str, Any], biller: str, day: str, clock: str) -> Decimal:
    """What a biller's peak hours multiply every rate by at a time of a day; 1 outside them."""
    moment = f"{day}T{clock}:00Z"
    for one in schedules.get("schedule", ()):
        begun = one["valid_from"] <= moment < one.get("valid_until", "9999")
        if one["provider"] == biller and begun and "peak_multiplier" in one and _is_peak(one, schedules, day, clock):
            return Decimal(one["peak_multiplier"])
    return Decimal(1)


def _is_peak(one: Mapping[str, Any], schedules: Mapping[str, Any], day: str, clock: str) -> bool:
    calendar = schedules.get("holidays", {}).get(one.get("holidays"), {})
    there = datetime.fromisoformat(f"{day}T{clock}") + timedelta(hours=int(calendar.get("utc_offset_hours", 0)))
    if one.get("weekdays_only") and there.isoweekday() > 5:
        return False
    free = there.date().isoformat() in calendar.get("dates", ())
    return not free and within([(start, end) for start, end in one["peak_hours_utc"]], clock)
