"""How fresh the data are: a page of what was checked when, and a note above tables for the reader's own day."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from build_hooks.site import Site
from calc import text
from calc.facts.catalog import Snapshot
from calc.facts.fact import Fact
from calc.facts.freshness import KIND_WORDS, LIMIT_DAYS, Kind, kind_of, turns
from calc.facts.records_api import RATES
from calc.parts import kinds
from calc.parts.explain import split_key
from calc.parts.markup import Page, Row, attributes, fact_link, table

MOST = 12  # of the figures that wait longest
TABLES_WITH_LIMITS = ("api_model", "tariff", "hardware", "host", "rental")


def note(page: Page) -> str:
    """An empty note for the place above a table; the page's script fills it where a check is due."""
    link = f'<a href="{escape(page.root)}reference/freshness/">What this means</a>'
    return f'<p class="note note--warn fresh-note" data-fresh-note hidden><span></span>{link}</p>'


def figures(snapshot: Snapshot) -> Iterator[tuple[Kind, Fact]]:
    """Every figure in force that has a kind, of the tables that readers see."""
    for name in TABLES_WITH_LIMITS:
        for record in snapshot.ids(name):
            fields = [*snapshot.tables[name][record].get("values", {}), *(RATES if name == "api_model" else ())]
            for one in fields:
                fact = snapshot.fact(name, record, one)
                if fact is not None:
                    yield kind_of(name, one), fact


def by_kind(site: Site, page: Page) -> str:
    """A row for each kind: how long a figure may go unchecked, how many there are, and what is due when."""
    found: dict[Kind, list[Fact]] = {kind: [] for kind in LIMIT_DAYS}
    for kind, fact in figures(page.evaluation.snapshot):
        found[kind].append(fact)
    rows = [_kind_row(kind, facts) for kind, facts in found.items() if facts]
    columns = (
        "Kind",
        "Figures",
        "May go unchecked",
        "Oldest check",
        "Due soon from",
        "Overdue from",
        "On your day",
    )
    return table("Figures by kind", columns, rows, (1,))


def _kind_row(kind: Kind, facts: list[Fact]) -> Row:
    oldest = min(fact.checked for fact in facts)
    limit, days = LIMIT_DAYS[kind], turns(kind, oldest)
    may = f"{limit} days" if limit is not None else "no limit"
    amber, red = (_day(day) for day in days) if days else ("never", "never")
    state = f"<span{attributes(data_fresh='/'.join(days))}>in time</span>" if days else "in time"
    words = KIND_WORDS[kind]
    return Row((escape(words[0].upper() + words[1:]), f"{len(facts):,}", may, _day(oldest), amber, red, state))


def longest(site: Site, page: Page) -> str:
    """The records whose figures turn overdue first, with how many of their figures do."""
    waiting: dict[tuple[str, str, str], list[Fact]] = {}
    for kind, fact in figures(page.evaluation.snapshot):
        name, record, _ = split_key(fact.key)
        if days := turns(kind, fact.checked):
            waiting.setdefault((days[1], name, record), []).append(fact)
    rows = [_waiting(page, key, waiting[key]) for key in sorted(waiting)[:MOST]]
    return table(
        "The figures that nobody has looked at for longest",
        ("What", "Figures", "Checked", "How", "Overdue from"),
        rows,
        (1,),
    )


def _waiting(page: Page, key: tuple[str, str, str], facts: list[Fact]) -> Row:
    red, name, record = key
    label = escape(str(page.evaluation.snapshot.attribute(name, record, "name") or record))
    how = ", ".join(sorted({fact.how for fact in facts}))
    args: dict[str, Any] = {"fact": facts[0].key}
    first = fact_link(args, kinds.render(page, "fact", args))
    more = f" and {len(facts) - 1} more" if len(facts) > 1 else ""
    return Row(
        (f"{label}<br><code>{escape(record)}</code>", first + more, _day(facts[0].checked), escape(how), _day(red))
    )


def _day(day: str) -> str:
    return f'<time datetime="{day}">{text.day(day)}</time>'


def how_checked(site: Site, page: Page) -> str:
    """How the figures were checked: how many were read, cross-checked, imported or measured."""
    counts: dict[str, int] = {}
    for _, fact in figures(page.evaluation.snapshot):
        counts[fact.how] = counts.get(fact.how, 0) + 1
    rows = [Row((escape(how), f"{count:,}")) for how, count in sorted(counts.items(), key=lambda one: -one[1])]
    return table("How the figures were checked", ("How", "Figures"), rows, (1,))


TABLES: dict[str, Any] = {"freshness": by_kind, "unchecked_longest": longest, "how_checked": how_checked}
