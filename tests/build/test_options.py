"""Choices among very many: none of them stands in a page, and the field leads to where they are."""

import gzip
import json
from dataclasses import replace

import pytest

from build_hooks import options, pages, views, widgets
from build_hooks.render import render
from build_hooks.site import CATALOG, ROOT, Site
from calc.facts.catalog import Catalog
from calc.parts.markup import Page
from tests.bench import scale


@pytest.fixture(scope="module")
def small() -> Site:
    return Site.read()


@pytest.fixture(scope="module")
def large(small) -> Site:
    """The guide on 5,000 models more."""
    return replace(small, catalog=Catalog(scale.compiled(json.loads(CATALOG.read_text("utf-8")))))


def test_today_every_choice_is_listed_where_it_stands(small):
    assert options.files(small) == {}
    assert "<select" in widgets.choice(views.field(small, "api_model", "s"))


def test_of_thousands_none_stands_in_the_page(large):
    for html in (
        widgets.choice(views.field(large, "api_model", "s")),
        widgets.field(views.field(large, "api_model", "f")),
    ):
        assert "<option" not in html
        assert 'type="text" data-input="api_model" value="openai/' in html
        assert 'data-options="api_model"' in html
    assert "<select" in widgets.choice(views.field(large, "hardware", "s"))


def test_a_field_of_thousands_is_no_heavier_than_one_of_sixty(small, large):
    def weight(site: Site) -> int:
        return len(gzip.compress(widgets.choice(views.field(site, "api_model", "s")).encode()))

    assert weight(large) <= weight(small)


def test_the_list_is_a_file_of_its_own(large):
    files = options.files(large)
    assert list(files) == ["assets/options/api_model.json"]
    rows = json.loads(files["assets/options/api_model.json"])
    assert ["maker-007/model-042", "Model 42 of maker-007", "Made-up maker-007"] in rows
    assert ["custom", "my own figures", ""] in rows
    assert len(rows) == len(large.catalog.at(large.catalog.edition).tables["api_model"]) + 1


def test_the_reference_lists_no_thousands_either(small, large):
    def told(site: Site) -> str:
        return str(pages.inputs(site, Page(site.evaluation, site.catalog.sources, "", "")))

    assert "<code>openai/gpt-5.6-luna</code>" in told(small)
    assert "<code>openai/gpt-5.6-luna</code>" not in told(large)
    assert len(told(large)) < len(told(small))


def test_the_first_page_is_no_heavier_for_thousands(small, large):
    """Its own text, numbers, fields and charts; what the theme adds does not know of the data."""
    source = ROOT / "docs" / "index.md"
    text = source.read_text("utf-8").split("---", 2)[2]

    def weight(site: Site) -> int:
        made = render(site, text, "docs/index.md", "", "", 0)
        return len(gzip.compress(made.fill(made.markdown).encode()))

    assert 5_000 < weight(large) <= weight(small)
