"""Tables on the pages of single records: what is in them and in which order, for any reader."""

import json
import re
from html import unescape

from calc import door
from tests.pinned import DAY

LUNA, SOL = "openai/gpt-6-luna", "openai/gpt-6-sol"
CHEAP, DEAR = "deepinfra/gpt-oss-20b", "anthropic/claude-haiku-4-5"


def table(name: str, under: dict, scenario: dict | None = None, **args: object) -> list[list[str]]:
    """The rows of a table as texts; a sentence in place of a table is its only row."""
    part = {"kind": "table", "args": {"table": name, "with": under, **args}}
    request = {"call": "page", "scenario": scenario or {}, "as_of": DAY, "parts": [part]}
    reply = json.loads(door.handle(json.dumps(request)))
    html = reply["result"]["parts"][0]["html"]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html.split("<tbody>")[-1]) or [f"<td>{html}</td>"]
    cells = (re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row) for row in rows)
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def usd(words: str) -> float:
    return float(words.removeprefix("$").replace(",", ""))


def test_what_is_cheaper_comes_cheapest_first_with_this_one_at_the_end():
    rows = table("instead", {"api_model": LUNA}, others=[DEAR, "google/gemini-2.5-flash-lite", CHEAP])
    assert [row[0].split("  ")[0] for row in rows] == [
        "gpt-oss 20B on DeepInfra",
        "Gemini 2.5 Flash-Lite Google",
        "GPT-6 Luna OpenAI",
    ]
    months = [usd(row[1]) for row in rows]
    assert months == sorted(months)


def test_cheaper_is_for_the_readers_workload():
    long_answers = {"input_tok_per_request": 0, "output_tok_per_request": 1000}
    others = ["deepinfra/gemma-4-26b-a4b-it", "deepseek/deepseek-flash"]
    by_default = table("instead", {"api_model": "google/gemini-2.5-flash-lite"}, others=others)
    changed = table("instead", {"api_model": "google/gemini-2.5-flash-lite"}, long_answers, others=others)
    assert [usd(row[1]) for row in changed] != [usd(row[1]) for row in by_default]


def test_nothing_cheaper_is_said():
    [[said]] = table("instead", {"api_model": CHEAP}, others=[DEAR, SOL])
    assert said == "Of the 2 that are compared none does your workload for less."


def test_a_bill_that_is_not_known_is_none_to_compare_with():
    batch = {"batch_frac": 1}
    rows = table("instead", {"api_model": SOL}, batch, others=[CHEAP, LUNA])
    assert [row[0] for row in rows] == ["GPT-6 Luna OpenAI", "GPT-6 Sol OpenAI"]  # the other one states no batch rate


def test_what_does_not_fit_is_said_and_not_timed():
    models = ["meta/llama-3.1-8b", "openai/gpt-oss-120b"]
    small, large = table("fits", {"hardware": "nvidia/rtx-3090"}, models=models)
    assert small[1:] != large[1:] and large[2:] == ["does not fit", "none"]
    _, slow = table("speeds", {"hardware": "nvidia/rtx-3090"}, models=models)
    assert slow == ["gpt-oss-120b", "does not fit", "", "", ""]


def test_more_of_the_same_hardware_makes_it_fit():
    models = ["openai/gpt-oss-120b"]
    [row] = table(
        "fits", {"hardware": "nvidia/rtx-3090"}, {"hardware_count": 4, "cards_per_copy_count": 4}, models=models
    )
    assert "does not fit" not in row


def test_a_measured_speed_says_so():
    rows = table("speeds", {"hardware": "nvidia/rtx-3090"}, models=["qwen/qwen3.8-27b", "google/gemma-4-31b"])
    assert [row[4] for row in rows] == ["measured", "modelled"]


def test_tiers_name_the_month_the_payback_and_the_volume():
    tiers = {"Small": LUNA, "Frontier": "openai/gpt-6-astra"}
    small, frontier = table("tiers", {"hardware": "nvidia/rtx-3090"}, tiers=tiers)
    assert small[0] == "Small: GPT-6 Luna" and small[2] == "never"
    assert frontier[2].endswith("months") and float(frontier[3].replace(",", "")) < float(small[3].replace(",", ""))
    [never] = table("tiers", {"hardware": "apple/mac-studio-m3-ultra-96gb"}, tiers={"Small": CHEAP})
    assert never[3] == "no volume it can serve"


def test_boxes_are_those_that_hold_the_model_the_cheapest_first():
    boxes = ["nvidia/h100-sxm", "nvidia/rtx-3090", "apple/mac-studio-m3-ultra-96gb", "nvidia/b200"]
    rows = table("boxes", {"open_model": "openai/gpt-oss-120b"}, boxes=boxes)
    assert [row[0] for row in rows] == ["Mac Studio M3 Ultra, 96 GB", "H100 SXM5 80 GB", "B200"]
    assert usd(rows[0][1]) < usd(rows[1][1])
    assert rows[2][1].startswith("at least $"), "its power is known and its price is not"


def test_no_box_is_said():
    [[said]] = table("boxes", {"open_model": "openai/gpt-oss-120b"}, boxes=["nvidia/rtx-3090"])
    assert said.startswith("Nothing that we follow holds it alone")


def test_a_region_holds_for_every_api_and_what_is_not_known_there_is_said():
    """Of three others one names the European Union, at a tenth more; the price of anywhere stands in for nobody's."""
    others = ["openai/gpt-5.4-nano", "google/gemini-2.5-flash-lite", CHEAP]
    anywhere = table("instead", {"api_model": SOL}, others=others)
    assert len(anywhere) == 4
    rows = table("instead", {"api_model": SOL}, {"api_region": "eu"}, others=others)
    assert [row[0].split("  ")[0] for row in rows] == ["GPT-5.4 nano OpenAI", "GPT-6 Sol OpenAI"]
    before = next(usd(row[1]) for row in anywhere if row[0].startswith("GPT-5.4 nano"))
    assert abs(usd(rows[0][1]) - 1.1 * before) < 0.01
    [[said]] = table("instead", {"api_model": "openai/gpt-5.4-nano"}, {"api_region": "eu"}, others=[CHEAP, SOL])
    assert said == (
        "The price in the European Union is known of 1 of 2 others; none of them does your workload for less."
    )


def test_hosts_of_a_model_say_that_a_price_in_the_region_is_not_known():
    rows = table("hosts", {"open_model": "openai/gpt-oss-20b"}, {"api_region": "eu"})
    assert rows and {row[1] for row in rows} == {"unknown"}
    assert "unknown" not in {row[1] for row in table("hosts", {"open_model": "openai/gpt-oss-20b"})}


def test_the_verdict_says_that_the_hosted_twin_has_no_known_price_in_the_region():
    def verdict(**scenario: str) -> str:
        request = {"call": "evaluate", "quantity": "verdict", "scenario": scenario, "as_of": DAY}
        return json.loads(door.handle(json.dumps(request)))["result"]["text"]

    assert "a host charges $" in verdict() and "unknown" not in verdict()
    there = verdict(api_region="eu")
    assert "What a host charges to serve this very model in the European Union is unknown." in there
    assert "a host charges $" not in there


def test_a_file_is_called_as_its_makers_call_it():
    [row] = table("fits", {"hardware": "nvidia/rtx-3090"}, models=["meta/llama-3.1-8b"])
    assert row[2] == "F16"
    request = {"call": "evaluate", "quantity": "best_quant", "scenario": {"open_model": "meta/llama-3.1-8b"}}
    assert json.loads(door.handle(json.dumps(request)))["result"]["value"] == "f16"  # its id, for scripts
