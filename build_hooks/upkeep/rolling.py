"""The weekly report as the body of one issue that is written anew each time: what is due, and what changed since."""

from __future__ import annotations

import json
from pathlib import Path

from build_hooks.site import Site
from build_hooks.upkeep import crosscheck, due
from build_hooks.upkeep.crosscheck_report import markdown as crosscheck_markdown
from build_hooks.upkeep.lists.shared import Dataset

# Between these two stands what is compared with the last time; above it the day and the link differ anyway.
MARK = "<!-- the report -->"
HEAD = "This issue is written anew every week; it stays open."


def report(site: Site, datasets: list[Dataset] | str, on: str) -> str:
    """What is due on a day and what other lists say; where these cannot be had, why."""
    if isinstance(datasets, str):
        said = f"## Who says what\n\nThe other price lists could not be read: {datasets}\n"
    else:
        result = crosscheck.compare(site.catalog, datasets)
        found = crosscheck.compared(result)
        settled = crosscheck.settle(found, site.disputes, on)
        said = crosscheck_markdown(site, result, found, settled, whole=False)
    return f"{due.markdown(site, on)}\n{said}"


def body(made: str, before: str, on: str, run: str) -> str:
    """The body of the issue: when it was looked at, whether anything changed since the last time, and the report."""
    old = before.partition(MARK)[2].strip()
    if not old:
        since = "This is the first look."
    elif without_day(old) == without_day(made):
        since = "Nothing has changed since the last look."
    else:
        since = "Something has changed since the last look."
    where = f" ([run]({run}))" if run else ""
    return f"{HEAD}\nLooked at on {on}{where}. {since}\n\n{MARK}\n\n{made}"


def without_day(made: str) -> str:
    """A report without the day that it was made on, which differs every time, and without distances in days."""
    lines = [line.partition(": in ")[0] for line in made.strip().splitlines() if not line.startswith("## What is due")]
    return "\n".join(line.rstrip() for line in lines)


def last_body(path: Path | None) -> str:
    """The body of the issue as `gh issue list --json body` wrote it; empty where there is none."""
    if path is None or not path.is_file():
        return ""
    found = json.loads(path.read_text(encoding="utf-8") or "[]")
    return str(found[0].get("body", "")).replace("\r\n", "\n") if found else ""
