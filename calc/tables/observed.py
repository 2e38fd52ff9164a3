"""Tables of everything that was ever read of a record: street prices of hardware, tariffs of a region, power."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from calc.facts.fact import Fact
from calc.parts.dated import badge, fact_cell, held, is_later, missing, said_by
from calc.parts.explain import fact_words, split_key
from calc.parts.markup import Args, Page, Row, table
from calc.text import day


def observations(page: Page, kind: str, record: str, fields: Mapping[str, str]) -> list[tuple[str, Fact]]:
    """What was read of some fields of a record, on whatever day: label and fact, the newest of each field first."""
    snapshot = page.evaluation.snapshot
    return [
        (label, fact) for field, label in fields.items() for fact in reversed(snapshot.all_facts(kind, record, field))
    ]


def observed(page: Page, args: Args) -> str:
    """Every figure of some fields of a record with its day and its source; later ones than the day are marked."""
    rows = [_row(page, label, fact) for label, fact in observations(page, args["of"], args["record"], args["fields"])]
    return table(args["caption"], ("", args.get("figure", "Figure"), "Where we have it from"), rows, (1,))


def _row(page: Page, label: str, fact: Fact) -> Row:
    snapshot = page.evaluation.snapshot
    later = is_later(snapshot, fact.date)
    now = snapshot.fact(*split_key(fact.key))
    mark = badge("later") if later else ""
    if now is not None and (now.date, now.line) == (fact.date, fact.line) and snapshot.day != snapshot.edition:
        mark = badge(held(snapshot))
    read = said_by(page, fact.source, fact.how, fact.checked, fact.note)
    shown = escape(_words(fact))
    return Row((f"{escape(label)}, {day(fact.date)}{mark}", shown, read), emphasis="later" if later else "")


def _words(fact: Fact) -> str:
    """A figure or a range; street prices are round sums, so no cents."""
    shown = fact_words(fact, "range")
    return shown.replace(".00", "") if fact.key.endswith("_usd") else shown


POWER = (
    ("Rated by its maker", "rated_power_w"),
    ("Measured while it writes", "card_load_power_w"),
    ("At rest", "card_idle_power_w"),
)


def power(page: Page, _args: Args) -> str:
    """What one piece of hardware draws."""
    hardware = page.evaluation.get("hardware")
    found = ((label, fact_cell(page, "hardware", hardware, field)) for label, field in POWER)
    rows = [Row((label, shown or missing("not found"))) for label, shown in found]
    return table("Power", ("", "Of one"), rows, (1,))


TABLES: dict[str, Callable[[Page, Args], str]] = {"observed": observed, "power": power}
