"""Why something is unknown is said in words: no id of a record, no name of a node, no bare date."""

import re
from typing import Any

import pytest

from calc import results
from calc.door import catalog
from calc.engine.gaps import Gap
from calc.model import GRAPH
from calc.parts.explain import explain, gathered
from calc.parts.markup import Page
from calc.scenario import parse
from tests.pinned import DAY

# A name of several words joined as only code joins them, an id of two parts, a date as data write it.
CODE = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b|\b[a-z0-9.-]+/[a-z][a-z0-9.-]+\b|\b\d{4}-\d{2}-\d{2}\b")
SCENARIOS: tuple[tuple[str | None, dict[str, Any]], ...] = (
    (DAY, {}),
    (DAY, {"api_model": "custom"}),
    (DAY, {"hardware": "custom", "open_model": "custom"}),
    (DAY, {"api_region": "eu", "api_model": "deepseek/deepseek-flash"}),
    (DAY, {"batch_frac": "1", "cached_input_frac": "0.5", "api_model": "deepinfra/qwen3.8-27b"}),
    (DAY, {"input_tok_per_request": "0", "output_tok_per_request": "0"}),
    (DAY, {"requests_per_day": "0", "output_tok_per_request": "0"}),
    (DAY, {"open_model": "nvidia/nemotron-3-super-120b-a12b"}),
    (DAY, {"offload": "experts"}),
    ("2027-06-01", {"api_model": "deepseek/deepseek-flash"}),
    ("2024-01-01", {}),
)


def evaluation(day: str | None, raw: dict[str, Any]) -> Any:
    return results.evaluation(GRAPH, catalog(), parse(GRAPH, catalog(), raw, day))


@pytest.mark.parametrize(("day", "raw"), SCENARIOS)
def test_every_reason_of_every_node_is_in_words(day: str | None, raw: dict[str, Any]) -> None:
    base = evaluation(day, raw)
    said = {why for name in GRAPH.nodes if not GRAPH.nodes[name].hidden for why in results.reasons(base, name)}
    assert {why for why in said if CODE.search(why)} == set()


def test_some_of_them_do_give_reasons() -> None:
    counts = [
        sum(isinstance(base.get(name), Gap) for name in GRAPH.nodes)
        for base in (evaluation(day, raw) for day, raw in SCENARIOS)
    ]
    assert min(counts) > 0 and max(counts) > 100


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("api_levelized_usd_per_output_mtok", {"output_tok_per_request": "0"}, "with tokens out at zero"),
        (
            "api_blended_output_usd_per_mtok",
            {"output_tok_per_request": "0"},
            "with tokens out and reasoning tokens at zero",
        ),
    ],
)
def test_a_price_for_each_of_no_tokens_says_which_tokens(name: str, raw: dict[str, Any], reason: str) -> None:
    assert evaluation(DAY, raw).get(name).reason == f"{reason} there is nothing to divide by"


@pytest.mark.parametrize("name", ["longest_context_tok", "most_slots_count"])
def test_the_explanation_of_a_search_shows_the_facts_that_it_rests_on(name: str) -> None:
    base = evaluation(DAY, {})
    html = explain(Page(base, catalog().sources), {"q": name})
    for fact in ("hardware.nvidia/rtx-3090.memory_gb", "model_file.qwen/qwen3.8-27b@q4_k_m.model_file_gb"):
        found = next(one for one in results.result(base, name)["facts"] if one["key"] == fact)
        assert f"{found['file']}:{found['line']}" in html


def test_all_that_is_missing_of_one_record_is_one_sentence_of_the_explanation() -> None:
    base = evaluation(DAY, {"open_model": "nvidia/nemotron-3-super-120b-a12b"})
    reasons = results.reasons(base, "memory_needed_gib")
    said = re.findall(r'explain__reason">([^<]*)', explain(Page(base, catalog().sources), {"q": "memory_needed_gib"}))
    assert len(reasons) > 5 and len(said) == 1
    assert said[0].startswith(
        "not known for Nemotron 3 Super 120B-A12B on 23 Nov 2026: layers that see the whole context"
    )
    assert said[0].count(", ") == len(reasons) - 1


def test_a_reason_that_stands_alone_stays_as_it_is() -> None:
    assert gathered(["no memory is known for X", "no host is known for Y", "it is late"]) == [
        "no memory is known for X",
        "no host is known for Y",
        "it is late",
    ]
