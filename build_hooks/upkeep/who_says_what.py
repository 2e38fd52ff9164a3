"""The page "Who says what": our rates beside those of other price lists, from the comparison kept in prices/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from build_hooks.site import Site
from build_hooks.upkeep.crosscheck import Compared, Result, State, compared, settle
from build_hooks.upkeep.crosscheck_report import STATES
from build_hooks.upkeep.lists.shared import KINDS
from calc import text
from calc.parts.dated import missing
from calc.parts.markup import Page, Row, table

HEADINGS: dict[State, str] = {
    "agree": "Agree", "differ": "Differ", "missing": "Not in theirs", "unchecked": "Not compared",
}  # fmt: skip
NOTHING = '<span class="missing">not given</span>'


def who_says_what(site: Site, page: Page) -> str:
    """How many rates agree, every difference with its reason, and every rate of every model."""
    result = site.crosscheck
    if result is None:
        return "<p>Nothing has been compared yet.</p>"
    found = compared(result)
    parts = (_counts(result, found), _differences(site, result, found), _others(result), _models(site, result, found))
    return "".join(parts)


def _counts(result: Result, found: Sequence[Compared]) -> str:
    counts = Counter((one.dataset, one.state) for one in found)
    rows = [
        Row((f"{escape(name)} {escape(version)}", *(str(counts[name, state]) for state in STATES)))
        for name, version in result["versions"].items()
    ]
    caption = f"Rates of {text.day(result['day'])} beside other price lists"
    return table(caption, ("Price list", *HEADINGS.values()), rows, (1, 2, 3, 4))


def _differences(site: Site, result: Result, found: Sequence[Compared]) -> str:
    """A paragraph for each reason, with every difference that it explains: reasons are too long for a table."""
    settled = settle(found, site.disputes, result["day"])
    by_reason: dict[tuple[str, ...], list[tuple[Compared, Mapping[str, Any]]]] = {}
    for one, row in (*settled.explained, *settled.expired):
        by_reason.setdefault((one.model, one.dataset, row["reason"], row["evidence"]), []).append((one, row))
    made = "".join(_difference(site, ones) for ones in by_reason.values())
    return f'<h2 id="differences">Where they differ, and why ours stands for now</h2>{made}'


def _difference(site: Site, found: Sequence[tuple[Compared, Mapping[str, Any]]]) -> str:
    first, row = found[0]
    rates = "; ".join(
        f"{_key(one.key)}: {_rate(one.ours, one.key)}, theirs {_rate(one.theirs, one.key)}" for one, _ in found
    )
    why = f"{escape(row['reason'])} {escape(row['evidence'])}"
    until = f'<time datetime="{escape(row["expires"])}">{text.day(row["expires"])}</time>'
    return (
        f'<article class="correction"><h3>{_name(site, first.model)} in {escape(first.dataset)}</h3><p>{rates}.</p>'
        f'<p>{why}</p><p class="correction__when">Looked at again by {until}.</p></article>'
    )


def _others(result: Result) -> str:
    """What is in the lists and not compared, with the reason for each kind."""
    rows = [Row((f"{escape(kind)}<br>{missing(why)}", *_counted(result, kind))) for kind, why in KINDS.items()]
    rows = [row for row in rows if any(row.cells[1:])]
    columns = ("Kind of price, and why not", *result["others"])
    made = table("In their lists, for so many of our models", columns, rows, tuple(range(1, len(columns))))
    return f'<h2 id="not-compared">What is not compared</h2>{made}'


def _counted(result: Result, kind: str) -> list[str]:
    return [str(kinds[kind]) if kind in kinds else "" for kinds in result["others"].values()]


def _models(site: Site, result: Result, found: Sequence[Compared]) -> str:
    states: dict[str, Counter[State]] = {}
    for one in found:
        states.setdefault(one.model, Counter())[one.state] += 1
    items = "".join(
        f"<details><summary>{_name(site, model)}: {_said(states[model])}</summary>"
        f"{_model(site, result, model)}</details>"
        for model in result["models"]
    )
    return f'<h2 id="models">Rate by rate</h2>{items}'


def _said(counts: Counter[State]) -> str:
    return ", ".join(f"{counts[state]} {HEADINGS[state].lower()}" for state in STATES if counts[state])


def _model(site: Site, result: Result, model: str) -> str:
    lists = list(result["versions"])
    rows = [
        Row((_key(key), _rate(said.get("ours"), key), *(_rate(said.get(name), key) for name in lists)))
        for key, said in result["models"][model].items()
    ]
    return table(
        f"Rates of {site.evaluation.snapshot.label('api_model', model)}",
        ("Rate", "Ours", *lists),
        rows,
        tuple(range(1, len(lists) + 2)),
    )


def _name(site: Site, model: str) -> str:
    name = site.evaluation.snapshot.attribute("api_model", model, "name")
    return f"{escape(str(name or model))} <code>{escape(model)}</code>"


def _key(key: str) -> str:
    """A rate in words: `> 272000.batch.input_usd_per_mtok` -> input, above 272,000 tokens, batch."""
    *names, rate = key.split(".")
    said = [f"above {text.words(float(one[2:]), 'prompt_tok')}" if one.startswith(">") else one for one in names]
    words = rate.replace("_usd_per_1000_calls", ", a thousand calls").replace("1h", "for an hour")
    words = words.removesuffix("_usd_per_mtok").removesuffix("_frac").replace("_", " ")
    return escape(", ".join([words, *said]))


def _rate(said: str | None, key: str = "") -> str:
    if said is None:
        return NOTHING
    if not said.replace(".", "", 1).isdigit():
        return escape(said)
    if key.startswith("regions."):
        return f"{escape(said)}×"
    return escape(text.words(float(said), "fee_frac" if key.endswith("_frac") else "usd_per_mtok"))
