"""Facts on the day that is looked at, and rows of the data beside it: what held then, and what came later."""

from __future__ import annotations

from html import escape
from typing import Any

from calc import text
from calc.facts import history
from calc.facts.catalog import Snapshot
from calc.parts.explain import fact_words, split_key
from calc.parts.markup import Args, Page, fact_href, fact_link, fact_tip, fresh

FIRST = {"first-observed": "first seen ", "inferred": "inferred, "}


def is_later(snapshot: Snapshot, since: str) -> bool:
    """Whether something began only after the day."""
    return not history.begun(snapshot, since)


def badge(words: str, kind: str = "") -> str:
    """A word or two beside a date."""
    return f' <span class="badge{f" badge--{kind}" if kind else ""}">{escape(words)}</span>'


def held(snapshot: Snapshot) -> str:
    """The words for the row that counts: in force, or held on another day than the edition's."""
    return "in force" if snapshot.day == snapshot.edition else f"held on {text.day(snapshot.day)}"


def source_link(page: Page, source_id: str) -> str:
    """Who published, with a link to where it was read."""
    source = page.sources[source_id]
    url = source["url"]
    href = url if url.startswith("http") else page.root + url
    return f'<a href="{escape(href)}" rel="noreferrer">{escape(source["publisher"])}</a>'


def said_by(page: Page, source_id: str, how: str, checked: str, note: str = "") -> str:
    """Where a figure was read, how that was checked, and what there is to say of it."""
    more = f"<br>{missing(note)}" if note else ""
    return f"{source_link(page, source_id)}, {escape(how)} {text.day(checked)}{more}"


def missing(words: str) -> str:
    """Words that stand aside: for what is not known, or a remark."""
    return f'<span class="missing">{escape(words)}</span>'


def fact_part(page: Page, args: Args) -> dict[str, Any]:
    """A fact as it held on the page's day: words, link to its line or source, date and how it was checked."""
    fact = page.evaluation.snapshot.fact(*split_key(args["fact"]))
    if fact is None:
        return {"html": text.UNKNOWN, "tip": f"Not known on {text.day(page.evaluation.snapshot.day)}", "unknown": True}
    shown = text.day(fact.date) if args.get("part") == "date" else fact_words(fact, args.get("part", "value"))
    about = {"tip": fact_tip(page, fact), "href": fact_href(page, fact), "fresh": fresh(fact)}
    return {"html": escape(shown), "unknown": False, **about}


def fact_cell(page: Page, kind: str, record: str, field: str) -> str:
    """A fact as the cell of a table: its value, or its range; nothing where it is not known."""
    fact = page.evaluation.snapshot.fact(kind, record, field)
    if fact is None:
        return ""
    args = {"fact": fact.key, "part": "range"} if fact.low and fact.high else {"fact": fact.key}
    return fact_link(args, fact_part(page, args))
