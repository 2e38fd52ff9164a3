"""The source of a new figure: one that is declared, or the lines that declare it in prices/sources.yml."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from build_hooks.dataset.faults import did_you_mean
from build_hooks.dataset.nodes import bare_meaning
from build_hooks.errors import BuildError

LICENCE = "none stated; single figures cited"
_PLAIN = re.compile(r"[A-Za-z](?:[\w.,;()/?=&+%-]|:(?! )| (?=[^ #]))*(?<![ :])")
_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


@dataclass(frozen=True)
class Cited:
    """The id of a source and, where it was not declared, the lines that declare it."""

    id: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A source as typed: an id or an address, and what is known of an address that is new."""

    text: str
    id: str = ""
    publisher: str = ""
    title: str = ""
    licence: str = ""


def cite(wanted: Wanted, declared: Mapping[str, Any], biller: tuple[str, str], read: str) -> Cited:
    """The source to cite.  Raises BuildError that says what is missing, with the lines to add.

    `biller`: the id and the name of who bills; a page on an address of theirs is published by them.
    """
    if wanted.text in declared:
        return Cited(wanted.text)
    if not _ADDRESS.fullmatch(wanted.text):
        hint = did_you_mean(wanted.text, declared, "give an id of prices/sources.yml or an address (https://...)")
        raise BuildError(f"--source: expected a declared source or an address, got {wanted.text}; {hint}")
    for name, source in declared.items():
        if _bare(source["url"]) == _bare(wanted.text):
            return Cited(name)
    name = wanted.id or _free(f"{biller[0]}-prices", declared)
    publisher = wanted.publisher or (biller[1] if biller[0] in _bare(wanted.text).split("/")[0].split(".") else "")
    if name in declared:
        raise BuildError(f"--source-id: expected an id that is not taken, got {name}; it is {declared[name]['url']}")
    lines = _lines(name, wanted, publisher, read)
    if not publisher:
        raise BuildError(
            f"--source: {wanted.text} is new to prices/sources.yml, and who publishes it is missing.\n"
            "Add --publisher NAME (and --title, --licence, --source-id if these do not fit), or put these lines there:"
            "\n\n" + "\n".join(lines)
        )
    return Cited(name, tuple(lines))


def written(text: str) -> str:
    """Text as YAML: bare where nobody could misread it, else in quotes."""
    return text if _PLAIN.fullmatch(text) and bare_meaning(text) is None else json.dumps(text, ensure_ascii=False)


def append(text: str, lines: tuple[str, ...]) -> str:
    """sources.yml with a source at its end; every byte that is there stays."""
    ending = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith("\n") else ending
    return text + gap + ending + "".join(line + ending for line in lines)


def _lines(name: str, wanted: Wanted, known_publisher: str, read: str) -> list[str]:
    publisher = known_publisher or "..."
    said = {
        "title": wanted.title or f"{publisher}, price page",
        "publisher": publisher,
        "url": wanted.text,
        "licence": wanted.licence or LICENCE,
    }
    return [f"{name}:", *(f"  {key}: {written(text)}" for key, text in said.items()),
            f"  read: {read}"]  # fmt: skip


def _free(name: str, declared: Mapping[str, Any]) -> str:
    if name not in declared:
        return name
    return next(f"{name}-{number}" for number in range(2, len(declared) + 3) if f"{name}-{number}" not in declared)


def _bare(url: str) -> str:
    """An address without what makes no difference to a reader."""
    bare = url.split("#")[0].rstrip("/")
    return re.sub(r"^https?://(www\.)?", "", bare, flags=re.IGNORECASE)
