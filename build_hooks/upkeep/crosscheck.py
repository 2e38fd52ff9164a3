"""Our rates on the edition's day beside those of other price lists: who says what, and which differences are explained.

The result is plain data that is committed (prices/crosscheck.json), so that the page made of it needs no network.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypedDict

from pydantic import TypeAdapter, ValidationError

from build_hooks.errors import BuildError
from build_hooks.upkeep.lists.shared import KINDS, Dataset, Rates, bare, tier
from calc.facts.catalog import Catalog, Snapshot
from calc.facts.moments import begins, speaks_for
from calc.facts.records_api import RATES, PriceRow
from calc.text import first_day

State = Literal["agree", "differ", "missing", "unchecked"]
FILE = "crosscheck.json"
OURS = "ours"
GIVEN = "given"  # a condition that is only named, because it holds nothing to compare on the day
ROUNDING = Decimal("0.000001")  # lists that hold floats, and ratios that we give with seven digits


class Result(TypedDict):
    """Who says what: the day, the version of each list, and for each model and rate ours (`ours`) and theirs.

    `others`: by list the kinds of prices that it has and that are not compared, with for how many of our models.
    """

    day: str
    versions: dict[str, str]
    others: dict[str, dict[str, int]]
    models: dict[str, dict[str, dict[str, str | None]]]


@dataclass(frozen=True)
class Compared:
    """One rate of one model in one price list beside ours; None: not given there."""

    model: str
    key: str
    dataset: str
    ours: str | None
    theirs: str | None

    @property
    def state(self) -> State:
        """agree, differ, missing (they do not give it) or unchecked (we do not, or it cannot be compared)."""
        if self.theirs is None:
            return "missing" if _is_number(self.ours) else "unchecked"
        if not _is_number(self.ours) or not _is_number(self.theirs):
            return "unchecked"
        return "agree" if same(str(self.ours), self.theirs) else "differ"


def same(one: str, other: str) -> bool:
    """Whether two rates are the same but for the rounding of who computed them."""
    first, second = Decimal(one), Decimal(other)
    return abs(first - second) <= ROUNDING * max(first, second)


def compare(catalog: Catalog, datasets: Sequence[Dataset]) -> Result:
    """Our rates on the edition's day beside those of the lists."""
    day = catalog.edition
    snapshot = catalog.at(day)
    models = {model: dict(_model(snapshot, model, datasets)) for model in snapshot.ids("api_model")}
    versions = {dataset.name: dataset.version for dataset in datasets}
    known = {model: rates for model, rates in models.items() if rates}
    return {"day": day, "versions": versions, "others": _others(snapshot, known, datasets), "models": known}


def _others(snapshot: Snapshot, models: Iterable[str], datasets: Sequence[Dataset]) -> dict[str, dict[str, int]]:
    """The kinds of prices that are not compared, in the order of their reasons."""
    found: dict[str, Counter[str]] = {one.name: Counter() for one in datasets}
    for model in models:
        biller, _, own = model.partition("/")
        for one in datasets:
            found[one.name].update(one.others(biller, [own, *aliases(snapshot, model)], snapshot.day[:10]))
    return {name: {kind: counts[kind] for kind in KINDS if counts[kind]} for name, counts in found.items()}


def write(root: Path, result: Result) -> None:
    """Keep a result in prices/, a rate a line, so that a change of it reads well."""
    models = ",\n".join(
        f"  {json.dumps(model)}: {{\n"
        + ",\n".join(f"   {json.dumps(key)}: {json.dumps(said)}" for key, said in rates.items())
        + "\n  }"
        for model, rates in result["models"].items()
    )
    head = f' "day": {json.dumps(result["day"])},\n "versions": {json.dumps(result["versions"])},\n'
    head += f' "others": {json.dumps(result["others"])},\n "models": {{\n'
    (root / "prices" / FILE).write_text(f"{{\n{head}{models}\n }}\n}}\n", encoding="utf-8")


def read(root: Path) -> Result | None:
    """The result that is kept in prices/; None where none is.  Raises BuildError where it is not one."""
    path = root / "prices" / FILE
    if not path.is_file():
        return None
    try:
        return TypeAdapter(Result).validate_json(path.read_bytes(), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        hint = "run `python -m build_hooks crosscheck`"
        raise BuildError(
            f"prices/{FILE}: {place}: expected what a comparison writes, got {first['msg']}; {hint}"
        ) from None


def compared(result: Result) -> list[Compared]:
    """Every comparison of a result."""
    return [
        Compared(model, key, dataset, said.get(OURS), said.get(dataset))
        for model, rates in result["models"].items()
        for key, said in rates.items()
        for dataset in result["versions"]
    ]


def _model(snapshot: Snapshot, model: str, datasets: Sequence[Dataset]) -> Iterator[tuple[str, dict[str, str | None]]]:
    priced = snapshot.price(model)
    if priced is None:
        return
    biller, _, own = model.partition("/")
    ids = [own, *aliases(snapshot, model)]
    day = snapshot.day[:10]
    theirs = {one.name: dict(one.rates(biller, ids, day) or {}) for one in datasets}
    open_at = open_hours(priced.row, day)
    for one in datasets:
        for window, clock in open_at.items():
            for key, rate in (one.rates(biller, ids, day, clock) or {}).items():
                if key in RATES:
                    theirs[one.name][f"{window}.{key}"] = rate
    ours = our_rates(priced.row, theirs.values()) | dict(_in_windows(priced.row, open_at))
    for key in sorted({*ours, *(key for found in theirs.values() for key in found)}, key=_order):
        said = {name: _text(found.get(key)) for name, found in theirs.items()}
        yield key, {OURS: ours.get(key), **said}


def open_hours(row: PriceRow, day: str) -> dict[str, str]:
    """Where a row has hours of the day: half an hour after each window opens, if it does on the day's weekday."""
    weekday = WEEKDAYS[date.fromisoformat(day).weekday()]
    found = {}
    for window in row.windows:
        start = window.hours_utc[0].partition("-")[0]
        hour, minute = (int(part) for part in start.split(":"))
        clock = f"{(hour * 60 + minute + 30) // 60 % 24:02}:{(minute + 30) % 60:02}"
        if weekday in window.weekdays:
            found[window.id] = clock
    return found


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _in_windows(row: PriceRow, open_at: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Our rates inside each window that opens on the day; one that does not is only named."""
    for window in row.windows:
        if window.id in open_at:
            yield from ((f"{window.id}.{rate}", _times(getattr(row, rate), window.rate_ratio)) for rate in RATES)
        else:
            yield f"windows.{window.id}", GIVEN


def aliases(snapshot: Snapshot, model: str) -> list[str]:
    """Other exact ids that mean this very model on the day."""
    day = snapshot.day[:10]
    found = snapshot.tables["api_model"][model].get("aliases", ())
    return [bare(one["id"]) for one in found if _day(one["since"]) <= day < _day(one.get("until") or "9999")]


def _day(moment: str) -> str:
    return moment[:10] if "T" in moment else first_day(moment).isoformat()


def our_rates(row: PriceRow, theirs: Iterable[Rates | None]) -> dict[str, str | None]:
    """Our rates by key.  Where others know a tier that we do not, ours there is the rate that we would charge."""
    found: dict[str, str | None] = {rate: getattr(row, rate) for rate in RATES if getattr(row, rate) is not None}
    if row.batch is not None:
        found |= {f"batch.{rate}": _times(getattr(row, rate), getattr(row.batch, ratio)) for rate, ratio in _BATCH}
    known: set[str] = set()
    for part in row.tiers:
        name = tier(part.prompt_tok - (part.when == ">="))
        known.add(name)
        found |= {f"{name}.{rate}": getattr(part, rate) for rate in RATES}
        batch = part.batch or row.batch
        if batch is not None:
            found |= {
                f"{name}.batch.{rate}": _times(getattr(part, rate), getattr(batch, ratio)) for rate, ratio in _BATCH
            }
    for key in {key for rates in theirs for key in rates or ()}:
        name, _, rate = key.partition(".")
        if name.startswith(">") and name not in known and not row.tiers:
            found[key] = found.get(rate)
    for place, region in row.regions.items():
        found[f"regions.{place}"] = region.rate_ratio or GIVEN
    if row.fees is not None:
        found |= {f"fees.{name}": getattr(row.fees, name) for name in ("tool_usd_per_1000_calls", "gateway_fee_frac")}
    return {key: value for key, value in found.items() if value is not None}


_BATCH = tuple((rate, rate.replace("_usd_per_mtok", "_ratio")) for rate in RATES)


def before_and_now(catalog: Catalog, one: Compared) -> PriceRow | None:
    """Our row in force where a list says what the row before it said, which is what a list does that lags behind."""
    rows = [row for row in catalog.at(catalog.edition).history(one.model) if not row.cancelled]
    begun = [row for row in rows if not row.announced and begins(row.since) <= speaks_for(catalog.edition)]
    if one.theirs is None or len(begun) < 2:
        return None
    said = our_rates(begun[-2], [{one.key: Decimal(one.theirs)}]).get(one.key)
    return begun[-1] if said is not None and _is_number(said) and same(said, one.theirs) else None


def _times(rate: str | None, ratio: str | None) -> str | None:
    return None if rate is None or ratio is None else _text(Decimal(rate) * Decimal(ratio))


def _text(number: Decimal | None) -> str | None:
    """A rate at twelve significant digits, which is where floats end that were written as decimals."""
    return None if number is None else f"{Decimal(f'{number:.12g}').normalize():f}"


def _is_number(text: str | None) -> bool:
    return text is not None and text.replace(".", "", 1).isdigit()


def _order(key: str) -> tuple[int, int, int, str]:
    """Rates first, then batch, then tiers by size, then hours, regions and fees."""
    name, _, rate = key.rpartition(".")
    size = int(name.split(".")[0].removeprefix("> ")) if name.startswith(">") else 0
    group = 0 if not name else 1 if name == "batch" else 2 if size else 3
    return group, size, name.endswith(".batch"), f"{name}{RATES.index(rate) if rate in RATES else rate}"


@dataclass(frozen=True)
class Settled:
    """The differences of a result beside the disputes: which are explained, which are not, which disputes are idle."""

    explained: tuple[tuple[Compared, Mapping[str, Any]], ...]
    expired: tuple[tuple[Compared, Mapping[str, Any]], ...]
    unexplained: tuple[Compared, ...]
    idle: tuple[Mapping[str, Any], ...]


def settle(found: Sequence[Compared], disputes: Sequence[Mapping[str, Any]], on: str) -> Settled:
    """Match differences with disputes by model, key, list and both figures; `on` is the day that decides on expiry."""
    explained: list[tuple[Compared, Mapping[str, Any]]] = []
    expired: list[tuple[Compared, Mapping[str, Any]]] = []
    unexplained, used = [], []
    for one in found:
        if one.state != "differ":
            continue
        dispute = next((row for row in disputes if _explains(row, one)), None)
        if dispute is None:
            unexplained.append(one)
            continue
        used.append(dispute)
        (explained if on <= dispute["expires"] else expired).append((one, dispute))
    idle = tuple(row for row in disputes if row not in used)
    return Settled(tuple(explained), tuple(expired), tuple(unexplained), idle)


def _explains(dispute: Mapping[str, Any], one: Compared) -> bool:
    if (dispute["model"], dispute["key"], dispute["dataset"]) != (one.model, one.key, one.dataset):
        return False
    return same(dispute["ours"], str(one.ours)) and same(dispute["theirs"], str(one.theirs))
