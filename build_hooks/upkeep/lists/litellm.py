"""The price list of litellm, read as data: rates per token in one flat mapping of keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from build_hooks.upkeep.lists.shared import CALLS, NOON, PER_MTOK, Dataset, Rates, bare, first, tier, within

_KEYS = {
    "input_cost_per_token": "input_usd_per_mtok",
    "output_cost_per_token": "output_usd_per_mtok",
    "cache_read_input_token_cost": "cache_read_usd_per_mtok",
    "cache_creation_input_token_cost": "cache_write_usd_per_mtok",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h_usd_per_mtok",
}
_KEY = re.compile(r"(.+?)(?:_above_(\d+)k_tokens)?(_batches)?")
_UPLIFT = "regional_processing_uplift_multiplier_"
_SEARCH = "search_context_cost_per_query"
# The kind of a price that is not compared, by what its key holds; the first that fits.
_OTHERS = (
    ("_ultrafast", "ultrafast"), ("_priority", "priority"), ("_flex", "flex"), ("_decisions", "decisions"),
    ("audio", "sound"), ("image", "pictures"), ("maps", "other tools"), ("_above_12hr", "cache for 12 hours"),
    ("_above_1hr", "cache for an hour, in a tier or as batch"), ("reasoning", "reasoning"),
    ("input_cost_per_token_cache_hit", "second name"),
)  # fmt: skip


def dataset(version: str, data: Mapping[str, Any]) -> Dataset:
    """The list; of several spellings of a model the shortest is the plain id."""
    billers = {"google": "gemini"}
    index: dict[tuple[str, str], Any] = {}
    for key in sorted(data, key=len):
        entry = data[key]
        if isinstance(entry, Mapping) and "litellm_provider" in entry:
            index.setdefault((entry["litellm_provider"], bare(key)), entry)

    def find(biller: str, ids: Iterable[str]) -> Any:
        return first(index.get((billers.get(biller, biller), one)) for one in ids)

    def rates(biller: str, ids: Iterable[str], day: str, clock: str = NOON) -> Rates | None:
        entry = find(biller, ids)
        if entry is None:
            return None
        quiet = entry.get("off_peak_pricing") or {}
        is_quiet = any(_is_open(window, day, clock) for window in quiet.get("windows", ()))
        return dict(_rates(entry)) | (dict(_rates(quiet)) if is_quiet else {}) | dict(_places(entry)) | _calls(entry)

    def others(biller: str, ids: Iterable[str], day: str) -> set[str]:
        return set(_others(find(biller, ids) or {}))

    return Dataset("litellm", version, rates, others)


def _is_open(window: Mapping[str, Any], day: str, clock: str) -> bool:
    """Whether a window (weekdays from 1, hours such as 10:00-00:00) holds at a time of a day."""
    hours = window["hours_utc"] if isinstance(window["hours_utc"], list) else [window["hours_utc"]]
    spans = [(start, end) for start, _, end in (span.partition("-") for span in hours)]
    return datetime.fromisoformat(day).isoweekday() in window["weekdays"] and within(spans, clock)


def _rates(entry: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    for key, value in entry.items():
        found = _KEY.fullmatch(key)
        if found is None or found[1] not in _KEYS or not isinstance(value, Decimal):
            continue
        prefix = f"{tier(int(found[2]) * 1000)}." if found[2] else ""
        yield f"{prefix}{'batch.' if found[3] else ''}{_KEYS[found[1]]}", value * PER_MTOK


def _places(entry: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """Ratios for keeping a request in a place."""
    for key, value in entry.items():
        if key.startswith(_UPLIFT):
            yield f"regions.{key.removeprefix(_UPLIFT)}", value
    for place in ("us", "eu"):
        if place in (entry.get("provider_specific_entry") or {}):
            yield f"regions.{place}", entry["provider_specific_entry"][place]


def _calls(entry: Mapping[str, Any]) -> Rates:
    """What a thousand searches cost, where that does not depend on their depth."""
    prices = set((entry.get(_SEARCH) or {}).values())
    return {CALLS: prices.pop() * 1000} if len(prices) == 1 else {}


def _others(entry: Mapping[str, Any]) -> Iterator[str]:
    compared = {key for key in entry if (found := _KEY.fullmatch(key)) and found[1] in _KEYS}
    for key in entry:
        if "cost" not in key or key in compared:
            continue
        if key == _SEARCH:
            yield from () if _calls(entry) else ("other tools",)
        else:
            yield next((kind for part, kind in _OTHERS if part in key), "not sorted")
