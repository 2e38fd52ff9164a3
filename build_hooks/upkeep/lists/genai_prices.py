"""The price list genai-prices; its data are Python, so the package itself is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from build_hooks.errors import BuildError
from build_hooks.upkeep.lists.shared import CALLS, KINDS, NOON, Dataset, Rates, bare, first, tier

_BATCH = {"processing": "batch"}
_SAME = "default"  # the name of the standard lane
_OTHERS = (("audio", "sound"), ("image", "pictures"), ("storage_searches", "other tools"))


def dataset(root: Path) -> Dataset:
    """The list as the lock has it."""
    try:
        from importlib.metadata import version

        from genai_prices.data import providers
    except ImportError:
        raise BuildError("genai-prices is not installed; run `make setup`, which installs it for the tests") from None
    pinned = re.search(r"^genai-prices==(\S+)", (root / "requirements/dev.txt").read_text(encoding="utf-8"), re.M)
    if pinned is None or pinned[1] != version("genai-prices"):
        raise BuildError(f"genai-prices {version('genai-prices')} is not the locked one; run `make setup`")
    names = {"xai": "x-ai"}
    index = {(provider.id, bare(model.id)): model for provider in providers for model in provider.models}

    def find(biller: str, ids: Iterable[str]) -> Any:
        return first(index.get((names.get(biller, biller), one)) for one in ids)

    def rates(biller: str, ids: Iterable[str], day: str, clock: str = NOON) -> Rates | None:
        model = find(biller, ids)
        return None if model is None else _rates(model, _at(day, clock))

    def others(biller: str, ids: Iterable[str], day: str) -> set[str]:
        model = find(biller, ids)
        return set() if model is None else set(_others(model, _at(day, NOON)))

    return Dataset("genai-prices", pinned[1], rates, others)


def _at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


def _rates(model: Any, moment: datetime) -> Rates:
    """Rates of a moment; of several batch variants that hold, the first is the newest."""
    batches = [
        variant.prices
        for variant in model.price_variants or ()
        if variant.when == _BATCH and (variant.constraint is None or variant.constraint.active(moment))
    ]
    standard = model.get_prices(moment)
    found = dict(_flat("", standard)) | (dict(_flat("batch.", batches[0])) if batches else {})
    searches = getattr(standard, "web_searches_kcount", None)
    return found if searches is None else found | {CALLS: searches}


def _flat(prefix: str, prices: Any) -> Iterator[tuple[str, Decimal]]:
    for name in ("input", "output", "cache_read", "cache_write", "cache_write_1h"):
        value = getattr(prices, f"{name}_mtok", None)
        if value is None:
            continue
        yield f"{prefix}{name}_usd_per_mtok", getattr(value, "base", value)
        for part in getattr(value, "tiers", ()):
            yield f"{tier(part.start)}.{prefix}{name}_usd_per_mtok", part.price


def _others(model: Any, moment: datetime) -> Iterator[str]:
    for variant in model.price_variants or ():
        for lane in variant.when.values():
            if variant.when != _BATCH and lane != _SAME:
                yield lane if lane in KINDS else "not sorted"
    for name, value in vars(model.get_prices(moment)).items():
        for part, kind in _OTHERS:
            if value is not None and part in name:
                yield kind
