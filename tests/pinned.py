"""The guide's data as they stood on one day, for tests that name figures.

A price that changes is an appended row, so the past can be had from the present: rows that begin later are left out,
and a later look at an older row counts as one of that day.  Without this each new price would turn such tests red,
which are about the code and not about the price.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from build_hooks.site import ROOT
from calc.facts.moments import begins

DAY = "2026-11-23"
ROW = re.compile(r"(?P<indent> +)- (?P<first>.*)")
SINCE = re.compile(r"\bsince: \"?(\d{4}(?:-[Q\d]\d(?:-\d\d)?)?)")
CITED = re.compile(r"\bsource: ([a-z0-9.-]+)")
LOOKED_AT = re.compile(r"\b((?:checked|read|when|edition): )(\d{4}-\d\d-\d\d)\b")


def copy_prices(target: Path) -> None:
    """prices/ as it stood on the day, in a new folder."""
    shutil.copytree(ROOT / "prices", target)
    for record in (target / "editions").glob("*.yml"):
        if record.stem >= DAY:
            record.unlink()
    cited = set()
    for path in target.rglob("*.yml"):
        if path.name != "sources.yml":
            cited |= set(CITED.findall(_pin(path, _kept)))
    _pin(target / "sources.yml", lambda text: _known(text, cited))


def _pin(path: Path, kept: Callable[[str], Iterator[str]]) -> str:
    text = path.read_bytes().decode("utf-8")
    pinned = LOOKED_AT.sub(lambda found: found[1] + min(found[2], DAY), "".join(kept(text)))
    if pinned != text:
        path.write_bytes(pinned.encode("utf-8"))
    return pinned


def _known(text: str, cited: set[str]) -> Iterator[str]:
    """The sources that had been read, or that rows which are kept name."""
    for source in re.split(r"(?m)^(?=[a-z0-9])", text):
        read = LOOKED_AT.search(source)
        if not read or read[2] <= DAY or source.partition(":")[0] in cited:
            yield source


def _kept(text: str) -> Iterator[str]:
    for row in _rows(text.splitlines(keepends=True)):
        since = SINCE.search("".join(row)) if ROW.match(row[0]) else None
        is_later = since is not None and begins(since[1])[:10] > DAY and "announced: true" not in "".join(row)
        yield from () if is_later else row


def _rows(lines: list[str]) -> Iterator[list[str]]:
    """Lines in groups: each list item with the deeper lines that belong to it, every other line alone."""
    at = 0
    while at < len(lines):
        begins, end = ROW.match(lines[at]), at + 1
        while begins and end < len(lines) and lines[end].startswith(f"{begins['indent']}  "):
            end += 1
        yield lines[at:end]
        at = end
