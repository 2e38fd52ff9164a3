"""Other people's price lists: fetched by hash, read as data, brought into our keys and units.

A model is found by its exact id, or by an alias that our data gives for the day; never by a prefix.
Rates are those of noon (UTC) on the day asked for, in US dollars per million tokens.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from build_hooks.errors import BuildError

Rates = dict[str, Decimal]  # key -> rate; keys as in our rows, of batch `batch.<rate>`, of tiers `> 272000.<rate>`
REQUIREMENTS = "requirements/crosscheck.txt"
CACHE = ".cache/crosscheck"
BARRED = ("litellm", "1.107.")
_PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
# One platform for everybody: only the data inside is read, and one hash is enough.
_ANYWHERE = ("--only-binary=:all:", "--platform=manylinux_2_28_x86_64", "--python-version=3.13",
             "--implementation=cp", "--abi=abi3")  # fmt: skip
_PER_MTOK = Decimal(1_000_000)


@dataclass(frozen=True)
class Dataset:
    """A price list: its name, the version read, and what it says of a model (biller, ids to try) on a day."""

    name: str
    version: str
    rates: Callable[[str, Iterable[str], str], Rates | None]


def read_all(root: Path) -> list[Dataset]:
    """The three price lists.  Raises BuildError where one cannot be had, or is not the pinned one."""
    pins = dict(_PINNED.findall((root / REQUIREMENTS).read_text(encoding="utf-8")))
    if pins.get(BARRED[0], "").startswith(BARRED[1]):
        raise BuildError(f"{REQUIREMENTS}: {BARRED[0]} {pins[BARRED[0]]} must not be used; pin another version")
    fetch(root)
    return [
        _genai(root),
        Dataset("litellm", pins["litellm"], _of_litellm(_json(root, "litellm", pins, _LITELLM))),
        Dataset("model-prices", pins["model-prices"], _of_model_prices(_json(root, "model-prices", pins, _MODELS))),
    ]


_LITELLM = "litellm/model_prices_and_context_window_backup.json"
_MODELS = "model_prices/snapshot.json"


def fetch(root: Path) -> None:
    """Fetch what is pinned, hashes checked, unless it is there already; nothing is installed and nothing runs."""
    pins = _PINNED.findall((root / REQUIREMENTS).read_text(encoding="utf-8"))
    if all(_wheels(root, name, version) for name, version in pins):
        return
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--require-hashes", *_ANYWHERE, "-r", str(root / REQUIREMENTS), "-d", str(root / CACHE)]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{REQUIREMENTS}: cannot be fetched: {done.stderr.strip().splitlines()[-1]}")


def _wheels(root: Path, name: str, version: str) -> list[Path]:
    return sorted((root / CACHE).glob(f"{name.replace('-', '_')}-{version}-*.whl"))


def _json(root: Path, name: str, pins: Mapping[str, str], inside: str) -> Any:
    """One file of a wheel; numbers as they are written, for no float may touch money."""
    with zipfile.ZipFile(_wheels(root, name, pins[name])[0]) as wheel:
        return json.loads(wheel.read(inside), parse_float=Decimal, parse_int=Decimal)


def tier(above: object) -> str:
    """The key of a tier: the tokens that its prompt exceeds."""
    return f"> {int(str(above))}"


def bare(own_id: str) -> str:
    """An id without its owner, in lower case: `Qwen/Qwen3-32B` -> `qwen3-32b`."""
    return own_id.rpartition("/")[2].lower()


def _of_litellm(data: Mapping[str, Any]) -> Callable[[str, Iterable[str], str], Rates | None]:
    billers = {"google": "gemini"}
    index: dict[tuple[str, str], Any] = {}
    for key in sorted(data, key=len):  # the shortest of several spellings is the plain id
        entry = data[key]
        if isinstance(entry, Mapping) and "litellm_provider" in entry:
            index.setdefault((entry["litellm_provider"], bare(key)), entry)

    def rates(biller: str, ids: Iterable[str], day: str) -> Rates | None:
        entry = _first(index.get((billers.get(biller, biller), one)) for one in ids)
        if entry is None:
            return None
        quiet = entry.get("off_peak_pricing") or {}
        at_noon = any(_is_open(window, day) for window in quiet.get("windows", ()))
        return dict(_litellm_rates(entry)) | (dict(_litellm_rates(quiet)) if at_noon else {})

    return rates


def _is_open(window: Mapping[str, Any], day: str) -> bool:
    """Whether a window of litellm (weekdays from 1, hours such as 10:00-00:00) holds at noon of a day."""
    hours = window["hours_utc"] if isinstance(window["hours_utc"], list) else [window["hours_utc"]]
    spans = [(start, end if end != "00:00" else "24:00") for start, _, end in (span.partition("-") for span in hours)]
    weekday = datetime.fromisoformat(day).isoweekday()
    return weekday in window["weekdays"] and any(start <= "12:00" < end for start, end in spans)


_LITELLM_KEYS = {
    "input_cost_per_token": "input_usd_per_mtok",
    "output_cost_per_token": "output_usd_per_mtok",
    "cache_read_input_token_cost": "cache_read_usd_per_mtok",
    "cache_creation_input_token_cost": "cache_write_usd_per_mtok",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h_usd_per_mtok",
}
_LITELLM_END = re.compile(r"(.+?)(?:_above_(\d+)k_tokens)?(_batches)?")


def _litellm_rates(entry: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    for key, value in entry.items():
        found = _LITELLM_END.fullmatch(key)
        if found is None or found[1] not in _LITELLM_KEYS or not isinstance(value, Decimal):
            continue
        if found[2] and found[3]:
            continue  # tiers of batches are not compared
        prefix = f"{tier(int(found[2]) * 1000)}." if found[2] else "batch." if found[3] else ""
        yield prefix + _LITELLM_KEYS[found[1]], value * _PER_MTOK


def _of_model_prices(data: Mapping[str, Any]) -> Callable[[str, Iterable[str], str], Rates | None]:
    def rates(biller: str, ids: Iterable[str], day: str) -> Rates | None:
        models = {bare(name): modes for name, modes in data["prices"].get(biller, {}).items()}
        modes = _first(models.get(one) for one in ids)
        standard = None if modes is None else _held(modes.get("standard", ()), day)
        if modes is None or standard is None:
            return None
        batch = _held(modes.get("batch", ()), day) or {}
        found = dict(_model_rates("", standard)) | dict(_model_rates("batch.", batch))
        for part in standard.get("tiers", ()):
            found |= dict(_model_rates(f"{tier(part['above'])}.", part))
        return found

    return rates


def _held(rows: Iterable[Mapping[str, Any]], day: str) -> Any:
    """The rates of the last row that had begun at noon of a day."""
    begun = [row for row in rows if row["start"] is None or row["start"] <= f"{day}T12:00:00Z"]
    return begun[-1]["rates"] if begun else None


def _model_rates(prefix: str, rates: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    for name in ("input", "output", "cache_read", "cache_write"):
        if isinstance(rates.get(name), Decimal):
            yield f"{prefix}{name}_usd_per_mtok", rates[name]
    if "cache_write_1h_multiple" in rates and "input" in rates:
        yield f"{prefix}cache_write_1h_usd_per_mtok", rates["input"] * rates["cache_write_1h_multiple"]


def _genai(root: Path) -> Dataset:
    """genai-prices as the lock has it; its data are Python, so the package itself is asked."""
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

    def rates(biller: str, ids: Iterable[str], day: str) -> Rates | None:
        model = _first(index.get((names.get(biller, biller), one)) for one in ids)
        return None if model is None else _genai_rates(model, datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC))

    return Dataset("genai-prices", pinned[1], rates)


def _genai_rates(model: Any, noon: datetime) -> Rates:
    """Rates of noon; of several batch variants that hold, the first is the newest."""
    batches = [
        variant.prices
        for variant in model.price_variants or ()
        if variant.when == {"processing": "batch"} and (variant.constraint is None or variant.constraint.active(noon))
    ]
    batch = dict(_genai_flat("batch.", batches[0])) if batches else {}
    of_batch = {key: rate for key, rate in batch.items() if key.startswith("batch.")}  # its tiers are not compared
    return dict(_genai_flat("", model.get_prices(noon))) | of_batch


def _genai_flat(prefix: str, prices: Any) -> Iterator[tuple[str, Decimal]]:
    for name in ("input", "output", "cache_read", "cache_write", "cache_write_1h"):
        value = getattr(prices, f"{name}_mtok", None)
        if value is None:
            continue
        yield f"{prefix}{name}_usd_per_mtok", getattr(value, "base", value)
        for part in getattr(value, "tiers", ()):
            yield f"{tier(part.start)}.{name}_usd_per_mtok", part.price


def _first(found: Iterable[Any]) -> Any:
    return next((one for one in found if one is not None), None)
