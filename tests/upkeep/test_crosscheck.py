"""Our rates beside other price lists: their units and keys, the four states, and what a dispute explains."""

import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from build_hooks.__main__ import main
from build_hooks.checks import CHECKS, Project, check_crosscheck, check_pins
from build_hooks.dataset import load
from build_hooks.errors import BuildError
from build_hooks.render import render
from build_hooks.site import Site
from build_hooks.upkeep import crosscheck, datasets
from build_hooks.upkeep.crosscheck import Compared, compare, compared, settle
from build_hooks.upkeep.crosscheck_report import draft, markdown, reason_of
from build_hooks.upkeep.lists import model_prices
from build_hooks.upkeep.lists.shared import Dataset
from calc.facts.catalog import Catalog
from tests.upkeep.conftest import ROOT, append_row, put

DAY = "2026-11-23"  # a Monday
LITELLM = {
    "sample_spec": {"mode": "chat"},
    "acme/small-latest": {"litellm_provider": "acme", "input_cost_per_token": 9},
    "small": {
        "litellm_provider": "acme", "input_cost_per_token": 1e-07, "output_cost_per_token": 5e-07,
        "cache_creation_input_token_cost_above_1hr": 2e-07, "input_cost_per_token_batches": 5e-08,
        "input_cost_per_token_above_272k_tokens": 2e-07, "max_tokens": 100,
        "input_cost_per_token_above_272k_tokens_batches": 1e-07, "regional_processing_uplift_multiplier_eu": 1.1,
        "provider_specific_entry": {"us": 1.2, "fast": 6}, "input_cost_per_token_priority": 3e-07,
        "search_context_cost_per_query": {"search_context_size_high": 0.01, "search_context_size_low": 0.01},
        "a_cost_of_tomorrow": 1,
        "off_peak_pricing": {"output_cost_per_token": 2.5e-07, "windows": [
            {"weekdays": [1, 2], "hours_utc": ["00:00-01:00", "10:00-00:00"]},
            {"weekdays": [7], "hours_utc": "00:00-00:00"},
        ]},
    },
    "other/small": {"litellm_provider": "other", "input_cost_per_token": 1},
}  # fmt: skip
MODELS: dict[str, Any] = {
    "prices": {
        "acme": {
            "small": {
                "standard": [
                    {"start": None, "rates": {"input": 9.0}},
                    {
                        "start": "2026-11-23T11:00:00Z",
                        "rates": {
                            "input": 0.1, "output": 0.3, "cache_write_1h_multiple": 2.5,
                            "tiers": [{"above": 272000, "input": 0.2}],
                        },
                    },
                    {"start": "2026-11-23T13:00:00Z", "rates": {"input": 7.0}},
                ],
                "batch": [
                    {"start": None, "rates": None},
                    {"start": "2026-01-01T00:00:00Z", "rates": {
                        "input": 0.05, "tiers": [{"above": 272000, "input": 0.1}]}},
                ],
                "fast": [{"start": None, "rates": {"input": 1}}], "lane nine": [],
            }
        }
    },
    "schedules": {
        "holidays": {"cn": {"dates": ["2026-11-24"], "utc_offset_hours": 8}},
        "schedule": [
            {"provider": "acme", "valid_from": "2026-01-01T00:00:00Z", "holidays": "cn", "weekdays_only": True,
             "peak_hours_utc": [["01:00", "04:00"]], "peak_multiplier": 2},
        ],
    },
}  # fmt: skip


def pinned(root: Path, **files: object) -> Path:
    """A checkout whose wheels are there already."""
    (root / "requirements").mkdir()
    (root / ".cache" / "crosscheck").mkdir(parents=True)
    for name in ("crosscheck.txt", "dev.txt"):
        (root / "requirements" / name).write_bytes((ROOT / "requirements" / name).read_bytes())
    for name, version, inside in (
        ("litellm", "1.109.1", "litellm/model_prices_and_context_window_backup.json"),
        ("model_prices", "0.0.5", "model_prices/snapshot.json"),
    ):
        with zipfile.ZipFile(root / ".cache" / "crosscheck" / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(inside, json.dumps(files[name]))
    return root


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, Dataset]:
    found = datasets.read_all(pinned(tmp_path, litellm=LITELLM, model_prices=MODELS))
    return {one.name: one for one in found}


def test_litellm_per_token_off_peak_at_noon_batches_and_tiers(lists):
    rates = lists["litellm"].rates("acme", ["small"], DAY)
    assert rates == {
        "input_usd_per_mtok": Decimal("0.1"),
        "output_usd_per_mtok": Decimal("0.25"),  # of the quiet hours, in which noon of a Monday lies
        "cache_write_1h_usd_per_mtok": Decimal("0.2"),
        "batch.input_usd_per_mtok": Decimal("0.05"),
        "> 272000.input_usd_per_mtok": Decimal("0.2"),
        "> 272000.batch.input_usd_per_mtok": Decimal("0.1"),
        "regions.eu": Decimal("1.1"),
        "regions.us": Decimal("1.2"),
        "fees.tool_usd_per_1000_calls": Decimal("10"),
    }
    wednesday = lists["litellm"].rates("acme", ["small"], "2026-11-25")
    assert wednesday is not None and wednesday["output_usd_per_mtok"] == Decimal("0.5")


def test_model_prices_of_noon_with_batch_tiers_and_multiples(lists):
    assert lists["model-prices"].rates("acme", ["small"], DAY) == {
        "input_usd_per_mtok": Decimal("0.1"),
        "output_usd_per_mtok": Decimal("0.3"),
        "cache_write_1h_usd_per_mtok": Decimal("0.25"),
        "batch.input_usd_per_mtok": Decimal("0.05"),
        "> 272000.input_usd_per_mtok": Decimal("0.2"),
        "> 272000.batch.input_usd_per_mtok": Decimal("0.1"),
    }


@pytest.mark.parametrize(
    ("day", "clock", "input_usd"),
    [
        ("2026-11-25", "02:00", "0.2"),
        ("2026-11-25", "04:00", "0.1"),  # the peak is over
        ("2026-11-24", "02:00", "0.1"),  # a holiday
        ("2026-11-28", "02:00", "0.1"),  # a Saturday
    ],
)
def test_model_prices_knows_hours_weekdays_and_holidays(lists, day, clock, input_usd):
    later = {**MODELS["prices"]["acme"]["small"], "standard": [{"start": None, "rates": {"input": Decimal("0.1")}}]}
    data = {**MODELS, "prices": {"acme": {"small": later}}}
    rates = model_prices.dataset("1", data).rates("acme", ["small"], day, clock)
    assert rates is not None and rates["input_usd_per_mtok"] == Decimal(input_usd)


def test_what_is_not_compared_is_counted_by_kind_and_nothing_is_passed_over(lists):
    assert lists["litellm"].others("acme", ["small"], DAY) == {"priority", "not sorted"}
    assert lists["model-prices"].others("acme", ["small"], DAY) == {"fast", "not sorted"}
    assert lists["genai-prices"].others("openai", ["gpt-4.1-mini"], DAY) >= {"priority", "fast", "other tools"}
    kept = crosscheck.read(ROOT)
    assert kept is not None and all("not sorted" not in kinds for kinds in kept["others"].values())


def test_genai_prices_of_the_day_with_the_newest_batch_variant(lists):
    rates = lists["genai-prices"].rates
    large = rates("mistral", ["mistral-large-4"], DAY)
    assert large is not None and large["input_usd_per_mtok"] == Decimal("0.7")
    assert large["batch.input_usd_per_mtok"] == Decimal("0.35")
    before = rates("mistral", ["mistral-large-4"], "2026-10-25")
    assert before is not None and before["input_usd_per_mtok"] == Decimal("1.36")
    luna = rates("openai", ["gpt-6-luna"], DAY)
    assert luna is not None and luna["> 272000.output_usd_per_mtok"] == Decimal("0.75")


@pytest.mark.parametrize("name", ["litellm", "model-prices", "genai-prices"])
def test_a_model_is_found_by_its_exact_id_only(lists, name):
    assert lists[name].rates("acme", ["smal"], DAY) is None
    assert lists[name].rates("nobody", ["small"], DAY) is None
    assert lists[name].rates("google", ["gemini-1.5-flash-8b-001"], DAY) is None


def test_a_version_that_was_compromised_is_refused(tmp_path):
    root = pinned(tmp_path, litellm={}, model_prices={})
    put(root, "requirements/crosscheck.txt", "litellm==1.109.1", "litellm==1.107.2")
    with pytest.raises(BuildError, match="must not be used"):
        datasets.read_all(root)


def test_what_cannot_be_fetched_is_said(tmp_path, monkeypatch):
    root = pinned(tmp_path, litellm={}, model_prices={})
    next((root / ".cache" / "crosscheck").glob("litellm*")).unlink()
    put(root, "requirements/crosscheck.txt", "sha256:1c8b", "sha256:0000")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(BuildError, match=r"requirements/crosscheck.txt: cannot be fetched: "):
        datasets.fetch(root)


ROW = {
    "since": "2026-01-01", "source": "s", "checked": DAY, "how": "read",
    "input_usd_per_mtok": "0.10", "output_usd_per_mtok": "0.50", "cache_read_usd_per_mtok": "0.01",
    "batch": {"input_ratio": "0.5", "output_ratio": "0.5"},
    "tiers": [{"when": ">=", "prompt_tok": 272001, "input_usd_per_mtok": "0.20", "output_usd_per_mtok": "0.75"}],
}  # fmt: skip
CATALOG = Catalog(
    {
        "edition": DAY,
        "sources": {},
        "tables": {
            "api_model": {
                "acme/small": {"file": "f", "line": 1, "fields": {"name": "Small"}, "prices": [ROW]},
                "acme/alone": {"file": "f", "line": 1, "fields": {"name": "Alone"}, "prices": [{**ROW, "tiers": []}]},
            }
        },
    }
)


def test_the_four_states(lists):
    result = compare(CATALOG, [lists["litellm"], lists["model-prices"]])
    states = {(one.key, one.dataset): one.state for one in compared(result) if one.model == "acme/small"}
    assert states["input_usd_per_mtok", "litellm"] == "agree"
    assert states["output_usd_per_mtok", "litellm"] == "differ"
    assert states["cache_read_usd_per_mtok", "litellm"] == "missing"
    assert states["cache_write_1h_usd_per_mtok", "litellm"] == "unchecked"
    assert states["batch.input_usd_per_mtok", "model-prices"] == "agree"
    assert states["> 272000.input_usd_per_mtok", "model-prices"] == "agree"  # from 272,001 on is above 272,000
    assert {one.state for one in compared(result) if one.model == "acme/alone"} == {"missing"}
    assert states["> 272000.batch.input_usd_per_mtok", "litellm"] == "agree"


def test_rates_inside_the_hours_of_a_price_regions_and_fees_are_compared(lists):
    peak = {"id": "peak", "hours_utc": ["01:00-04:00"], "weekdays": ["mon"], "rate_ratio": "2"}
    row = {**ROW, "windows": [peak], "regions": {"eu": {"rate_ratio": "1.1"}, "in": {"input_usd_per_mtok": "1"}},
           "fees": {"tool_usd_per_1000_calls": "14"}}  # fmt: skip
    record = {"file": "f", "line": 1, "fields": {"name": "Small"}, "prices": [row]}
    catalog = Catalog({"edition": DAY, "sources": {}, "tables": {"api_model": {"acme/small": record}}})
    found = {(one.key, one.dataset): one for one in compared(compare(catalog, list(lists.values())))}
    assert found["peak.input_usd_per_mtok", "litellm"].state == "differ"  # it knows no dearer hours of this one
    assert found["peak.input_usd_per_mtok", "litellm"].ours == "0.2"
    assert found["regions.eu", "litellm"].state == "agree"
    assert (found["regions.in", "litellm"].ours, found["regions.in", "litellm"].state) == ("given", "unchecked")
    assert found["fees.tool_usd_per_1000_calls", "litellm"].state == "differ"
    assert found["fees.tool_usd_per_1000_calls", "model-prices"].state == "missing"


def test_a_tier_that_only_they_know_is_held_against_our_plain_rate(lists):
    catalog = Catalog({**{"edition": DAY, "sources": {}}, "tables": {"api_model": {"acme/small": {
        "file": "f", "line": 1, "fields": {}, "prices": [{**ROW, "tiers": []}]}}}})  # fmt: skip
    found = {one.key: one for one in compared(compare(catalog, [lists["litellm"]]))}
    tier = found["> 272000.input_usd_per_mtok"]
    assert (tier.ours, tier.theirs, tier.state) == ("0.10", "0.2", "differ")


@pytest.mark.parametrize(
    ("ours", "theirs", "state"),
    [
        ("0.10", "0.1", "agree"),
        ("0.02000001", "0.02", "agree"),  # a ratio of seven digits
        ("0.1001", "0.1", "differ"),
        ("0", "0", "agree"),
        ("0", "0.1", "differ"),
        ("0.1", None, "missing"),
        (None, "0.1", "unchecked"),
        ("given", None, "unchecked"),
        ("0.1", "free", "unchecked"),
    ],
)
def test_a_state_follows_from_both_figures(ours, theirs, state):
    assert Compared("m", "k", "litellm", ours, theirs).state == state


DISPUTE = {
    "model": "m", "key": "k", "ours": "0.10", "theirs": "0.2", "dataset": "litellm", "version": "1", "seen": DAY,
    "reason": "r", "evidence": "e", "expires": "2027-01-31",
}  # fmt: skip
DIFFERS = Compared("m", "k", "litellm", "0.1", "0.20")


def test_a_dispute_explains_its_difference_until_it_expires():
    assert settle([DIFFERS], [DISPUTE], "2027-01-31").explained == ((DIFFERS, DISPUTE),)
    assert settle([DIFFERS], [DISPUTE], "2027-02-01").expired == ((DIFFERS, DISPUTE),)


@pytest.mark.parametrize(
    "other",
    [{"model": "n"}, {"key": "l"}, {"dataset": "genai-prices"}, {"ours": "0.11"}, {"theirs": "0.3"}],
    ids=lambda other: next(iter(other)),
)
def test_a_dispute_explains_nothing_else_and_is_idle_then(other):
    settled = settle([DIFFERS], [{**DISPUTE, **other}], DAY)
    assert settled.unexplained == (DIFFERS,)
    assert settled.idle == ({**DISPUTE, **other},)


def test_the_report_names_all_that_needs_a_look_and_the_row_to_write():
    result: crosscheck.Result = {"day": DAY, "versions": {"litellm": "1.109.1"}, "others": {}, "models": {}}
    site = Site.read(ROOT)
    text = markdown(site, result, [DIFFERS], settle([DIFFERS], [{**DISPUTE, "ours": "7"}], DAY), whole=True)
    assert '- model: "m"\n  key: "k"\n  ours: "0.1"\n  theirs: "0.20"\n  dataset: "litellm"' in text
    assert "No longer needed: take these rows out" in text
    assert "All that differ (1)" in text and "All that agree (0)" in text
    expired = settle([DIFFERS], [DISPUTE], "2028-01-01")
    assert "Expired: look again" in markdown(site, result, [DIFFERS], expired, whole=False)


def test_the_command_writes_the_result_and_fails_on_what_is_not_explained(data, capsys, monkeypatch):
    pinned(data, litellm=LITELLM, model_prices=MODELS)
    words = ["crosscheck", "--root", str(data), "--on", DAY]
    assert main(words) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "openai/gpt-6-luna output_usd_per_mtok genai-prices: ours 0.50, theirs 0.5" in said
    assert "No longer needed" in said  # the disputes with the two lists that are empty here
    kept = crosscheck.read(data)
    assert kept is not None and kept["models"]["openai/gpt-6-luna"]["output_usd_per_mtok"]["genai-prices"] == "0.5"
    put(data, "prices/disputes.yml", 'theirs: "0.2288"', 'theirs: "0.2289"')
    assert main([*words, "--short"]) == 1
    put(data, "prices/disputes.yml", 'theirs: "0.2289"', 'theirs: "0.2288"')
    assert main([*words[:-1], "2027-05-01", "--short"]) == 1
    put(data, "requirements/dev.txt", "genai-prices==0.2.3", "genai-prices==0.2.2")
    assert main(words) == 2


def test_every_difference_of_the_kept_result_is_explained_and_no_dispute_is_idle():
    result = crosscheck.read(ROOT)
    assert result is not None
    settled = settle(compared(result), load(ROOT / "prices").disputes, result["day"])
    assert not (settled.unexplained or settled.idle or settled.expired)
    assert len(settled.explained) > 5
    assert list(check_crosscheck(Project(ROOT))) == []


def test_check_finds_a_kept_difference_without_a_dispute_and_a_broken_result(data):
    put(data, "prices/disputes.yml", 'theirs: "0.2288"', 'theirs: "0.2289"')
    assert [fault.got for fault in check_crosscheck(Project(data))] == ["0.2288"]
    assert check_crosscheck in CHECKS
    put(data, "prices/crosscheck.json", '"day":', '"today":')
    assert "run that command again" in str(*check_crosscheck(Project(data)))


def test_the_command_replaces_a_kept_result_of_an_older_shape(data, capsys):
    pinned(data, litellm=LITELLM, model_prices=MODELS)
    put(data, "prices/crosscheck.json", '"others":', '"former":')
    with pytest.raises(BuildError, match="crosscheck"):
        crosscheck.read(data)
    assert main(["crosscheck", "--root", str(data), "--on", DAY, "--short"]) == 0, capsys.readouterr().err
    assert crosscheck.read(data) is not None
    put(data, "prices/crosscheck.json", '"others":', '"former":')
    assert main(["upkeep", "--root", str(data), "--on", DAY]) == 0
    assert main(["freshness", "--root", str(data), "--on", DAY]) == 0


def test_check_asks_for_a_new_comparison_when_a_pin_moves(data):
    pinned(data, litellm=LITELLM, model_prices=MODELS)
    assert list(check_pins(Project(data))) == []
    put(data, "requirements/crosscheck.txt", "litellm==1.109.1", "litellm==1.110.0")
    put(data, "requirements/dev.txt", "genai-prices==0.2.3", "genai-prices==0.2.4")
    assert [str(fault) for fault in check_pins(Project(data))] == [
        f"prices/crosscheck.json:1 {name}: expected a comparison with {pin}, as requirements/ has it, got {kept}; "
        "run `python -m build_hooks crosscheck`, and go through what differs"
        for name, pin, kept in (("genai-prices", "0.2.4", "0.2.3"), ("litellm", "1.110.0", "1.109.1"))
    ]
    assert check_pins in CHECKS


NEW_ROW = """
      - since: 2026-11-23
        input_usd_per_mtok: "0.08"
        output_usd_per_mtok: "0.40"
        source: genai-prices
        checked: 2026-11-23
        how: imported
"""


def test_a_difference_that_a_new_price_makes_comes_with_its_reason(data):
    append_row(data, "prices/api/openai.yml", "gpt-6-luna", NEW_ROW)
    site = Site.read(data)
    behind = Compared("openai/gpt-6-luna", "input_usd_per_mtok", "litellm", "0.08", "0.1")
    why = reason_of(site, behind)
    assert why["reason"] == "They have our rate from before 2026-11-23."
    assert (why["seen"], why["expires"]) == ("2026-11-23", "2027-01-22")
    assert why["evidence"].startswith("genai-prices") and why["evidence"].endswith("imported on 2026-11-23.")
    assert draft(behind, "1", why).endswith("expires: 2027-01-22")
    path = data / "prices" / "disputes.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + draft(behind, "1", why) + "\n", encoding="utf-8")
    assert settle([behind], load(data / "prices").disputes, "2027-01-22").explained[0][0] is behind


@pytest.mark.parametrize(
    ("model", "key", "theirs"),
    [
        ("openai/gpt-6-luna", "input_usd_per_mtok", "0.11"),
        ("openai/gpt-6-luna", "output_usd_per_mtok", None),
        ("openai/gpt-6.1-sol", "input_usd_per_mtok", "0.1"),
    ],
)
def test_any_other_difference_wants_a_reason_from_somebody(data, model, key, theirs):
    append_row(data, "prices/api/openai.yml", "gpt-6-luna", NEW_ROW)
    assert reason_of(Site.read(data), Compared(model, key, "litellm", "0.08", theirs)) == {}


def test_the_page_shows_every_difference_with_its_reason_and_every_model():
    site = Site.read(ROOT)
    made = render(site, '[[ part("table", table="who_says_what") ]]', "p.md")
    html = made.fill(made.markdown)
    for dispute in site.disputes:
        assert dispute["evidence"].replace("'", "&#x27;") in html
    assert site.crosscheck is not None
    for model in site.crosscheck["models"]:
        assert f"<code>{model}</code>" in html
    empty = render(Site(site.catalog, [], {}), '[[ part("table", table="who_says_what") ]]', "p.md")
    assert "Nothing has been compared yet." in empty.fill(empty.markdown)
