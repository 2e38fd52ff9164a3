"""The list of what changed, and what lies between two editions: read off the data, nothing left out."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from build_hooks import changes, editions, fresh
from build_hooks.site import Site
from calc.facts import history
from calc.facts.freshness import LIMIT_DAYS
from calc.text import words

FIRST = "2026-05-16"


@pytest.fixture(scope="module")
def found(site: Site) -> list[changes.Entry]:
    return changes.entries(site)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


def test_every_row_and_every_correction_stands_there_once(site: Site, found: list[changes.Entry]) -> None:
    snapshot = site.evaluation.snapshot
    rows = sum(len(snapshot.history(model)) for model in snapshot.ids("api_model"))
    ends = sum(
        fact.value != "active" for model in snapshot.ids("api_model")
        for fact in snapshot.all_facts("api_model", model, "status")
    )  # fmt: skip
    assert len(found) == rows + ends + len(site.corrections)
    assert [one.day for one in found] == sorted((one.day for one in found), reverse=True)


@pytest.mark.parametrize(
    ("day", "kind", "text"),
    [
        ("2026-07-30", "price", "GPT-5.6 Luna: from $1.00 in, $6.00 out to $0.20 in, $1.20 out"),
        ("2026-09-22", "new", "GPT-6 Luna: $0.10 in, $0.50 out"),
        (
            "2027-01-01",
            "announced",
            "Gemini 3.8 Flash: announced to go from $0.75 in, $3.75 out to $1.50 in, $7.50 out",
        ),
        ("2026-04-20", "end", "Claude 3 Haiku: ended by its maker"),
        ("2027-01-14", "announced", "GPT-4o mini: its maker announced its end"),
    ],
)
def test_known_changes(found: list[changes.Entry], day: str, kind: str, text: str) -> None:
    assert (day, kind, text) in {(one.day, one.kind, one.text) for one in found}


def test_what_was_taken_back_is_told_as_such(site: Site, found: list[changes.Entry]) -> None:
    snapshot = site.evaluation.snapshot
    cancelled = [row for model in snapshot.ids("api_model") for row in snapshot.history(model) if row.cancelled]
    assert len(cancelled) == sum(one.kind == "cancelled" for one in found)
    assert cancelled


def test_each_day_has_an_anchor_and_a_way_to_look_at_it(site: Site, found: list[changes.Entry]) -> None:
    html = changes.page(site, site.page("../"))
    days = {one.day for one in found if one.kind != "announced"}
    assert set(re.findall(r'id="d(\d{4}-\d\d-\d\d)"', html)) == days
    assert set(re.findall(r'href="\.\./\?as_of=(\d{4}-\d\d-\d\d)"', html)) == days


def test_scripts_get_the_same_list(site: Site, found: list[changes.Entry]) -> None:
    got = json.loads(changes.as_json(site))
    assert got["edition"] == site.catalog.edition
    assert len(got["changes"]) == sum(one.kind != "announced" for one in found)
    snapshot = site.evaluation.snapshot
    assert [one["day"] for one in got["prices"]] == [
        day for day in reversed(history.price_days(snapshot))
        if any(one.day == day and one.kind in ("new", "price") for one in found)
    ]  # fmt: skip


def test_between_the_editions(site: Site) -> None:
    page = site.page("../../")
    prices = plain(editions.prices_between(site, page, FIRST))
    assert "DeepSeek V4 Pro" in prices
    assert "GPT-6 Luna" not in prices  # it is new, which is no change of price
    moved = plain(editions.came_and_went(site, page, FIRST))
    assert re.search(r"GPT-6 Luna\s+new: \$0\.10 in, \$0\.50 out\s+22 Sep 2026", moved)
    assert re.search(r"GPT-4\.1 nano\s+ended\s+23 Oct 2026", moved)
    assert "Claude 3 Haiku" not in moved  # ended before the first edition
    both = editions.then_and_now(site, page, FIRST)
    assert f"&quot;as_of&quot;:&quot;{FIRST}&quot;" in both
    now = words(site.evaluation.get("api_usd_per_month"), "api_usd_per_month")
    assert re.search(rf"API\s+unknown\s+{re.escape(now)}", plain(both))


def test_freshness_counts_every_figure_of_a_kind(site: Site) -> None:
    page = site.page("../../")
    kinds = [kind for kind, _ in fresh.figures(site.evaluation.snapshot)]
    assert set(kinds) == set(LIMIT_DAYS)
    shown = plain(fresh.by_kind(site, page))
    for kind in LIMIT_DAYS:
        assert f" {kinds.count(kind):,} " in shown
