"""What nobody has checked shows as a range wherever it counts: in the bill, at the hosted twin, in the verdict."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import Any

import pytest

from calc import door, results
from calc.engine.evaluate import Evaluation
from calc.facts.catalog import Catalog
from calc.facts.records_api import PriceRow, Tier
from calc.figures import figure
from calc.model import GRAPH
from calc.parts.kinds import render
from calc.parts.markup import Page
from tests.calc.asking import ask
from tests.pinned import DAY

MODEL, TWIN = "openai/gpt-6-luna", "deepinfra/qwen3.8-27b"
NAMES = {MODEL: "GPT-6 Luna", TWIN: "Qwen3.8 27B on DeepInfra"}
ROW = PriceRow("2026-01-10", "genai-prices", DAY, "imported", "1.00", "5.00", cache_read_usd_per_mtok="0.10")
DEARER = replace(ROW, since="2026-12-01", input_usd_per_mtok="3.00", output_usd_per_mtok="15.00", announced=True)
DEAREST = replace(DEARER, since="2026-12-15", input_usd_per_mtok="10.00", output_usd_per_mtok="50.00")
AFTER = "2026-12-20"
# 2,000 requests a day of 1,200 and 300 tokens are 72 and 18 million a month.
BILL, DEARER_BILL, DEAREST_BILL = 72 * 1 + 18 * 5, 72 * 3 + 18 * 15, 72 * 10 + 18 * 50


def on(day: str, *rows: PriceRow, model: str = MODEL, **pins: Any) -> Evaluation:
    """An evaluation in which a model has just these rows."""
    known = door.catalog()
    tables: Any = known.at(known.edition).tables
    record = tables["api_model"][model] | {"prices": [asdict(row) for row in rows]}
    tables = {**tables, "api_model": {**tables["api_model"], model: record}}
    catalog = Catalog({"edition": DAY, "sources": known.sources, "tables": tables})
    return Evaluation(GRAPH, catalog.at(day), {"api_model": MODEL, "hosted_twin_model": TWIN, **pins})


def said(day: str, *rows: PriceRow, q: str = "api_usd_per_month", **more: Any) -> dict[str, Any]:
    return results.result(on(day, *rows, **more), q)


def page(evaluation: Evaluation) -> Page:
    return Page(evaluation, door.catalog().sources)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_announced_price_whose_day_has_passed_may_hold() -> None:
    """Two were announced and nobody looked: it may have stayed, or come to the first, or gone on to the second."""
    lower = replace(DEAREST, input_usd_per_mtok="0.50", output_usd_per_mtok="2.50")
    found = said(AFTER, ROW, DEARER, lower)
    assert (found["low"], found["value"], found["high"]) == (36 + 45, BILL, DEARER_BILL)
    assert [re.findall(r"for (\S+ Dec 2026)", reason) for reason in found["reasons"]] == [
        ["1 Dec 2026"],
        ["15 Dec 2026"],
    ]
    assert said("2026-12-14", ROW, DEARER, lower)["low"] == BILL


def test_the_bill_of_the_hosted_twin_is_in_doubt_by_its_own_price() -> None:
    found = said(AFTER, ROW, DEARER, q="hosted_twin_usd_per_month", model=TWIN)
    assert (found["low"], found["high"]) == (BILL, DEARER_BILL)
    assert f"Another price of {NAMES[TWIN]} was announced" in found["reasons"][0]
    assert said("2026-11-30", ROW, DEARER, q="hosted_twin_usd_per_month", model=TWIN)["low"] is None


def test_the_doubt_about_one_model_does_not_reach_the_bill_of_another() -> None:
    other = said(AFTER, ROW, DEARER, model=TWIN)
    assert (other["low"], other["reasons"]) == (None, [])
    twin = said(AFTER, ROW, DEARER, q="hosted_twin_usd_per_month")
    assert (twin["low"], twin["reasons"]) == (None, [])


def test_an_announced_price_that_leaves_a_rate_out_makes_the_bill_unknown() -> None:
    """It was known, and whether it still is depends on what nobody has checked."""
    silent = replace(DEARER, cache_read_usd_per_mtok=None)
    cached: dict[str, Any] = {"cached_input_frac": 0.5}
    assert said(AFTER, ROW, silent)["status"] == "known"
    assert said("2026-11-30", ROW, silent, **cached)["status"] == "known"
    month = said(AFTER, ROW, silent, **cached)
    assert (month["status"], month["value"], month["text"]) == ("unknown", None, "unknown")
    assert f"no price of input read from the cache is known for {NAMES[MODEL]}" in month["reasons"][0]
    assert "nobody has checked" in month["reasons"][1]
    request = said(AFTER, ROW, silent, q="api_usd_per_request", **cached)
    assert request["status"] == "floor"
    assert request["value"] == pytest.approx((600 * 1 + 600 * 0.1 + 300 * 5) / 1e6)
    shown = render(page(on(AFTER, ROW, silent, **cached)), "number", {"q": "api_usd_per_month"})
    assert (shown["html"], shown["unknown"]) == ("unknown", True)
    assert "no price of input read from the cache" in shown["tip"]


def test_a_range_of_which_one_end_is_unknown_is_unknown() -> None:
    """Half of the prompts lie above a boundary beyond which no cached rate is stated."""
    tiered = replace(ROW, tiers=(Tier(">", 200_000, "2.00", "7.50"),))
    asked: dict[str, Any] = {"cached_input_frac": 0.5, "input_tok_per_request": (100_000.0, 290_000.0)}
    found = said(DAY, tiered, **asked)
    assert (found["status"], found["value"], found["low"], found["high"]) == ("unknown", None, None, None)
    assert found["reasons"] == [
        "in some of the cases that the range is made of: "
        f"no price of input read from the cache is known for {NAMES[MODEL]}"
    ]
    assert said(DAY, tiered, **asked | {"input_tok_per_request": (100_000.0, 200_000.0)})["status"] == "known"


def test_the_verdict_says_what_is_in_doubt_and_what_the_other_answer_is() -> None:
    pins: dict[str, Any] = {"requests_per_day": 150.0, "rental_usd_per_hour": 50.0}
    before, after = (on(day, ROW, DEAREST, **pins) for day in ("2026-11-30", AFTER))
    assert (before.get("cheapest_option"), after.get("cheapest_option")) == ("api", "api")
    assert "nobody has checked" not in before.get("verdict")
    verdict = after.get("verdict")
    assert "It costs $12.15–$121.50 a month" in verdict
    assert "If so, the answer is another: Run it yourself." in verdict
    html = plain(render(page(after), "verdict", {})["html"])
    assert "$12.15–$121.50" in html
    assert "If so, the answer is another: Run it yourself." in html


def test_charts_of_cost_show_both_prices() -> None:
    now = page(on(AFTER, ROW, DEARER))
    bars, volume, prompt = (
        plain(figure(now, {"chart": name})) for name in ("cost_bars", "cost_by_volume", "bill_by_prompt")
    )
    assert f"${BILL}.00–${DEARER_BILL}.00" in bars
    assert re.search(r"catches up with the API at [\d,]+ to [\d,]+ requests a day", volume)
    assert (
        "$0.0027 ($0.0027 to $0.0081) at 1,200" in prompt
        or "1,200 (you, $0.0027) $0.0027 ($0.0027 to $0.0081)" in prompt
    )


def test_where_only_the_excess_is_dearer_the_picture_says_so() -> None:
    whole = Tier(">", 1000, "2.00", "7.50")
    for tier, words in ((whole, "every token does"), (replace(whole, scope="excess"), "what lies beyond it")):
        row = replace(ROW, tiers=(tier,))
        assert words in plain(figure(page(on(DAY, row)), {"chart": "bill_by_prompt"})).split("$")[0]


def test_what_is_asked_through_the_door_says_so_too() -> None:
    argon = {"api_model": "google/gemini-4-argon"}
    for q in ("verdict", "api_usd_per_month"):
        assert "$324.00–$648.00" in ask(q, argon, "2026-12-05")["text"]
    message = {"id": 1, "call": "page", "scenario": argon, "as_of": "2026-12-05", "parts": []}
    assert "$324.00–$648.00" in json.loads(door.handle(json.dumps(message)))["result"]["status"]


def test_the_cheapest_of_a_tier_says_that_its_price_is_in_doubt() -> None:
    """What was last seen counts in the history of a tier, and the result says that nobody has looked since."""
    cheap: dict[str, Any] = {"input_usd_per_mtok": "0.01", "output_usd_per_mtok": "0.02"}
    rows = (replace(ROW, **cheap), replace(DEARER, **cheap))
    before, after = (said(day, *rows, q="cheapest_now_usd_per_mtok", price_tier="small") for day in (DAY, AFTER))
    assert before["facts"][0]["key"].startswith(f"api_model.{MODEL}.")
    assert before["reasons"] == []
    assert f"Another price of {NAMES[MODEL]} was announced for 1 Dec 2026" in after["reasons"][0]
