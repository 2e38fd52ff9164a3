"""The cross-check in words: for a shell and for the rolling issue."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from build_hooks.site import Site
from build_hooks.upkeep.crosscheck import Compared, Result, Settled, State, before_and_now
from build_hooks.upkeep.lists.shared import KINDS
from build_hooks.upkeep.markdown import code, table

LAG_DAYS = 60  # pins are renewed monthly; a list that has not followed after two is looked at again
STATES: tuple[State, ...] = ("agree", "differ", "missing", "unchecked")
SAID: dict[State, str] = {
    "agree": "the same figure",
    "differ": "another figure",
    "missing": "we give it, they do not",
    "unchecked": "they give it and we do not, or it holds nothing to compare on this day",
}


def markdown(site: Site, result: Result, found: Sequence[Compared], settled: Settled, whole: bool) -> str:
    """The report: counts, differences, disputes that need a look, and with `whole` every single comparison."""
    parts = [_summary(result, found), _differences(site, result, settled), _disputes(settled), _others(result)]
    if whole:
        parts += [_listed(found, state) for state in STATES]
    return "\n\n".join(part for part in parts if part) + "\n"


def _summary(result: Result, found: Sequence[Compared]) -> str:
    counts = Counter((one.dataset, one.state) for one in found)
    rows = [
        (f"{code(name)} {version}", *(str(counts[name, state]) for state in STATES))
        for name, version in result["versions"].items()
    ]
    columns = ("price list", *STATES)
    meaning = "; ".join(f"{state}: {SAID[state]}" for state in STATES)
    head = f"## Who says what\n\nOur rates of {result['day']} beside those of {len(rows)} price lists, at noon UTC."
    return f"{head}\n\n{table(columns, rows, (1, 2, 3, 4))}\n\n{meaning}."


def _differences(site: Site, result: Result, settled: Settled) -> str:
    if not settled.unexplained:
        return ""
    drafts = "\n".join(draft(one, result["versions"][one.dataset], reason_of(site, one)) for one in settled.unexplained)
    cells = [_cells(one) for one in settled.unexplained]
    shown = table(("model", "rate", "price list", "ours", "theirs"), cells, (3, 4))
    hint = "Mend our figure, or give each a row of prices/disputes.yml with its reason, evidence and expiry:"
    return f"### Not explained\n\n{shown}\n\n{hint}\n\n```yaml\n{drafts}\n```"


def draft(one: Compared, version: str, why: Mapping[str, str]) -> str:
    """The row of prices/disputes.yml that a difference needs; what is not known of it is left to be filled in."""
    said = {"model": one.model, "key": one.key, "ours": one.ours, "theirs": one.theirs, "dataset": one.dataset}
    lines = [f"  {key}: {json.dumps(text, ensure_ascii=False)}" for key, text in {**said, "version": version}.items()]
    lines[0] = "- " + lines[0].lstrip()
    for key in ("seen", "reason", "evidence", "expires"):
        text = why.get(key, "...")
        lines.append(f"  {key}: {json.dumps(text, ensure_ascii=False) if ' ' in text else text}")
    return "\n".join(" ".join(line.split("`")) for line in lines)


def reason_of(site: Site, one: Compared) -> Mapping[str, str]:
    """Why they differ, where our own rows tell: theirs is what we had before our row began.  Else nothing.

    Lists are released less often than prices change, so this is what a new price looks like for some weeks.
    """
    edition = site.catalog.edition
    row = before_and_now(site.catalog, one)
    if row is None:
        return {}
    source = site.catalog.sources[row.source]
    return {
        "seen": edition,
        "reason": f"They have our rate from before {row.since}.",
        "evidence": f"{source['title']} ({source['url']}), {row.how} on {row.checked}.",
        "expires": (date.fromisoformat(edition) + timedelta(days=LAG_DAYS)).isoformat(),
    }


def _disputes(settled: Settled) -> str:
    parts = []
    if settled.explained:
        rows = [(*_cells(one), code(row["expires"]), code(row["reason"])) for one, row in settled.explained]
        columns = ("model", "rate", "price list", "ours", "theirs", "until", "reason")
        parts.append(f"### Explained in prices/disputes.yml\n\n{table(columns, rows, (3, 4))}")
    if settled.expired:
        old = [(*_cells(one), code(row["expires"])) for one, row in settled.expired]
        shown = table(("model", "rate", "price list", "ours", "theirs", "expired"), old, (3, 4))
        parts.append(f"### Expired: look again, then renew or mend\n\n{shown}")
    if settled.idle:
        cells = [(code(row["model"]), code(row["key"]), code(row["dataset"])) for row in settled.idle]
        parts.append(f"### No longer needed: take these rows out\n\n{table(('model', 'rate', 'price list'), cells)}")
    return "\n\n".join(parts)


def _others(result: Result) -> str:
    counted = [(name, kind, count) for name, kinds in result["others"].items() for kind, count in kinds.items()]
    if not counted:
        return ""
    rows = [(code(name), kind, str(count), KINDS[kind]) for name, kind, count in counted]
    return f"### In their lists and not compared\n\n{table(('price list', 'kind', 'models', 'why'), rows, (2,))}"


def _cells(one: Compared) -> tuple[str, str, str, str, str]:
    return code(one.model), code(one.key), code(one.dataset), code(one.ours), code(one.theirs)


def _listed(found: Sequence[Compared], state: State) -> str:
    lines = [
        f"{one.model} {one.key} {one.dataset}: ours {one.ours or 'not given'}, theirs {one.theirs or 'not given'}"
        for one in found
        if one.state == state
    ]
    text = "\n".join(line.replace("`", "'") for line in lines)
    return f"### All that {SAID_OF[state]} ({len(lines)})\n\n```text\n{text}\n```"


SAID_OF: dict[State, str] = {
    "agree": "agree", "differ": "differ", "missing": "are missing there", "unchecked": "are not checked",
}  # fmt: skip
