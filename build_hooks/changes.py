"""What changed and when, read off the dated rows and the log of corrections: a page, and a small file for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Literal

from build_hooks.site import Site
from calc import text
from calc.facts import history
from calc.facts.catalog import Snapshot
from calc.facts.fact import Fact
from calc.facts.history import Change
from calc.facts.records_api import PriceRow
from calc.parts.markup import Page

Kind = Literal["new", "price", "terms", "end", "cancelled", "correction", "announced"]
HEADINGS: Mapping[str, str] = {
    "new": "New",
    "price": "Price",
    "terms": "Conditions",
    "end": "End of life",
    "cancelled": "Taken back",
    "correction": "Correction",
    "announced": "Announced",
}
ADDRESS = "assets/changes.json"
MOST = 1000  # changes on the page and in the file for scripts, the newest; all are in the file of all prices
MOST_DAYS = 300  # in the picker, the newest; any other can be typed


@dataclass(frozen=True)
class Entry:
    """One change: the day it took place, its kind, and a sentence without a full stop."""

    day: str
    kind: Kind
    text: str
    href: str  # page and anchor below the site's root


def rates_words(row: PriceRow) -> str:
    """Input and output rate of a row: "$0.10 in, $0.50 out"."""
    shown = [text.words(float(rate), "usd_per_mtok") for rate in history.rates(row)]
    return f"{shown[0]} in, {shown[1]} out"


def entries(site: Site) -> list[Entry]:
    """Every change that the data know of, newest first; on one day in the order of `HEADINGS`."""
    snapshot = site.evaluation.snapshot
    found = [one for model in snapshot.ids("api_model") for one in _model(snapshot, model)]
    found += [
        Entry(one["when"], "correction", f"{one['what']}: {one['old']} → {one['new']}", f"corrections/#{one['id']}")
        for one in site.corrections
    ]
    order = list(HEADINGS)
    found.sort(key=lambda one: (order.index(one.kind), one.text))
    return sorted(found, key=lambda one: one.day, reverse=True)


def _model(snapshot: Snapshot, model: str) -> Iterator[Entry]:
    label = str(snapshot.attribute("api_model", model, "name"))
    for change in history.changes(snapshot, model):
        yield Entry(change.day, _kind(change), f"{label}: {_said(change)}", _href(change.day))
    for row in snapshot.history(model):
        if row.cancelled:
            said = f"{label}: {rates_words(row)} had been announced for {text.day(row.since)}"
            yield Entry(history.first(row.cancelled), "cancelled", said, _href(history.first(row.cancelled)))
    for fact in snapshot.all_facts("api_model", model, "status"):
        if fact.value != "active":
            day = history.first(fact.date)
            yield Entry(day, "announced" if fact.announced else "end", f"{label}: {_status(fact)}", _href(day))


def _href(day: str) -> str:
    return f"changes/#d{day}"


def _kind(change: Change) -> Kind:
    if change.announced:
        return "announced"
    if change.before is None:
        return "new"
    return "price" if history.rates(change.before.row) != history.rates(change.after.row) else "terms"


def _said(change: Change) -> str:
    now = rates_words(change.after.row)
    if change.before is None:
        return now if change.after.row.basis == "documented" else f"first seen at {now}"
    if history.rates(change.before.row) == history.rates(change.after.row):
        return f"rates for cache, batch, hours or long prompts; {now} stays"
    before = rates_words(change.before.row)
    return f"announced to go from {before} to {now}" if change.announced else f"from {before} to {now}"


def _status(fact: Fact) -> str:
    said = {"retired": "ended by its maker", "deprecated": "deprecated by its maker, with an end to come"}
    ends = {"retired": "its maker announced its end", "deprecated": "its maker announced that an end will come"}
    return (ends if fact.announced else said).get(fact.value, fact.value)


def page(site: Site, page: Page) -> str:
    """The page of changes: what is announced, then a section for each day, newest first."""
    found = entries(site)
    coming = [one for one in found if one.kind == "announced"][::-1]
    past = [one for one in found if one.kind != "announced"]
    items = "".join(f"<li>{_time(one.day)} {escape(one.text)}</li>" for one in coming)
    head = f'<h2 id="announced">Announced, not checked yet</h2><ul class="changes">{items}</ul>' if coming else ""
    days = "".join(_day(page, day, list(group)) for day, group in groupby(past[:MOST], key=lambda one: one.day))
    return f'{head}<h2 id="by-day">Day by day</h2>{days}{_older(page, len(past))}'


def _older(page: Page, count: int) -> str:
    """Where the rest is, if there are too many."""
    if count <= MOST:
        return ""
    file = f'<a href="{escape(page.root)}data/v1/api_prices_history.csv">a file has all prices</a>'
    return f"<p>These are the newest {MOST:,} of {count:,} changes; {file}.</p>"


def _time(day: str) -> str:
    return f'<time datetime="{day}">{text.day(day)}</time>'


def _day(page: Page, day: str, found: list[Entry]) -> str:
    items = "".join(f"<li><b>{HEADINGS[one.kind]}</b> {_linked(page, one)}</li>" for one in found)
    look = f'<a class="changes__look" href="{escape(page.root)}?as_of={day}">see every figure as of this day</a>'
    body = f'<h3>{_time(day)}</h3>{look}<ul class="changes">{items}</ul>'
    return f'<section class="changes__day" id="d{day}">{body}</section>'


def _linked(page: Page, one: Entry) -> str:
    if one.kind != "correction":
        return escape(one.text)
    return f'<a href="{escape(page.root + one.href)}">{escape(one.text)}</a>'


def as_json(site: Site) -> str:
    """What scripts need: the days on which prices changed, and all changes for readers who come back."""
    found = entries(site)
    edition = site.catalog.edition
    priced = [one for one in found if one.kind in ("new", "price") and one.day <= edition]
    days = [{"day": day, "text": _short(list(group))} for day, group in groupby(priced, key=lambda one: one.day)]
    listed = [[one.day, HEADINGS[one.kind], _brief(one), one.href] for one in found if one.kind != "announced"]
    whole = {"edition": edition, "prices": days[:MOST_DAYS], "changes": listed[:MOST]}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _brief(one: Entry) -> str:
    """An entry for a short list: of a correction only what it is about."""
    return one.text.split(":")[0] if one.kind == "correction" else one.text


def _short(found: list[Entry]) -> str:
    first = found[0].text.split(":")[0]
    return first if len(found) == 1 else f"{first} and {len(found) - 1} more"


TABLES: dict[str, Any] = {"changes": page}
