"""How prices moved: a small catalog worked by hand, then what must hold of the whole history."""

from __future__ import annotations

import json
import math
import re
import statistics
from typing import Any

import pytest

from calc.door import catalog, handle
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.facts import drift, history, turns
from calc.facts.billers import is_to_be_had
from calc.facts.catalog import Catalog
from calc.facts.drift import Mix
from calc.figures.days import stairs
from calc.model import GRAPH

CHECK = {"source": "lab", "checked": "2026-01-31", "how": "imported", "line": 1}


def price(since: str, rate: str, **more: Any) -> dict[str, Any]:
    return {"since": since, "input_usd_per_mtok": rate, "output_usd_per_mtok": rate, **CHECK, **more}


def model(tier: str, *prices: dict[str, Any], ended: str = "", **fields: str) -> dict[str, Any]:
    status = [{"since": ended, "value": "retired", **CHECK}] if ended else []
    values = {"values": {"status": status}} if status else {}
    return {"file": "prices/api/lab.yml", "line": 1, "fields": {"name": "N", "tier": tier, **fields},
            "prices": list(prices), **values}  # fmt: skip


SMALL: dict[str, Any] = {
    "lab/old": model("small", price("2024-01-01", "8.00"), ended="2024-07-01"),
    "lab/steady": model("small", price("2024-02-01", "6.00")),
    "lab/cut": model("small", price("2024-04-01", "4.00"), price("2024-10-01", "2.00")),
    "lab/raised": model("small", price("2024-05-01", "5.00"), price("2024-06-01", "7.00", announced=True)),
    "host/open": model("small", price("2024-01-15", "0.01"), open_model="lab/weights"),
    "lab/big": model("frontier", price("2024-01-01", "10.00"), price("2024-12-01", "20.00")),
}
DATA = Catalog({"edition": "2024-12-31", "sources": {}, "tables": {"api_model": SMALL}})
MIX = Mix(1200, 300)


def on(day: str, **pins: Any) -> Evaluation:
    return Evaluation(GRAPH, DATA.at(day), {"price_tier": "small", **pins})


def test_the_states_of_a_tier() -> None:
    day = DATA.at("2024-12-31")
    found = [(one.day, one.priced.model, one.usd_per_mtok) for one in drift.cheapest_over_time(day, "small", MIX)]
    assert found == [
        ("2024-01-01", "lab/old", 8),
        ("2024-02-01", "lab/steady", 6),
        ("2024-04-01", "lab/cut", 4),
        ("2024-10-01", "lab/cut", 2),
    ]
    middle = [(one.day, one.usd_per_mtok, one.models_count) for one in drift.middle_over_time(day, "small", MIX)]
    assert middle == [
        ("2024-01-01", 8, 1),
        ("2024-02-01", 7, 2),
        ("2024-04-01", 6, 3),
        ("2024-05-01", 5.5, 4),  # an announced rise is no price
        ("2024-07-01", 5, 3),  # the old one has ended
    ]


def test_half_life_and_change_a_year_by_hand() -> None:
    ev = on("2024-12-31")  # 365 days after 1 January: 365 / 30 months; from 8 to 2 is two halvings
    months = 365 / 30
    assert ev.get("tier_history_months") == pytest.approx(months)
    assert (ev.get("cheapest_then_usd_per_mtok"), ev.get("cheapest_now_usd_per_mtok")) == (8, 2)
    assert ev.get("price_half_life_months") == pytest.approx(months / 2)
    assert ev.get("cheapest_price_change_frac_per_year") == pytest.approx(0.25 ** (12 / months) - 1)
    # The middle counts from three models on: 1 April, 274 days before; from 6 to 5.
    assert ev.get("median_history_months") == pytest.approx(274 / 30)
    assert (ev.get("median_then_usd_per_mtok"), ev.get("median_now_usd_per_mtok")) == (6, 5)
    assert ev.get("median_half_life_months") == pytest.approx(274 / 30 / math.log2(6 / 5))
    assert (ev.get("tier_models_count"), ev.get("price_cuts_count"), ev.get("price_rises_count")) == (3, 1, 0)


def test_what_rose_never_halved() -> None:
    ev = on("2024-12-31", price_tier="frontier")
    assert ev.get("price_half_life_months") is None
    assert ev.get("cheapest_price_change_frac_per_year") == pytest.approx(2 ** (12 / (365 / 30)) - 1)
    assert isinstance(ev.get("median_price_change_frac_per_year"), Unknown)  # one model has no middle
    assert (ev.get("price_cuts_count"), ev.get("price_rises_count")) == (0, 1)


@pytest.mark.parametrize("day", ["2023-06-01", "2024-01-01"])
def test_no_history_is_unknown(day: str) -> None:
    assert isinstance(on(day).get("price_half_life_months"), Unknown)


def test_the_mix_of_the_workload_weighs_the_rates() -> None:
    row = history.rows(catalog().at(catalog().edition), "openai/gpt-4o-mini")[-1]  # 0.15 in, 0.60 out
    assert Mix(3, 1).usd_per_mtok(row) == pytest.approx((3 * 0.15 + 0.60) / 4)
    assert Mix(0, 0).usd_per_mtok(row) == pytest.approx((0.15 + 0.60) / 2)


@pytest.mark.parametrize("tier", drift.TIERS)
def test_the_cheapest_is_the_cheapest_that_could_be_bought_on_that_day(tier: str) -> None:
    """The whole history against a plain look at each day."""
    snapshot = catalog().at(catalog().edition)

    def prices(day: str) -> list[float]:
        then = snapshot.on(day)
        on_sale = (then.price(one) for one in turns.models(then, tier) if is_to_be_had(then, one))
        return [MIX.usd_per_mtok(priced) for priced in on_sale if priced is not None]

    for cheapest in drift.cheapest_over_time(snapshot, tier, MIX):
        assert cheapest.usd_per_mtok == min(prices(cheapest.day)), cheapest.day
    for middle in drift.middle_over_time(snapshot, tier, MIX):
        found = prices(middle.day)
        assert (middle.usd_per_mtok, middle.models_count) == (statistics.median(found), len(found)), middle.day


def test_a_price_that_ends_for_an_announced_one_is_on_sale_until_somebody_has_looked() -> None:
    until = model("small", price("2024-01-01", "3.00", until="2024-06-01"), price("2024-06-01", "9.00", announced=True))
    ended = model("small", price("2024-01-01", "3.00", until="2024-06-01"))
    for record, count in ((until, 1), (ended, 0)):
        data = Catalog({"edition": "2024-12-31", "sources": {}, "tables": {"api_model": {"lab/one": record}}})
        found = drift.middle_over_time(data.at("2024-12-31"), "small", MIX)
        days = [until for _, until, _ in turns.stretches(data.at("2024-12-31"), "lab/one")]
        assert [one.models_count for one in found] == [1] and (days[0] > "2024-12-31") == bool(count)


def test_stairs_hold_until_the_next_step() -> None:
    found = [(one.x, one.y) for one in stairs([("2024-01-01", 3.0), ("2024-01-05", None), ("2024-01-07", 1.0)],
                                              "2024-01-09")]  # fmt: skip
    start = found[0][0]
    assert [(x - start, y) for x, y in found] == [(0, 3.0), (4, 3.0), (4, None), (6, None), (6, 1.0), (8, 1.0)]


def test_the_buttons_offer_what_was_measured() -> None:
    parts = [{"kind": "table", "args": {"table": "drift_cheapest"}}]
    asked = {"id": 1, "call": "page", "scenario": {}, "parts": parts}
    html = json.loads(handle(json.dumps(asked)))["result"]["parts"][0]["html"]
    ask = {"id": 1, "call": "evaluate", "quantity": "cheapest_price_change_frac_per_year", "scenario": {}}
    value = json.loads(handle(json.dumps(ask)))["result"]["value"]
    offered = re.findall(r"&quot;api_price_change_frac_per_year&quot;:&quot;([-.\d]*)%&quot;", html)
    assert round(value * 100, 1) in map(float, offered)
