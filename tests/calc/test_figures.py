"""The charts of the guide itself, under everyday and odd scenarios: readable, and their captions say what is so."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from calc.door import catalog
from calc.figures import CHARTS, figure
from calc.parts.markup import Page
from tests.calc.asking import evaluation
from tests.calc.chart_reading import read
from tests.pinned import DAY

SCENARIOS: dict[str, dict[str, Any]] = {
    "default": {},
    "tiny": {"requests_per_day": 3},
    "none": {"requests_per_day": 0},
    "huge": {"requests_per_day": 1e9, "input_tok_per_request": 1e6},
    "full": {"requests_per_day": 20_000},
    "free power": {"electricity_usd_per_kwh": 0},
    "dear API": {"api_model": "anthropic/claude-opus-4-6"},
    "tiers": {"api_model": "anthropic/claude-haiku-5-5", "input_tok_per_request": 90_000},
    "owned": {"hardware_owned": "yes", "power_boundary": "marginal"},
    "unknown box": {"hardware": "custom"},
    "does not fit": {"open_model": "meta/llama-3.3-70b"},
    "no API": {"api_model": "custom"},
    "falling": {"api_price_change_frac_per_year": -0.5},
    "rising": {"api_price_change_frac_per_year": 1},
    "resale": {"resale_frac": 2},
    "range": {"requests_per_day": "1000-3000", "electricity_usd_per_kwh": "0.1-0.3"},
    "Mac": {"hardware": "apple/mac-studio-m3-ultra-96gb", "quant": "q6_k"},
}
GROUPS = sorted({record.split("/")[0] for record in catalog().at(catalog().edition).ids("benchmark")})
WANTED = [{"chart": name} for name in CHARTS if name != "benchmark"] + [
    {"chart": "benchmark", "group": group} for group in GROUPS
]
PICTURE = re.compile(r"<svg class=\"chart .*?</svg>", re.DOTALL)


def drawn(args: dict[str, Any], values: dict[str, Any]) -> str:
    return figure(Page(evaluation(None, **values), catalog().sources), args)


def caption(name: str, **values: Any) -> str:
    found = re.search(r"<figcaption>(.*?)</figcaption>", drawn({"chart": name}, values))
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("args", WANTED, ids=lambda args: "-".join(args.values()))
def test_a_figure_is_readable(args: dict[str, Any], name: str) -> None:
    if args["chart"] == "benchmark" and name != "default":
        assert drawn(args, SCENARIOS[name]) == drawn(args, {})  # no reader's figure moves a published score
        return
    html = drawn(args, SCENARIOS[name])
    assert html.startswith("<figcaption>")
    for svg in PICTURE.findall(html):
        picture = read(svg)
        assert picture.outside() == []
        assert picture.collisions() == []
    assert "style=" not in html
    assert not re.search(r"\b(nan|inf|None)\b", html)


@pytest.mark.parametrize("name", SCENARIOS)
def test_ids_are_unique_on_a_page_with_all_figures(name: str) -> None:
    html = "".join(drawn(args, SCENARIOS[name]) for args in WANTED)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    named = {one for group in re.findall(r'aria-labelledby="([^"]+)"', html) for one in group.split()}
    assert named <= set(ids)


def test_the_default_scenario_is_drawn_in_every_chart() -> None:
    for args in WANTED:
        assert len(PICTURE.findall(drawn(args, {}))) == 2, args


def test_an_unknown_chart_is_named() -> None:
    with pytest.raises(KeyError, match="no chart 'pie'; there are cost_by_volume"):
        drawn({"chart": "pie"}, {})
    with pytest.raises(KeyError, match="no benchmark group 'none'"):
        drawn({"chart": "benchmark", "group": "none"}, {})


FLAT = {"ownership_usd_per_month": 60, "local_running_usd_per_month": 30, "seconds_per_request_s": 8.64}


def test_captions_of_cost_by_volume_say_what_is_so() -> None:
    assert caption("cost_by_volume", **FLAT, api_usd_per_request=0.001) == (
        "The box catches up with the API at 3,000 requests a day"
    )
    assert caption("cost_by_volume", **FLAT, api_usd_per_request=0.0001) == (
        "The box never catches up with the API within what it can serve"
    )
    assert caption("cost_by_volume", **FLAT, api_fixed_usd_per_month=1000) == "The box is never dearer than the API"
    assert caption("cost_by_volume", hardware="custom") == ("What the API costs by volume; the box can't be priced")


def test_captions_of_the_curve_say_what_is_so() -> None:
    paid = {"purchase_usd": 1200, "local_running_usd_per_month": 50, "overflow_usd_per_month": 0}
    assert caption("break_even_curve", **paid, api_usd_per_month=150) == (
        "Against this API the box has paid for itself after 12 months"
    )
    assert caption("break_even_curve", **paid, api_usd_per_month=50) == (
        "The box never pays for itself against this API"
    )
    assert caption("break_even_curve", hardware="custom") == "Nothing is known to draw."


def test_a_chart_says_whose_facts_it_shows() -> None:
    html = figure(Page(evaluation(DAY), catalog().sources), {"chart": "bill_stack"})
    assert "As of 23 Nov 2026" in html
    assert catalog().sources["genai-prices"]["publisher"] in unescape(html)
