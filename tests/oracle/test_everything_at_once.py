"""One row with everything at once, against a second biller that knows only the words of `prices/README.md`.

Rows are drawn as YAML and read by the loader, so what is compared is the whole way from the file to the bill: instants
and gaps, announcements and what was taken back, tiers of both kinds at their boundaries, each class of cache, batch and
what it makes of them, windows with weekdays and holidays, regions, tools and gateways, all of them together.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build_hooks.dataset import load
from calc import results
from calc.engine.evaluate import Evaluation
from calc.facts.catalog import Catalog
from calc.model import GRAPH
from tests.oracle.naive_bill import Bill, Calendar, Row, Usage, bill
from tests.prices.conftest import BASE

EDITION = "2026-06-01"
MODEL = "everything/at-once"
RELATIVE = 1e-11  # amounts are given to 12 digits
LAND = {
    "land-days": Calendar(
        frozenset(date.fromisoformat(day) for day in ("2026-01-01", "2026-05-01", "2026-10-01")),
        date(2026, 1, 1),
        date(2026, 12, 31),
        Fraction(8),
    )
}
RATES = ("input", "cache_read", "cache_write", "cache_write_1h", "output")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SIZES = (1000, 128_000, 200_000)
# Rows of one model: when each begins, and its end where it has one of its own.
SINCE = ("2026-02-03", "2026-04-29T22:30Z", "2026-05-20", "2026-08-01", "2026-09-15T12:00Z")
RATIOS = ("0", "0.5", "0.75", "1", "1.1", "2")


def decimals(least: int, most: int) -> st.SearchStrategy[str]:
    """Amounts in cents, as the data write them."""
    return st.integers(least, most).map(lambda cents: f"{cents / 100:.2f}")


@st.composite
def rates(draw: Any) -> Row:
    """Rates in the order that the check asks for; input and output are always there."""
    read, fresh, output = sorted(draw(st.lists(st.integers(0, 900), min_size=3, max_size=3)))
    short, hour = sorted(draw(st.lists(st.integers(1, 900), min_size=2, max_size=2)))
    cents = dict(zip(RATES, (fresh, read, short, hour, output), strict=True))
    left_out = draw(st.sampled_from((None, None, None, *RATES[1:4])))
    stated = set(RATES) - {left_out}
    return {f"{name}_usd_per_mtok": f"{cents[name] / 100:.2f}" for name in RATES if name in stated}


BATCHES = st.fixed_dictionaries(
    {
        "input_ratio": st.sampled_from(("0", "0.5", "1")),
        "cache_read_ratio": st.sampled_from(("0.5", "1")),
        "cache_write_ratio": st.sampled_from(("0.5", "0.75")),
        "output_ratio": st.sampled_from(("0.5", "0.6")),
    },
    optional={"cache_write_1h_ratio": st.sampled_from(("0.5", "0.75", "1"))},
)
FEES = st.fixed_dictionaries(
    {"tool_usd_per_1000_calls": decimals(0, 3500)}, optional={"gateway_fee_frac": st.sampled_from(("0.055", "0.2"))}
)


@st.composite
def tiers(draw: Any) -> list[Row]:
    """None, one or several, of one kind."""
    scope = draw(st.sampled_from(("all-tokens", "excess")))
    found = []
    for size in sorted(draw(st.sets(st.sampled_from(SIZES), max_size=3))):
        tier = {"when": draw(st.sampled_from((">", ">="))), "prompt_tok": size, "scope": scope, **draw(rates())}
        if scope == "all-tokens" and draw(st.booleans()):
            tier["batch"] = draw(BATCHES)
        found.append(tier)
    return found


@st.composite
def windows(draw: Any) -> list[Row]:
    """Windows whose hours leave each other free; one runs over midnight as two spans."""
    hours = draw(st.permutations((["22:00-24:00", "00:00-02:15"], ["09:00-12:30"], ["15:45-20:00"])))
    return [
        {
            "id": f"window-{number}",
            "hours_utc": spans,
            "weekdays": draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True)),
            "rate_ratio": draw(st.sampled_from(RATIOS)),
            **({"except_calendar": "land-days"} if draw(st.booleans()) else {}),
        }
        for number, spans in enumerate(hours[: draw(st.integers(0, 3))])
    ]


@st.composite
def row(draw: Any, since: str, until: str | None) -> Row:
    """A row with any of its parts."""
    found: Row = {"since": since, **draw(rates())}
    if draw(st.integers(0, 3)):
        found["batch"] = draw(BATCHES)
    if has_tiers := draw(tiers()):
        found["tiers"] = has_tiers
    if some := draw(windows()):
        found["windows"] = some
    if draw(st.integers(0, 3)):
        found["fees"] = draw(FEES)
    found["regions"] = {"eu": {"rate_ratio": draw(st.sampled_from(RATIOS[1:]))}}
    if not has_tiers:
        found["regions"]["us"] = draw(rates())
    if until:
        found |= {"until": until, "promotion": draw(st.booleans())}
    return found


@st.composite
def histories(draw: Any) -> list[Row]:
    """Rows of one model in order: some end before the next begins, later ones are announced or were taken back."""
    starts = sorted(
        draw(st.sets(st.sampled_from(SINCE[1:]), max_size=3).map(lambda some: {SINCE[0], *some})),
        key=lambda text: text[:10],
    )
    found = []
    for since, following in zip(starts, [*starts[1:], "2027-01-01"], strict=True):
        end = draw(st.sampled_from((None, None, following, f"{following[:8]}01" if following[8:10] > "01" else None)))
        late = since[:10] > EDITION
        kind = (
            draw(st.sampled_from(("announced", "cancelled")))
            if late
            else draw(st.sampled_from(("held",) * 4 + ("cancelled",)))
        )
        one = draw(row(since, end if end and end > since else None))
        if kind != "held":
            one["announced"] = True
        if kind == "cancelled":
            one["cancelled"] = "2026-02-01"
        found.append(one)
    return found


@st.composite
def usages(draw: Any) -> Usage:
    """A request: at the boundary of a tier, beside it, or of any size."""
    prompt = draw(
        st.one_of(st.sampled_from([size + shift for size in SIZES for shift in (-1, 0, 1)]), st.integers(0, 400_000))
    )
    kinds = draw(
        st.lists(st.sampled_from(("fresh", "read", "written", "written_1h")), min_size=1, max_size=4, unique=True)
    )
    left, counts = prompt, {}
    for name in kinds[1:]:
        counts[name] = draw(st.integers(0, left))
        left -= counts[name]
    counts[kinds[0]] = left
    return Usage(
        **counts,
        output=draw(st.integers(0, 50_000)),
        reasoning=draw(st.sampled_from((0, 777))),
        tool_calls=draw(st.sampled_from((0, 0, 3))),
        batch_frac=draw(st.sampled_from((Fraction(0), Fraction(1), Fraction(1, 4)))),
        region=draw(st.sampled_from(("standard", "standard", "eu", "us"))),
        profile=draw(st.sampled_from(("around-the-clock", "office", "evenings", "nights"))),
        utc_offset_hours=draw(st.sampled_from((Fraction(0), Fraction(-8), Fraction(11, 2), Fraction(14)))),
    )


def _moments() -> Iterator[str]:
    """Around each beginning and end, the holidays with the weeks around them, and the end of the calendar."""
    for text in (*SINCE, "2026-05-01", "2026-10-01", "2026-12-28", "2026-12-31T16:00Z", "2027-01-01"):
        day = date.fromisoformat(text[:10])
        for shift in (-1, 0, 1):
            yield (day + timedelta(shift)).isoformat()
        for clock in ("00:00", "02:14", "02:15", "11:59", "12:00", "15:59", "16:00", "22:29", "22:30", "23:59"):
            yield f"{day}T{clock}Z"


MOMENTS = st.sampled_from(sorted(set(_moments())))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A valid data set to which a model is added."""
    root = tmp_path_factory.mktemp("everything") / "prices"
    shutil.copytree(BASE, root)
    return root


def catalog_of(folder: Path, rows: list[Row]) -> Catalog:
    """The rows as a file of the data set, checked, compiled and read back as the shipped catalog is."""
    shared = {"source": "price-page", "checked": EDITION, "how": "read", "note": "step: drawn"}
    prices = [{**one, **shared} for one in rows]
    lines = ["# yaml-language-server: $schema=../schema/api_model.json", "id: everything", "name: Everything", "items:"]
    lines += ["  at-once:", "    name: At once", "    tier: small", "    prices:"]
    lines += [f"      - {_flow(one)}" for one in prices]
    (folder / "api" / "everything.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Catalog.from_json(json.dumps(load(folder).catalog))


def _flow(thing: Any) -> str:
    """YAML in one line; decimals, hours and instants are quoted, as the check asks."""
    if isinstance(thing, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in thing.items()) + "}"
    if isinstance(thing, list):
        return "[" + ", ".join(_flow(one) for one in thing) + "]"
    return json.dumps(thing)


def ours(catalog: Catalog, usage: Usage, asked: str) -> dict[str, Any]:
    """The guide's answer."""
    prompt, written = usage.prompt or 1, usage.written + usage.written_1h
    pins: dict[str, Any] = {
        "api_model": MODEL,
        "api_region": usage.region,
        "input_tok_per_request": float(usage.prompt),
        "cached_input_frac": usage.read / prompt,
        "cache_write_frac": written / prompt,
        "cache_write_1h_frac": usage.written_1h / (written or 1),
        "output_tok_per_request": float(usage.output),
        "reasoning_tok_per_request": float(usage.reasoning),
        "tool_calls_per_request": float(usage.tool_calls),
        "batch_frac": float(usage.batch_frac),
        "hours_profile": usage.profile,
        "utc_offset_hours": float(usage.utc_offset_hours),
    }
    return results.result(Evaluation(GRAPH, catalog.at(asked), pins), "api_usd_per_request")


def near(one: float | None, other: Fraction | None) -> bool:
    """Whether two amounts agree; a rest of a share may stand where there should be no token."""
    if one is None or other is None:
        return one is None and other is None
    return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=1e-15)


def differences(said: dict[str, Any], wanted: Bill) -> list[str]:
    """What is not as it should be."""
    found = [] if said["status"] == wanted.status else [f"status {said['status']}, not {wanted.status}"]
    if not near(said["value"], wanted.value):
        found.append(f"value {said['value']}, not {wanted.value and float(wanted.value)}")
    if wanted.status == "known":
        one = wanted.low == wanted.high
        low, high = (None, None) if one and said["low"] is None else (wanted.low, wanted.high)
        if not near(said["low"], low) or not near(said["high"], high):
            found.append(f"{said['low']} to {said['high']}, not {low and float(low)} to {high and float(high)}")
        if not one and not said["reasons"]:
            found.append("a range without a reason")
    elif not said["reasons"]:
        found.append(f"{wanted.status} without a reason")
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(histories(), st.lists(st.tuples(usages(), MOMENTS), min_size=10, max_size=10))
def test_rows_with_any_parts_bill_as_their_words_say(
    folder: Path, rows: list[Row], asked: list[tuple[Usage, str]]
) -> None:
    catalog = catalog_of(folder, rows)
    for usage, moment in asked:
        said = ours(catalog, usage, moment)
        assert differences(said, bill(rows, usage, moment, LAND)) == [], (usage, moment, said["reasons"])


def whole_row(scope: str, when: str) -> Row:
    """One row that says everything that a row can say."""
    base = {"input": "1.00", "cache_read": "0.10", "cache_write": "1.25", "cache_write_1h": "2.00", "output": "5.00"}
    long = {"input": "2.50", "cache_read": "0.30", "cache_write": "2.75", "cache_write_1h": "4.00", "output": "7.00"}
    tier: Row = {"when": when, "prompt_tok": 1000, "scope": scope, **_named(long)}
    if scope == "all-tokens":
        tier["batch"] = dict.fromkeys(BATCH_RATIOS, "0.8")
    night = {
        "id": "night",
        "hours_utc": ["22:00-24:00", "00:00-02:00"],
        "weekdays": list(WEEKDAYS[:5]),
        "rate_ratio": "2",
    }
    noon = {"id": "noon", "hours_utc": ["11:00-13:00"], "weekdays": ["sat", "sun"], "rate_ratio": "0.5"}
    return {
        "since": "2026-02-03T04:30Z",
        "until": "2027-01-20",
        "promotion": True,
        **_named(base),
        "tiers": [tier],
        "batch": dict(zip(BATCH_RATIOS, ("0.5", "1", "0.6", "0.7", "0.4"), strict=True)),
        "windows": [{**night, "except_calendar": "land-days"}, noon],
        "regions": {"eu": {"rate_ratio": "1.1"}},
        "fees": {"gateway_fee_frac": "0.055", "tool_usd_per_1000_calls": "10"},
    }


BATCH_RATIOS = ("input_ratio", "cache_read_ratio", "cache_write_ratio", "cache_write_1h_ratio", "output_ratio")
MIXES: tuple[dict[str, float], ...] = ({}, {"read": 0.9}, {"read": 0.25, "written": 0.25, "written_1h": 0.25})
# A moment, and what it is there for.
WHEN = {
    "2026-02-03T04:29Z": "unknown",  # a minute before the row begins
    "2026-02-03T04:30Z": "known",
    "2026-03-05T12:00Z": "known",  # outside every window
    "2026-03-05T23:59Z": "known",  # the window of the night, before midnight
    "2026-03-06T00:00Z": "known",  # and after it
    "2026-03-07T01:00Z": "known",  # Saturday has no night
    "2026-03-07T11:30Z": "known",
    "2026-04-30T22:30Z": "known",  # a holiday begins at 16:00 in UTC, so this night is part of it
    "2026-03-05": "known",  # the mean over a week
    "2026-04-28": "known",  # over a week with a holiday
    "2026-12-30": "known",  # over a week of which the calendar knows a part
    "2027-01-04T23:00Z": "known",  # an hour of which it knows nothing
    "2027-01-19": "known",  # the last day of the promotion
    "2027-01-20T00:00Z": "unknown",
}


def _named(rates_by_class: Row) -> Row:
    return {f"{name}_usd_per_mtok": rate for name, rate in rates_by_class.items()}


@pytest.mark.parametrize("scope", ["all-tokens", "excess"])
@pytest.mark.parametrize("when", [">", ">="])
def test_one_row_with_everything_in_all_combinations(folder: Path, scope: str, when: str) -> None:
    row = whole_row(scope, when)
    catalog = catalog_of(folder, [row])
    bills = set()
    for moment, status in WHEN.items():
        for usage in whole_usages():
            said, wanted = ours(catalog, usage, moment), bill([row], usage, moment, LAND)
            assert differences(said, wanted) == [], (usage, moment)
            assert wanted.status == status
            bills.add(wanted)
    assert len(bills) > 300, "the parts of the row are seen in the bill"
    assert any(one.low != one.high for one in bills), "beyond the calendar there is a range"


def whole_usages() -> Iterator[Usage]:
    """Requests below, at and above the tier, of each mix, as batch or not, here and there, around the clock and not."""
    for prompt, mix, batch, region, profile in product(
        (999, 1000, 1001, 5000),
        MIXES,
        (Fraction(0), Fraction(1, 2)),
        ("standard", "eu"),
        ("around-the-clock", "office"),
    ):
        counts = {name: int(prompt * share) for name, share in mix.items()}
        yield Usage(
            fresh=prompt - sum(counts.values()),
            **counts,
            output=300,
            reasoning=100,
            tool_calls=2,
            batch_frac=batch,
            region=region,
            profile=profile,
            utc_offset_hours=Fraction(11, 2),
        )
