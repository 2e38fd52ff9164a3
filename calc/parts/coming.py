"""What comes after the day of the figures: changes of price and ends of models, with what they do to the bill.

The words are those of the edition; they name the day, and the page's script, which knows the reader's own day, picks
between "is announced" and "was announced, and nobody has checked", and says how far off it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from calc import text
from calc.engine.rules import CUSTOM
from calc.facts import history
from calc.facts.drift import TIER_NAMES
from calc.facts.fact import Fact
from calc.facts.history import Change
from calc.facts.records_api import PriceRow
from calc.lookups.drift import all_cheapest
from calc.parts.markup import Args, Page, attributes, compact, number

BILL = "api_usd_per_month"
MOST = 6  # of the chosen model; more would be a list, and there is a page for that
ENDS = {"retired": "end", "deprecated": "be deprecated by its maker"}


def coming(page: Page, args: Args) -> str:
    """A list of what comes for the chosen model, its hosted twin and `models`; empty where nothing does."""
    chosen = page.evaluation.get("api_model")
    items = [item for model in _models(page, args) for item in _of_model(page, model, model == chosen)]
    items = [*_not_yet(page, chosen), *_not_out(page), *items]
    if not items:
        return ""
    button = '<button type="button" class="tool" data-look="today" hidden>Recompute as of today</button>'
    return f'<ul class="coming">{"".join(items)}</ul>{button}'


def _not_yet(page: Page, model: str) -> list[str]:
    """Where the chosen model had no price yet: since when it has one, and what was the cheapest of its tier then."""
    ev = page.evaluation
    rows = [] if model == CUSTOM else history.rows(ev.snapshot, model, ahead=True)
    if not rows or history.begun(ev.snapshot, rows[0].row.since):
        return []
    said = f"{_name(page, model)} has a price from {text.day(rows[0].row.since)} on."
    found = all_cheapest(ev)
    if found:
        other = found[-1].priced.model
        preset = compact({"api_model": other})
        tier = TIER_NAMES.get(str(ev.get("price_tier")), "")
        button = f'<button type="button" class="tool"{attributes(data_preset=preset)}>{_name(page, other)}</button>'
        said += f" The cheapest {escape(tier)} model of that day, for this workload: {button}"
    return [_item(history.first(rows[0].row.since), said)]


def _not_out(page: Page) -> list[str]:
    """Where the open model was not out yet: since when it is."""
    snapshot, model = page.evaluation.snapshot, page.evaluation.get("open_model")
    known = snapshot.all_facts("open_model", model, "params_b", ahead=True) if snapshot.has("open_model", model) else []
    if not known or history.begun(snapshot, known[0].date):
        return []
    name = escape(str(snapshot.attribute("open_model", model, "name")))
    return [_item(history.first(known[0].date), f"{name} is out since {text.day(known[0].date)}.")]


def _models(page: Page, args: Args) -> list[str]:
    ev = page.evaluation
    wanted = [ev.get("api_model"), ev.get("hosted_twin_model"), *args.get("models", ())]
    known = [one for one in wanted if isinstance(one, str) and one != CUSTOM and ev.snapshot.has("api_model", one)]
    return list(dict.fromkeys(known))


def _of_model(page: Page, model: str, chosen: bool) -> list[str]:
    """The items of a model in the order of their days; of models that are only named here, what is announced."""
    snapshot = page.evaluation.snapshot
    changes = history.changes(snapshot, model, ahead=True)
    found = [(one.day, _price(page, one, chosen)) for one in changes if _is_due(page, one)]
    for fact in snapshot.all_facts("api_model", model, "status", ahead=True):
        day = history.first(fact.date)
        if fact.value in ENDS and (fact.announced or not history.begun(snapshot, fact.date)):
            found.append((day, _end(page, model, fact)))
    found = [one for one in found if chosen or "data-announced" in one[1]]
    return [item for _, item in sorted(found)[:MOST]]


def _is_due(page: Page, change: Change) -> bool:
    """Whether a change lies after the day of the figures, or was announced for before it and never checked."""
    snapshot = page.evaluation.snapshot
    if change.before is None:
        return False
    if not history.begun(snapshot, change.after.row.since):
        return True
    priced = snapshot.price(change.model)
    return change.announced and priced is not None and change.after.row in priced.pending


def _price(page: Page, change: Change, chosen: bool) -> str:
    name, day = _name(page, change.model), text.day(change.after.row.since)
    before, after = _bills(page, change, chosen)
    whose = "your bill" if chosen else "this workload there"
    step = _step(change)
    if not change.announced:
        return _item(change.day, f"{name} went {step} on {day}: {whose} {before} → {after}.")
    return _item(
        change.day,
        f"{name} is announced to go {step} on {day}<span data-distance></span>: {whose} {before} → {after}.",
        f"{_warning()} {name} was announced to go {step} on {day}<span data-distance></span>, and nobody has checked "
        f"whether it did: {whose} is {before} or {after}.",
    )


def _step(change: Change) -> str:
    old, new = (short_rates(one.row) for one in (change.before, change.after) if one is not None)
    return "to other conditions" if old == new else f"from {old} to {new} per 1M tokens"


def short_rates(row: PriceRow) -> str:
    """Input and output rate of a row in the shortest way: "$2/$10"."""
    return "/".join(text.words(float(rate), "usd_per_mtok").removesuffix(".00") for rate in history.rates(row))


def _bills(page: Page, change: Change, chosen: bool) -> Iterator[str]:
    """The bill of the reader's workload at each of the two rows, as numbers that explain themselves."""
    own: dict[str, Any] = {} if chosen else {"api_model": change.model}
    for row in (change.before, change.after):
        assert row is not None
        yield number(page, BILL, own | {"api_price_row": row.row.since})


def _end(page: Page, model: str, fact: Fact) -> str:
    name, day = _name(page, model), text.day(fact.date)
    later = ENDS[fact.value]
    if not fact.announced:
        said = "its maker ended it" if fact.value == "retired" else "its maker called it old"
        return _item(history.first(fact.date), f"{name}: {said} on {day}.")
    return _item(
        history.first(fact.date),
        f"{name} is announced to {later} on {day}<span data-distance></span>.",
        f"{_warning()} {name} was announced to {later} on {day}<span data-distance></span>, and nobody has checked.",
    )


def _name(page: Page, model: str) -> str:
    return escape(str(page.evaluation.snapshot.attribute("api_model", model, "name")))


def _warning() -> str:
    return '<span class="badge badge--warn">▲ not checked</span>'


def _item(day: str, before: str, after: str = "") -> str:
    if not after:
        return f'<li data-day="{day}">{before}</li>'
    return (
        f'<li data-day="{day}" data-announced><span data-when="before">{before}</span>'
        f'<span data-when="after" hidden>{after}</span></li>'
    )
