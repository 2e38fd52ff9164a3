"""Pages load no more than they show: with many models each kind of page, touched in the browser, asks for few packs.

Six hundred models stand for thousands here; `make bench` prints the bytes for thousands, and a browser looks at them.
"""

import json
import random
from dataclasses import replace

import pytest

from build_hooks import contenders, runtime_catalog
from build_hooks.dataset.compile import as_text
from build_hooks.site import CATALOG, Site
from calc import door
from calc.facts import drift, turns
from calc.facts.billers import is_to_be_had
from calc.facts.catalog import Catalog
from calc.facts.drift import Mix
from tests.bench import loads, scale

WHOLE = json.loads(CATALOG.read_text("utf-8"))
PROVIDERS, MODELS = 20, 30
MOST_KB, MOST_KB_PAST, MOST_KB_A_TIER = 20, 40, 4  # of a catalog of more than a hundred
MADE_UP = "maker-007/model-020"
GENERATED = (
    f"models/{MADE_UP}/",
    "models/openai/gpt-6-luna/",
    "models/deepinfra/gpt-oss-20b/",
    "providers/maker-007/",
    "open-models/openai/gpt-oss-120b/",
    "hardware/nvidia/rtx-3090/",
    "regions/us-ca/",
)
MIDDLES = {"guide/price-drift.md": drift.TIERS, "guide/cost-math.md": ("frontier",)}  # pages that show that of a tier
MOVED = ({"as_of": "2025-06-01"}, {"as_of": "2027-01-15"}, {"input_tok_per_request": "3000"})
HAND_WRITTEN = (
    "index.md",
    "models/index.md",
    "providers/index.md",
    "guide/cost-math.md",
    "guide/price-drift.md",
    "calculators/local-or-api.md",
    "reference/prices.md",
)


@pytest.fixture(scope="module")
def small() -> Site:
    return Site.read()


@pytest.fixture(scope="module")
def data():
    return scale.compiled(WHOLE, PROVIDERS, MODELS)


@pytest.fixture(scope="module")
def many(small, data) -> Site:
    """The guide on six hundred models more."""
    return replace(small, catalog=Catalog.from_json(as_text(data)))


@pytest.fixture(scope="module")
def packs(data):
    """Its packs, cut as small as those of thousands would be beside all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runtime_catalog, "MOST_OF_A_TABLE_BYTES", 60_000)
        patch.setattr(runtime_catalog, "MOST_OF_A_PACK_BYTES", 16_000)
        made = runtime_catalog.packs(data)
    assert sum(map(loads.travels, made.values())) > 100 + loads.travels(made[runtime_catalog.START])
    return made


@pytest.mark.parametrize("name", [*GENERATED, *HAND_WRITTEN])
def test_a_page_that_is_touched_asks_for_few_packs(many, packs, name):
    html, root = loads.html_of(many, name)
    found = loads.loaded(html, root, packs)
    assert found.kilobytes <= MOST_KB, found
    assert name == "guide/price-drift.md" or not any(one.endswith("earlier") for one in found.packs), found


@pytest.mark.parametrize("name", [one for one in GENERATED if not one.startswith("providers/")])
def test_on_another_day_it_asks_for_the_past_of_what_it_shows(many, packs, name):
    html, root = loads.html_of(many, name)
    assert loads.loaded(html, root, packs, {"as_of": "2025-06-01"}).kilobytes <= MOST_KB_PAST


@pytest.mark.parametrize("changed", MOVED)
@pytest.mark.parametrize(("name", "tiers"), MIDDLES.items())
def test_the_middle_of_a_tier_comes_without_its_models(many, packs, name, tiers, changed):
    """Another day or other lengths: what it rests on is loaded by tier, and no more of the models than the cheapest."""
    html, root = loads.html_of(many, name)
    found = loads.loaded(html, root, packs, changed)
    assert found.kilobytes <= MOST_KB_PAST + MOST_KB_A_TIER * len(tiers), found
    assert {one for one in found.packs if one.startswith(turns.TABLE)} == {f"{turns.TABLE}-{tier}" for tier in tiers}


@pytest.mark.parametrize("name", [*GENERATED, *MIDDLES, "models/index.md", "providers/index.md"])
def test_with_many_models_too_the_browser_repeats_what_the_build_wrote(many, packs, name):
    html, root = loads.html_of(many, name)
    shelf = loads.Shelf(packs)
    asked = json.loads(loads.request(html, root, {"as_of": WHOLE["edition"]}))
    asked["as_of"] = None
    answers = shelf.ask(json.dumps(asked))["result"]["parts"]
    assert len(answers) == len(loads.Parts(html).parts) > 0
    assert [one["args"] for one, made in zip(asked["parts"], answers, strict=True) if made["html"] not in html] == []


def test_a_page_compares_by_the_rule_that_it_states(many):
    catalog, ids = many.catalog, many.contenders.of_tiers["small"]
    snapshot = catalog.at(catalog.edition)
    html, _ = loads.html_of(many, f"models/{MADE_UP.replace('020', '021')}/")
    assert contenders.RULE in html
    assert f'"others":{json.dumps(list(ids), separators=(",", ":"))}'.replace('"', "&quot;") in html
    tier = [one for one in snapshot.ids("api_model") if snapshot.attribute("api_model", one, "tier") == "small"]
    assert len(ids) < contenders.MOST_COMPARED < len(tier)
    for mix in (Mix(12_000, 400), Mix(1_200, 200), Mix(800, 150)):
        for day in (WHOLE["edition"], "2024-01-01", "2025-01-01", "2026-01-01"):
            then = catalog.at(day)
            usd = {one: mix.usd_per_mtok(priced) for one in tier if (priced := then.price(one)) is not None}
            on_sale = [one for one in usd if is_to_be_had(then, one)]
            assert set(sorted(on_sale, key=lambda one: (usd[one], one))[:6]) <= set(ids)


def test_with_few_models_all_of_a_tier_are_compared(small):
    assert not small.contenders.are_many and small.contenders.of_tiers == {}
    html, _ = loads.html_of(small, "models/openai/gpt-6-luna/")
    assert "&quot;others&quot;" not in html and contenders.RULE not in html


def test_the_cheapest_of_a_tier_is_the_same_whether_all_models_are_looked_at_or_those_that_ever_were_it(many):
    catalog = many.catalog
    known = contenders.once_cheapest(catalog)
    assert all(0 < len(ids) < 60 for ids in known.values())
    draw = random.Random(4)
    for day in ("2024-02-03", "2025-07-08", WHOLE["edition"], "2027-01-01"):
        snapshot = catalog.at(day)
        few = replace(snapshot.on(day), once_cheapest=known)
        for tier in drift.TIERS:
            for mix in (Mix(1, 0), Mix(0, 1), *(Mix(draw.random(), draw.random()) for _ in range(6))):
                expected = [(one.day, one.priced) for one in drift.cheapest_over_time(snapshot, tier, mix)]
                assert [(one.day, one.priced) for one in drift.cheapest_over_time(few, tier, mix)] == expected


def test_what_a_part_is_said_to_follow_is_all_that_moves_it(small):
    """Whatever else a reader changes, the part stays as the build wrote it."""
    changes = {
        "requests_per_day": "77",
        "input_tok_per_request": "9000",
        "api_model": "mistral/mistral-large-2512",
        "hardware": "nvidia/rtx-4090",
        "open_model": "meta/llama-3.1-8b",
        "electricity_usd_per_kwh": "0.5",
        "cached_input_frac": "10%",
        "lifetime_years": "2",
        "api_price_change_frac_per_year": "-20%",
    }
    seen = set()
    for name in ("guide/price-drift.md", "guide/cost-math.md", "providers/index.md", *GENERATED[1:3], *GENERATED[4:]):
        html, root = loads.html_of(small, name)
        for part, names in loads.Parts(html).parts:
            if not names or part["kind"] in loads.DATED:
                continue
            rest = {key: value for key, value in changes.items() if key not in names}
            asked = {"call": "page", "scenario": rest, "root": root, "parts": [part]}
            [made] = json.loads(door.handle(json.dumps(asked)))["result"]["parts"]
            assert made["html"] in html, (name, part)
            seen.add((part["kind"], part["args"].get(part["kind"]), len(names)))
    assert len(seen) > 8


def test_what_follows_the_mix_says_so(small):
    html, _ = loads.html_of(small, "guide/price-drift.md")
    names = {part["args"].get("chart"): names for part, names in loads.Parts(html).parts}
    assert names["tier_median"] == ["as_of", "input_tok_per_request", "output_tok_per_request"]
    assert names["cost_by_volume"] == [] if "cost_by_volume" in names else names["bill_history"] == []
