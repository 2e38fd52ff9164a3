"""Which pages say something else after a change: each is rendered from both states of the data and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from build_hooks.generated import every
from build_hooks.page_checks import edition_of
from build_hooks.render import RenderError, render, render_generated
from build_hooks.site import Site
from build_hooks.slots import Rendered
from calc import text

_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r'<a class="num[^>]*data-args="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_SLOT = re.compile(r'<div data-slot="\d+"></div>')
# A blank in a sentence, as a reader sees it: the chosen option, or what stands in the field.
_CHOICE = re.compile(r"<select\b[^>]*>.*?<option [^>]*\bselected\b[^>]*>(.*?)</option>.*?</select>", re.DOTALL)
_FIELD = re.compile(r'<input\b[^>]*\bvalue="([^"]*)"[^>]*>')
_BUTTON = re.compile(r"<button\b.*?</button>", re.DOTALL)


@dataclass(frozen=True)
class Touched:
    """A page that reads differently: how many of its numbers, and its sentences before and after.

    `only_day`: nothing on it but the edition's day, which moves with each price and stands on nearly every page.
    """

    page: str
    numbers: int
    sentences: tuple[tuple[str, str], ...]
    problem: str = ""
    only_day: bool = False


def pages(root: Path, old: Site, new: Site) -> list[Touched]:
    """The pages that differ: those under `root`/docs, never those of foreign data, and those that the build makes."""
    made = [found for page in sorted((root / "docs").rglob("*.md")) if (found := _written(root, page, old, new))]
    return [*made, *_generated(old, new)]


def _written(root: Path, page: Path, old: Site, new: Site) -> Touched | None:
    source, name = page.read_text(encoding="utf-8"), page.relative_to(root).as_posix()
    texts: list[str] = []
    for site in (old, new):
        try:
            texts.append(_whole(render(site, source, name, day=edition_of(source))))
        except RenderError as error:
            return Touched(name, 0, (), f"cannot be rendered {'before' if site is old else 'now'}: {error}")
    return _compare(name, texts[0], texts[1], _days(old, new))


def _generated(old: Site, new: Site) -> Iterator[Touched]:
    """The pages of single records; of those that come or go only that they do."""
    sides = [{page.address: (site, page) for page in every.pages(site)} for site in (old, new)]
    for address in dict.fromkeys([*sides[0], *sides[1]]):
        if any(address not in side for side in sides):
            yield Touched(address, 0, (), "is new" if address in sides[1] else "goes away")
            continue
        try:
            texts = [_whole(render_generated(*side[address])) for side in sides]
        except RenderError as error:
            yield Touched(address, 0, (), f"cannot be rendered: {error}")
            continue
        found = _compare(address, texts[0], texts[1], _days(old, new))
        if found is not None:
            yield found


def _whole(made: Rendered) -> str:
    return made.fill(made.markdown)


def _days(old: Site, new: Site) -> re.Pattern[str] | None:
    """The days of both editions, as pages write them; None where they are the same."""
    days = {site.catalog.edition for site in (old, new)}
    said = [re.escape(words) for day in sorted(days) for words in (day, text.day(day))]
    return re.compile("|".join(said)) if len(days) > 1 else None


def _compare(name: str, old: str, new: str, days: re.Pattern[str] | None) -> Touched | None:
    if old == new:
        return None
    if days is not None:
        old, new = (days.sub("that day", said) for said in (old, new))
    return Touched(name, _numbers(old, new), tuple(_sentences(old, new)), only_day=old == new)


def _numbers(old: str, new: str) -> int:
    """How many bound numbers show another text."""
    before, after = _NUMBER.findall(old), _NUMBER.findall(new)
    return sum(one not in before for one in after) if len(before) != len(after) else _differ(before, after)


def _differ(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> int:
    return sum(old != new for old, new in zip(before, after, strict=True))


def _sentences(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The lines of prose that differ; there is one sentence a line."""
    before, after = (_SLOT.sub("", text).split("\n") for text in (old, new))
    if len(before) != len(after):
        return
    for was, now in zip(before, after, strict=True):
        if was != now and not was.lstrip().startswith(("<", "|")):
            was_text, now_text = _words(was), _words(now)
            if was_text != now_text:
                yield was_text, now_text


def _words(line: str) -> str:
    """A line as it is read: blanks filled in, no tags."""
    for pattern in (_CHOICE, _FIELD):
        line = pattern.sub(lambda match: match[1], line)
    return unescape(_TAG.sub("", _BUTTON.sub("", line))).strip()
