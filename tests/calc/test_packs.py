"""The catalog in packs says what the whole catalog says, and asks for no more than an answer needs."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from build_hooks import runtime_catalog
from build_hooks.runtime_requests import runtime_requests
from calc import door
from calc.facts.catalog import Catalog
from calc.facts.packs import PackNeeded
from tests.bench import scale
from tests.bench.loads import Shelf

WHOLE = json.loads((Path(door.__file__).parent / "catalog.json").read_text("utf-8"))
EDITION = WHOLE["edition"]
BEFORE = ("2024-01-05", "2025-08-07T12:00Z", "2026-05-16", "2026-07-29", f"{EDITION}T11:59Z")
SINCE = (EDITION, f"{EDITION}T12:00Z", "2026-12-02", "2027-06-01")
EARLIER = runtime_catalog.EARLIER


@pytest.fixture(params=["as today", "cut small"])
def shelf(request, monkeypatch):
    """The packs of today's data, and what they would be if every table were large."""
    if request.param == "cut small":
        monkeypatch.setattr(runtime_catalog, "MOST_OF_A_TABLE_BYTES", 6_000)
        monkeypatch.setattr(runtime_catalog, "MOST_OF_A_PACK_BYTES", 3_000)
    return Shelf.of(WHOLE)


def said(snapshot, table, record):
    """All that a day says of a record."""
    fields = [*WHOLE["tables"][table][record].get("values", {}), "output_usd_per_mtok"]
    facts = [snapshot.fact(table, record, name) for name in fields]
    if table != "api_model":
        return facts
    return [*facts, snapshot.price(record), snapshot.announced(record), snapshot.ended(record)]


@pytest.mark.parametrize("day", [*BEFORE, *SINCE])
def test_every_record_says_the_same_on_every_day(shelf, day):
    shelf.store.bring = shelf.packs.__getitem__
    for table, records in WHOLE["tables"].items():
        for record in records:
            one, other = (catalog.at(day) for catalog in (Catalog(WHOLE), shelf.catalog()))
            assert said(one, table, record) == said(other, table, record), (table, record)
            for name in records[record].get("values", {}):
                assert one.all_facts(table, record, name) == other.all_facts(table, record, name)
            if table == "api_model":
                assert one.all_prices(record) == other.all_prices(record)
                assert one.history(record) == other.history(record)


@pytest.mark.parametrize("day", SINCE)
def test_from_the_edition_on_nothing_earlier_is_needed(day):
    snapshot = Shelf.of(WHOLE).catalog().at(day)
    for table, records in WHOLE["tables"].items():
        for record in records:
            said(snapshot, table, record)


def test_before_the_edition_a_record_with_a_past_needs_it():
    snapshot = Shelf.of(WHOLE).catalog().at("2026-05-16")
    with pytest.raises(PackNeeded) as needed:
        snapshot.price("openai/gpt-5.6-luna")
    assert needed.value.names == (EARLIER,)
    one = next(one for one, record in snapshot.tables["api_model"].items() if "earlier" not in record)
    assert snapshot.price(one) == Catalog(WHOLE).at("2026-05-16").price(one)


def test_every_request_is_answered_the_same(shelf, monkeypatch):
    whole = Catalog(WHOLE)
    requests = list(runtime_requests(door.handle))
    monkeypatch.setattr(door, "catalog", lambda: whole)
    expected = [json.loads(door.handle(request)) for request in requests]
    different = [
        request[:200] for request, answer in zip(requests, expected, strict=True) if shelf.ask(request) != answer
    ]
    assert different == []
    assert any(name.endswith(EARLIER) for name in shelf.asked)


AFTER = (date.fromisoformat(EDITION) + timedelta(days=1)).isoformat()
PAGE: dict[str, Any] = {"id": 1, "call": "page", "parts": [], "inputs": []}
TODAY = [{"kind": "verdict", "args": {}}, {"kind": "flips", "args": {}}, {"kind": "coming", "args": {}}]
ASKED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "the first page": ({"scenario": {}, "parts": TODAY}, []),
    "another volume": ({"scenario": {"requests_per_day": "5k"}, "parts": TODAY}, []),
    "the day after": ({"scenario": {}, "as_of": AFTER, "parts": TODAY}, []),
    "a word that is no model": ({"scenario": {"api_model": "gpt-5"}, "parts": TODAY}, []),
    "a retired model": ({"scenario": {"api_model": "openai/gpt-4.1-nano"}, "parts": TODAY}, []),
    "a day in the past": ({"scenario": {}, "as_of": "2026-05-16", "parts": TODAY}, [EARLIER]),
    "how prices moved": ({"parts": [{"kind": "chart", "args": {"chart": "tier_median"}}]}, [EARLIER]),
    "a number of how prices moved": ({"parts": [{"kind": "number", "args": {"q": "price_cuts_count"}}]}, [EARLIER]),
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_for_when(asked, monkeypatch):
    request, expected = ASKED[asked]
    shelf = Shelf.of(WHOLE)
    shelf.ask(json.dumps(PAGE | request))
    assert shelf.asked == expected


def test_the_packs_that_several_parts_need_are_told_at_once(monkeypatch):
    monkeypatch.setattr(runtime_catalog, "MOST_OF_A_TABLE_BYTES", 6_000)
    monkeypatch.setattr(runtime_catalog, "MOST_OF_A_PACK_BYTES", 3_000)
    shelf = Shelf.of(WHOLE)
    known = shelf.catalog()
    monkeypatch.setattr(door, "catalog", lambda: known)
    models = list(WHOLE["tables"]["api_model"])[::20]
    parts = [{"kind": "number", "args": {"q": "api_usd_per_month", "with": {"api_model": one}}} for one in models]
    needs = json.loads(door.handle(json.dumps(PAGE | {"parts": parts})))["needs"]
    assert len(needs) == len(set(needs)) > 2
    assert set(needs) <= set(shelf.packs)


def test_packs_are_the_same_every_time():
    assert runtime_catalog.packs(WHOLE) == runtime_catalog.packs(json.loads(json.dumps(WHOLE)))


@pytest.fixture(scope="module")
def large():
    return scale.compiled(WHOLE)


def test_of_thousands_of_models_a_start_holds_their_ids_and_an_answer_one_pack(large, monkeypatch):
    """5,000 models with 50,000 price rows: what travels before an answer, and for one about another model."""
    shelf = Shelf.of(large)
    assert len(large["tables"]["api_model"]) > scale.PROVIDERS * scale.MODELS
    assert max(map(len, shelf.packs.values())) <= 12 * runtime_catalog.MOST_OF_A_PACK_BYTES
    shelf.ask(json.dumps(PAGE | ASKED["another volume"][0]))
    assert shelf.asked == []
    shelf.ask(json.dumps(PAGE | {"scenario": {"api_model": "maker-007/model-042"}, "parts": TODAY}))
    [name] = shelf.asked
    assert len(shelf.packs[name]) <= 1.2 * runtime_catalog.MOST_OF_A_PACK_BYTES
    past = {"scenario": {"api_model": "maker-007/model-042"}, "as_of": "2025-01-01"}
    shelf.ask(json.dumps(PAGE | past))
    assert set(shelf.asked[1:]) == {f"{name}-{EARLIER}", EARLIER}


def test_the_start_at_thousands_of_models_is_little_larger(large):
    small, big = (scale.start_kilobytes(one) for one in (WHOLE, large))
    assert big - small <= 60
