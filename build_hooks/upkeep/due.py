"""What somebody should look at by a day: old checks, announcements, calendars, claims.  A report, never a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from build_hooks.fresh import figures
from build_hooks.site import Site
from build_hooks.upkeep.markdown import bullets, code, table
from calc.facts.fact import Fact
from calc.facts.freshness import KIND_WORDS, Kind, State, due, freshness
from calc.facts.moments import begins
from calc.facts.records_api import RATES
from calc.parts.explain import split_key
from calc.text import first_day

# An announced change is looked at again from a week before; calendars and prices that end are seen to in good time.
ANNOUNCED_DAYS = 7
SOON_DAYS = 45


@dataclass(frozen=True, order=True)
class Old:
    """The figures of one record and kind that were checked on one day: until when that is good, and how it stands."""

    due: str
    record: str
    kind: Kind
    state: State
    checked: str
    fields: tuple[str, ...]
    place: str


def old_checks(site: Site, on: str) -> list[Old]:
    """Every group of figures with a limit, the one due first at the top; the rates of a model are one group."""
    found: dict[tuple[str, str, Kind, str], list[Fact]] = {}
    for kind, fact in figures(site.evaluation.snapshot):
        name, record, field = split_key(fact.key)
        row = fact.date if field in RATES else str(fact.line)  # the rates of a row stand on lines of their own
        found.setdefault((f"{name}.{record}", fact.checked, kind, row), []).append(fact)
    return sorted(
        Old(day, record, kind, freshness(kind, checked, on), checked, tuple(map(_field, facts)), _place(facts))
        for (record, checked, kind, _), facts in found.items()
        if (day := due(kind, checked)) is not None
    )


def _field(fact: Fact) -> str:
    return split_key(fact.key)[2]


def _place(facts: list[Fact]) -> str:
    return f"{facts[0].file}:{min(fact.line for fact in facts)}"


def announcements(site: Site, on: str) -> Iterator[str]:
    """Announced rows whose day is near, or has passed without anybody looking."""
    for model, record in site.catalog.at(site.catalog.edition).tables["api_model"].items():
        for row in record.get("prices", ()):
            if not row.get("announced") or row.get("cancelled"):
                continue
            day = first_day(begins(row["since"])[:10])
            left = (day - first_day(on)).days
            where = f"{code(model)} at {code(f'{record["file"]}:{row["line"]}')}, announced for {row['since']}"
            if left < 0 or (left == 0 and row["checked"] < on):
                yield f"{where}: its day has come; did the price? Then take out `announced` and renew `checked`"
            elif left <= ANNOUNCED_DAYS:
                yield f"{where}: in {left} days; look whether it still stands"


def ends(site: Site, on: str) -> Iterator[str]:
    """Ends of models that were announced for a day that is near or has passed; prices that end with nothing after."""
    for model, record in site.catalog.at(site.catalog.edition).tables["api_model"].items():
        for row in record.get("values", {}).get("status", ()):
            left = (first_day(row["since"]) - first_day(on)).days
            if row.get("announced") and left <= ANNOUNCED_DAYS:
                where = (
                    f"{code(model)} at {code(f'{record["file"]}:{row["line"]}')}, {row['value']} from {row['since']}"
                )
                yield f"{where}: announced; look whether it came, and take out `announced`, or whether it still stands"
        prices = [row for row in record.get("prices", ()) if not row.get("cancelled")]
        until = prices[-1].get("until") if prices else None
        if (
            until
            and not _is_over(site, model, on)
            and (first_day(begins(until)[:10]) - first_day(on)).days <= SOON_DAYS
        ):
            where = f"{code(model)} at {code(f'{record["file"]}:{prices[-1]["line"]}')}"
            yield f"{where}: its price ends at {until} and nothing follows; from there on it is unknown"


def _is_over(site: Site, model: str, on: str) -> bool:
    status = site.catalog.at(on).fact("api_model", model, "status")
    return status is not None and status.value == "retired"


def calendars(site: Site, on: str) -> Iterator[str]:
    """Holiday calendars that end soon."""
    last = first_day(on) + timedelta(days=SOON_DAYS)
    for name, record in site.catalog.at(site.catalog.edition).tables.get("calendar", {}).items():
        end = record["fields"]["covers_through"]
        if first_day(end) < last:
            yield f"{code(name)} covers days up to {end}: add the next year's"


def claims(site: Site, on: str) -> Iterator[str]:
    """Claims whose day of review has come, and disputes that are over."""
    for name, claim in site.claims.items():
        if claim["review_by"] <= on:
            yield f"claim {code(name)} was to be reviewed by {claim['review_by']}"
    for dispute in site.disputes:
        if dispute["expires"] < on:
            named = f"{code(dispute['model'])} {code(dispute['key'])} with {code(dispute['dataset'])}"
            yield f"dispute of {named} was good until {dispute['expires']}"


def markdown(site: Site, on: str) -> str:
    """The report for a day."""
    old = old_checks(site, on)
    others = {
        "Announced prices": list(announcements(site, on)),
        "Ends": list(ends(site, on)),
        "Calendars that end": list(calendars(site, on)),
        "Claims and disputes": list(claims(site, on)),
    }
    parts = [f"## What is due on {on}", _counts(old)]
    parts += [_listed(old, "red", "Overdue"), _listed(old, "amber", "Due soon")]
    parts += [f"### {title}\n\n{bullets(lines)}" for title, lines in others.items() if lines]
    if not any(others.values()) and all(one.state == "fresh" for one in old):
        parts.append("Nothing is due.")
    return "\n\n".join(part for part in parts if part) + "\n"


def _counts(old: list[Old]) -> str:
    counts = Counter((one.kind, one.state) for one in old)
    kinds = dict.fromkeys(one.kind for one in old)
    states: tuple[State, ...] = ("fresh", "amber", "red")
    rows = [(KIND_WORDS[kind], *(str(counts[kind, state]) for state in states)) for kind in kinds]
    return table(("kind", "in time", "due soon", "overdue"), rows, (1, 2, 3))


def _listed(old: list[Old], state: State, title: str) -> str:
    rows = [
        (one.due, code(one.record), KIND_WORDS[one.kind], one.checked, code(one.place)) for one in old
        if one.state == state
    ]  # fmt: skip
    made = table(("good until", "what", "kind", "last checked", "where"), rows)
    return f"### {title} ({len(rows)})\n\n{made}" if rows else ""
