"""Tables on the page of a provider: its models on the day, those that have ended, and what happened to both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise

from calc import text
from calc.engine.gaps import Floor, Unknown
from calc.facts.billers import TIERS, is_over, is_to_be_had
from calc.facts.history import first, rates
from calc.facts.records_api import PriceRow
from calc.parts.addresses import record_link
from calc.parts.dated import badge, fact_cell, is_later, missing
from calc.parts.markup import Args, Page, Row, number, table
from calc.tables.named import needed_region

HAPPENED = {"active": "appeared", "deprecated": "was announced to end", "retired": "ended"}
COMING = {"active": "is to appear", "deprecated": "is to be given up", "retired": "ends"}


def of(page: Page, biller: str) -> list[str]:
    """All models of a provider that we follow."""
    return [one for one in page.evaluation.snapshot.ids("api_model") if one.split("/")[0] == biller]


def on_sale(page: Page, models: Sequence[str]) -> list[str]:
    """Those of the models that are to be had on the day, the cheapest for the workload first."""
    snapshot = page.evaluation.snapshot
    snapshot.need("api_model", models)
    return by_bill(page, [one for one in models if is_to_be_had(snapshot, one)])


def by_bill(page: Page, models: list[str]) -> list[str]:
    """Cheapest first; a bill that is not known comes last."""
    return sorted(models, key=lambda one: _bill(page, one))


def _bill(page: Page, model: str) -> float:
    usd = page.under({"api_model": model}).get("api_usd_per_month")
    return float("inf") if usd is None or isinstance(usd, Unknown | Floor) else float(usd)


def provider_models(page: Page, args: Args) -> str:
    """What a provider sells by the token on the day, for the workload."""
    found, name = on_sale(page, of(page, args["biller"])), page.evaluation.snapshot.maker("api_model", args["biller"])
    if not found:
        return f"<p>We know of no model that {escape(name)} sold on {text.day(page.evaluation.snapshot.day)}.</p>"
    counted = "One model" if len(found) == 1 else f"{len(found)} models"
    return _models(page, f"{counted} of {name}, for your workload", found)


def provider_retired(page: Page, args: Args) -> str:
    """The models of a provider that have ended, with their last price."""
    found = [one for one in of(page, args["biller"]) if is_over(page.evaluation.snapshot, one)]
    return _models(page, "No longer to be had", found) if found else "<p>None of those that we follow, by that day.</p>"


def _models(page: Page, caption: str, models: list[str]) -> str:
    rows = [Row(_model(page, one)) for one in models]
    return table(caption, ("Model", "Your month", "In, per 1M", "Out, per 1M", "Tier"), rows, (1, 2, 3))


def _model(page: Page, model: str) -> tuple[str, ...]:
    snapshot = page.evaluation.snapshot
    name = record_link(page.root, "api_model", model, str(snapshot.attribute("api_model", model, "name")))
    fields = ("input_usd_per_mtok", "output_usd_per_mtok")
    charged = [fact_cell(page, "api_model", model, field) or missing("none") for field in fields]
    known = _bill(page, model) < float("inf") or needed_region(page)
    month = number(page, "api_usd_per_month", {"api_model": model}) if known else ""
    return (name, month, *charged, escape(TIERS[str(snapshot.attribute("api_model", model, "tier"))]))


def provider_events(page: Page, args: Args) -> str:
    """What happened to the models of a provider and what is to come, the latest first."""
    found = sorted((event for one in of(page, args["biller"]) for event in events(page, one)), reverse=True)
    return _list([f"{_time(day)} {escape(said)}.{mark}{_more(note)}" for day, said, mark, note in found])


def coming(page: Page, args: Args) -> str:
    """All that is announced by anybody for after the day, soonest first.  `models`: whose rows to look through."""
    models = args.get("models", page.evaluation.snapshot.ids("api_model"))
    found = sorted((*event, one) for one in models for event in events(page, one) if event[2] == ANNOUNCED)
    items = [
        f"{_time(day)} {record_link(page.root, 'api_model', model, said)}{_more(note)}"
        for day, said, _, note, model in found
    ]
    return _list(items) or "<p>Nothing that we know of.</p>"


Event = tuple[str, str, str, str]  # ISO day, sentence, mark beside it, note
ANNOUNCED, LATER = badge("announced", "warn"), badge("later")


def events(page: Page, model: str) -> Iterator[Event]:
    """What happened to a model, and what is announced: states, and changes of its price."""
    snapshot = page.evaluation.snapshot
    name = str(snapshot.attribute("api_model", model, "name"))
    for fact in snapshot.all_facts("api_model", model, "status"):
        mark = _mark(page, fact.date, fact.announced)
        words = COMING if mark == ANNOUNCED else HAPPENED
        yield first(fact.date), f"{name} {words.get(fact.value, fact.value)}", mark, fact.note
    rows = [one.row for one in snapshot.all_prices(model)]
    for before, after in pairwise(rows):
        if rates(before) != rates(after):
            mark = _mark(page, after.since, after.announced)
            way = "is to become" if mark == ANNOUNCED else "became"
            yield first(after.since), f"{name}: {_said(before)} {way} {_said(after)}", mark, after.note


def _mark(page: Page, since: str, announced: bool) -> str:
    """Whether something lies after the day: announced where it lies after the edition's too, else later."""
    snapshot = page.evaluation.snapshot
    if not is_later(snapshot, since):
        return ""
    return ANNOUNCED if announced or first(since) > snapshot.edition else LATER


def _said(row: PriceRow) -> str:
    return " / ".join(text.words(float(rate), "usd_per_mtok") for rate in rates(row))


def _time(day: str) -> str:
    return f'<time datetime="{day}">{text.day(day)}</time>'


def _more(note: str) -> str:
    return f" {missing(note)}" if note else ""


def _list(items: list[str]) -> str:
    return f'<ul class="events">{"".join(f"<li>{one}</li>" for one in items)}</ul>' if items else ""


TABLES: dict[str, Callable[[Page, Args], str]] = {
    "provider_models": provider_models,
    "provider_retired": provider_retired,
    "provider_events": provider_events,
    "coming": coming,
}
