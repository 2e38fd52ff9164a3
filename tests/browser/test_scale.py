"""The guide with 5,000 models in a real browser: what is asked for at each step is what the page shows, no more."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from calc import results
from calc.facts.catalog import Catalog
from calc.facts.turns import TABLE
from calc.model import GRAPH
from calc.scenario import parse
from tests.bench import large
from tests.browser.guide import Guide
from tests.browser.serving import StaticServer

BILL = "api_usd_per_month"
MADE_UP, OTHER = "maker-007/model-042", "maker-031/model-055"
PAGES = {f"models/{MADE_UP}/", "models/openai/gpt-6-luna/", "providers/maker-007/", "open-models/openai/gpt-oss-20b/"}
ROWS = 3  # of each model: what a reader loads of today hardly depends on it, and the site is there sooner
FEW = 6  # packs, of more than a hundred
MIDDLES = {"guide/price-drift/": ("small", "mid", "frontier"), "guide/cost-math/": ("frontier",)}  # with their tiers
MIDDLE, MOST_KB = "median_price_change_frac_per_year", 100  # of a catalog of hundreds


@pytest.fixture(scope="module")
def large_server(tmp_path_factory) -> Iterator[StaticServer]:
    """A site of 5,000 models behind a server of its own; of its generated pages only those that are opened here."""
    folder = tmp_path_factory.mktemp("large")
    server = StaticServer()
    server.folder = folder / "site"
    large.lay_out(folder / "checkout", rows=ROWS)
    large.keep_only(folder / "checkout", PAGES)
    large.build(folder / "checkout", server.folder, server.url)
    server.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def catalog(large_server) -> Catalog:
    """All that this site was built from."""
    return Catalog.from_json((large_server.folder.parent / "checkout/calc/catalog.json").read_text("utf-8"))


@pytest.fixture
def reader(browser, large_server) -> Iterator[Guide]:
    """A reader who has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    large_server.served.clear()
    guide = Guide(context, large_server)
    yield guide
    guide.finish()
    context.close()


def packs(guide: Guide) -> list[str]:
    """Names of the catalog's packs that have been asked for since the last look."""
    found = [one.rsplit("/", 1)[1].removesuffix(".bin") for one in guide.served("rt/") if "/more/" in one]
    guide.server.served.clear()
    return found


def kilobytes(guide: Guide, pack: str) -> float:
    """What a pack weighs as it travels: it lies there compressed."""
    [file] = guide.server.folder.glob(f"rt/*/more/{pack}.bin")
    return file.stat().st_size / 1000


def test_a_start_loads_nothing_of_the_thousands(reader):
    reader.open().wait_for_load_state("networkidle")
    assert reader.served("rt/") == [] and reader.served("assets/options/") == []
    before = reader.number(BILL).inner_text()
    reader.type("requests_per_day", "5,000")
    expect(reader.number(BILL)).not_to_have_text(before)
    assert packs(reader) == []


def test_one_of_thousands_is_picked_by_typing_and_comes_in_one_pack(reader):
    reader.open()
    field = reader.field("api_model")
    field.focus()
    offered = field.locator("xpath=following-sibling::datalist/option")
    expect(offered.first).to_be_attached()
    field.fill("55 maker-031")
    expect(offered).to_have_count(1)
    before = reader.number(BILL).inner_text()
    field.fill(OTHER)
    expect(reader.number(BILL)).not_to_have_text(before)
    assert reader.served("assets/options/") == ["assets/options/api_model.json"]
    assert len(packs(reader)) == 1
    reader.number(BILL).click()
    expect(reader.page.locator(".explanation__text")).to_contain_text(reader.number(BILL).inner_text())
    assert packs(reader) == []


@pytest.mark.parametrize("address", sorted(PAGES))
def test_a_page_of_one_of_thousands_loads_what_it_shows(reader, address):
    page = reader.open(address)
    number = page.locator("[data-part] a.num:not(.num--fact)").first
    before = number.inner_text()
    reader.type("requests_per_day", "7,000")
    expect(number).not_to_have_text(before)
    number.click()
    expect(page.locator(".explanation__text")).to_contain_text("=")
    asked = packs(reader)
    assert 0 < len(asked) <= FEW, asked
    assert not any(name.endswith("earlier") for name in asked), asked


def test_the_comparison_says_by_which_rule_it_was_chosen(reader):
    page = reader.open(f"models/{MADE_UP}/")
    table = page.get_by_role("region", name="that are compared")
    expect(table.locator("tbody tr")).to_have_count(7)
    expect(page.locator("main")).to_contain_text("compared are those that are among the cheapest by list price")
    before = table.inner_text()
    reader.type("input_tok_per_request", "100")
    expect(page.get_by_role("region", name="that are compared")).not_to_have_text(before)
    assert len(packs(reader)) <= FEW


def test_another_day_brings_the_past_of_what_is_shown(reader):
    page = reader.open(f"models/{MADE_UP}/?as_of=2023-07-01")
    expect(page.locator("[data-as-of-strip]")).to_be_visible()
    expect(page.get_by_role("region", name="Every price").locator("tr.later")).not_to_have_count(0)
    asked = packs(reader)
    assert any(name.endswith("earlier") for name in asked)
    assert len(asked) <= 2 * FEW, asked


@pytest.mark.parametrize(("address", "tiers"), MIDDLES.items())
@pytest.mark.parametrize("changed", [{"as_of": "2023-08-01"}, {"input_tok_per_request": "3000"}])
def test_the_middle_of_a_tier_is_answered_without_its_models(reader, catalog, address, tiers, changed):
    """Another day or other lengths: loaded are the tier's turns, and the models that were ever its cheapest."""
    page = reader.open(f"{address}?{urlencode(changed)}")
    scenario = {name: value for name, value in changed.items() if name != "as_of"} | {"price_tier": "frontier"}
    parsed = parse(GRAPH, catalog, scenario, changed.get("as_of"))
    found = results.words(results.evaluation(GRAPH, catalog, parsed), MIDDLE)
    number = page.locator(f"""a.num[data-args*='"{MIDDLE}"'][data-args*='frontier']""").first
    expect(number).to_have_text(found)
    asked = packs(reader)
    assert {one for one in asked if one.startswith(TABLE)} == {f"{TABLE}-{tier}" for tier in tiers}
    assert sum(kilobytes(reader, name) for name in asked) < MOST_KB, asked


def test_the_index_of_thousands_is_a_choice_and_the_providers(reader):
    page = reader.open("models/")
    assert page.locator("[data-sortable] tbody tr").count() < 100
    assert page.locator('main ul.columns a[href*="providers/maker-"]').count() == 50
    assert len((reader.server.folder / "models/index.html").read_bytes()) < 150_000
    listed = json.loads((reader.server.folder / "assets/options/api_model.json").read_text("utf-8"))
    assert len(listed) > 5000
