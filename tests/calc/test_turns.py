"""The turns of a tier: the middle from few rows is the middle of all, and what a plain look at each day finds."""

from __future__ import annotations

import random
import statistics
from datetime import date, timedelta
from typing import Any

import pytest

from build_hooks import tier_turns
from calc.facts import drift, turns
from calc.facts.billers import is_to_be_had
from calc.facts.catalog import Catalog, Snapshot
from calc.facts.drift import Mix
from calc.facts.moments import at_minute, day_of, minute_of

CHECK = {"source": "lab", "checked": "2026-01-31", "how": "imported", "line": 1}
FIRST, EDITION = date(2024, 1, 1), "2026-01-31"
MODELS = 100
MIXES = (Mix(1, 0), Mix(0, 1), Mix(0, 0), Mix(1200, 200), Mix(300, 900), Mix(50_000, 10))


def moment(draw: random.Random, after: int) -> str:
    """A day, a month or an instant at most some days after the first day that is known."""
    day = FIRST + timedelta(draw.randrange(after, after + 200))
    kind = draw.random()
    if kind < 0.1:
        return day.isoformat()[:7]
    return at_minute(day, draw.randrange(24 * 60)) if kind < 0.4 else day.isoformat()


def rows(draw: random.Random) -> list[dict[str, Any]]:
    """Price rows as they come: some end by themselves, some are only announced, some of these were taken back."""
    dear = draw.choice((0.1, 1.0, 1.0, 1.0, 10.0))
    begins = sorted({moment(draw, 150 * number) for number in range(draw.randrange(1, 6))})
    found: list[dict[str, Any]] = []
    for since, following in zip(begins, [*begins[1:], "2027-06-01"], strict=True):
        usd = round(dear * draw.uniform(0.5, 1.5), 4)
        row: dict[str, Any] = {
            "since": since,
            "input_usd_per_mtok": str(usd),
            "output_usd_per_mtok": str(usd * draw.randrange(1, 7)),
        }
        found.append(row | CHECK)
        if following > f"{since}~" and draw.random() < 0.2:
            found[-1]["until"] = following if draw.random() < 0.5 else f"{since[:7]}-28"
            if found[-1]["until"] <= since:
                del found[-1]["until"]
    for row in found[1:]:
        if draw.random() < 0.3:
            row["announced"] = True
            if draw.random() < 0.3:
                row["cancelled"] = row["since"][:10]
    return found


def status(draw: random.Random) -> list[dict[str, Any]]:
    """Most models are on sale; some were ended, some of these came back."""
    if draw.random() > 0.4:
        return []
    end = moment(draw, draw.randrange(700))
    ended: dict[str, Any] = {"since": end, "value": "retired", **CHECK}
    if draw.random() < 0.3:
        return [ended | {"announced": True}]
    back = {"since": "2025-12-24", "value": "active", **CHECK}
    return [ended, back] if draw.random() < 0.3 and end < "2025-12" else [ended]


def made_up(seed: int) -> Catalog:
    """A tier with everything that can happen to a price."""
    draw = random.Random(seed)
    models = {
        f"lab/model-{number:03}": {
            "file": "prices/api/lab.yml",
            "line": 1,
            "fields": {"name": "N", "tier": "small"} | ({"open_model": "lab/weights"} if number % 9 == 0 else {}),
            "prices": rows(draw),
            "values": {"status": status(draw)},
        }
        for number in range(MODELS)
    }
    return Catalog({"edition": EDITION, "sources": {}, "tables": {"api_model": models}})


def with_turns(catalog: Catalog) -> Catalog:
    """The same as a browser has it with thousands of models: the turns of its tiers beside it, and no record at all."""
    tables = {"api_model": {}, turns.TABLE: tier_turns.records(catalog)}
    return Catalog({"edition": EDITION, "sources": {}, "tables": tables})


def days(catalog: Catalog, seed: int) -> list[str]:
    """Days, of before anything was known and of after the edition too, and instants just before and after a change."""
    draw = random.Random(seed)
    some = [(FIRST + timedelta(draw.randrange(-10, 1100))).isoformat() for _ in range(6)]
    snapshot = catalog.at(EDITION)
    changes = [one.moment for one in turns.of_tier(snapshot, "small") if not one.moment.endswith("T00:00Z")]
    for one in draw.sample(changes, 5):
        minute = minute_of(one)
        some += [at_minute(day_of(one), minute - 1), one, at_minute(day_of(one), 23 * 60 + 59)]
    return some


def said(snapshot: Snapshot) -> list[Any]:
    """All that is said of the middle of the tier."""
    return [drift.steps(snapshot, "small"), *(drift.middle_over_time(snapshot, "small", mix) for mix in MIXES)]


@pytest.mark.parametrize("seed", range(4))
def test_few_rows_say_what_all_say_to_the_last_digit(seed: int) -> None:
    whole = made_up(seed)
    few = with_turns(whole)
    for day in days(whole, seed):
        assert said(few.at(day)) == said(whole.at(day)), day
    kept, all_ = (
        sum(len(one.new) for one in turns.of_tier(at, "small")) for at in (few.at(EDITION), whole.at(EDITION))
    )
    assert 0 < kept < 0.7 * all_


@pytest.mark.parametrize("seed", range(4))
def test_the_middle_is_the_middle_of_what_could_be_bought(seed: int) -> None:
    catalog = made_up(seed)
    seen = 0
    for day in days(catalog, seed):
        then = catalog.at(day)
        on_sale = (then.price(one) for one in turns.models(then, "small") if is_to_be_had(then, one))
        rates = [priced for priced in on_sale if priced is not None]
        for mix in MIXES:
            found = drift.middle_over_time(then, "small", mix)
            usd = [mix.usd_per_mtok(priced) for priced in rates]
            if usd:
                assert (found[-1].usd_per_mtok, found[-1].models_count) == (statistics.median(usd), len(usd)), day
                assert drift.cheapest_over_time(then, "small", mix)[-1].usd_per_mtok == min(usd)
                seen += 1
    assert seen > 50


def test_a_row_on_either_side_is_only_counted() -> None:
    """By hand: of nine models one is in the middle at any mix, and two beside it change places."""
    usd = [(1, 2), (2, 3), (3, 4), (5, 22), (5, 20), (6, 19), (30, 60), (40, 80), (50, 99)]
    rows = [("2024-01-01T00:00Z", turns.FOR_GOOD, one) for one in usd]
    assert tier_turns.sides(rows) == ["cheaper"] * 3 + [""] * 3 + ["dearer"] * 3
    record = tier_turns.record(rows, [("2024-03-01T00:00Z", -1.0), ("2024-03-01T00:00Z", 2.0)])
    assert record == {
        "moments": ["2024-01-01", "2024-03-01", "9999-12-31"],
        "new": [3, 0, 0],
        "cheaper": [3, 0, -3],
        "dearer": [3, 0, -3],
        "cuts": [0, 1, 0],
        "rises": [0, 1, 0],
        "lasts": [2, 2, 2],
        "input_usd_per_mtok": [5, 5, 6],
        "output_usd_per_mtok": [22, 20, 19],
    }
    data = Catalog({"edition": EDITION, "sources": {}, "tables": {"api_model": {}, turns.TABLE: {"small": record}}})
    [middle] = drift.middle_over_time(data.at(EDITION), "small", Mix(1, 1))
    assert (middle.day, middle.usd_per_mtok, middle.models_count) == ("2024-01-01", 12.5, 9)
    assert drift.steps(data.at("2024-02-29"), "small") == (0, 0)
    assert drift.steps(data.at("2024-03-01"), "small") == (1, 1)


def test_what_comes_back_after_its_end_is_on_sale_again() -> None:
    """The rows of one model that its maker ended, with a row that begins while it was over, and brought back."""
    record = {
        "file": "prices/api/lab.yml",
        "line": 1,
        "fields": {"name": "N", "tier": "small"},
        "prices": [
            {"since": since, "input_usd_per_mtok": "1", "output_usd_per_mtok": "1", **CHECK}
            for since in ("2024-01-01", "2024-06-02T04:00Z", "2024-12-01")
        ],
        "values": {
            "status": [
                {"since": since, "value": value, **CHECK}
                for since, value in (("2024-06-01", "retired"), ("2025-01-01", "active"), ("2025-06", "deprecated"))
            ]
        },
    }
    data = Catalog({"edition": EDITION, "sources": {}, "tables": {"api_model": {"lab/one": record}}})
    found = [
        (one.row.since, since[:10], until[:10]) for since, until, one in turns.stretches(data.at(EDITION), "lab/one")
    ]
    assert found == [("2024-01-01", "2024-01-01", "2024-06-01"), ("2024-12-01", "2025-01-01", "9999-12-31")]
