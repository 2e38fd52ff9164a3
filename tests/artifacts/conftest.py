"""Everything that is published for machines, made once from the real data, with and without the site's address."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from mkdocs.utils.meta import get_data

from build_hooks.artifacts import PageText, files
from build_hooks.artifacts.head import HOME
from build_hooks.build import Build
from build_hooks.pages import address_of
from build_hooks.site import ROOT, Site

ADDRESS = "https://guide.example/"


@pytest.fixture(scope="session")
def site() -> Site:
    return Site.read()


@pytest.fixture(scope="session")
def pages(site) -> list[PageText]:
    """Every page under docs/ and every one that the build makes itself, rendered as the build renders them."""
    build = Build(site, serving=False)
    docs = ROOT / "docs"
    for path in sorted(docs.rglob("*.md")):
        source = path.relative_to(docs).as_posix()
        text, meta = get_data(path.read_text(encoding="utf-8"))
        build.page(text, source, address_of(source), meta)
    for source, page in build.generated.items():
        text, meta = get_data(page.markdown)
        build.page(text, source, address_of(source), meta)
    return list(build.pages.values())


@pytest.fixture(scope="session")
def published(site, pages) -> dict[str, bytes]:
    """Address -> bytes, where the site does not know its own address."""
    return dict(files(site, pages))


@pytest.fixture(scope="session")
def published_at(site, pages) -> dict[str, bytes]:
    """The same for a site that knows its address."""
    return dict(files(replace(site, site_url=ADDRESS), pages))


@pytest.fixture(scope="session")
def documents(published) -> dict[str, Any]:
    """Address below data/v1/ -> content of each JSON file that says which schema it follows."""
    found = {
        address.removeprefix(HOME): json.loads(content)
        for address, content in published.items()
        if address.startswith(HOME) and address.endswith(".json")
    }
    return {
        name: content
        for name, content in found.items()
        if not name.startswith("schema/") and name not in ("openapi.json", "feed.json", "csv-metadata.json")
    }
