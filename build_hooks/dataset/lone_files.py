"""The four files of prices/ that are no tables: edition, sources, corrections and claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from build_hooks.dataset import dates
from build_hooks.dataset.faults import NOTHING, Fault
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar, is_null
from build_hooks.dataset.records import text_of
from build_hooks.dataset.shape import DATE_KEYS, check_shape, label
from calc.facts.records import TABLES, Source, Strict

_ADDRESS = re.compile(r"https?://[^\s/?#\[\]]+[^\s]*")
_KEY = re.compile(rf"({'|'.join([*TABLES, 'model_file'])})\.\S+")
_PAGE = re.compile(r"[\w-][\w./-]{0,200}", re.ASCII)


@dataclass(frozen=True)
class Edition(Strict):
    """The day the guide speaks for: every default and every "As of" counts from it."""

    edition: str


@dataclass(frozen=True)
class Correction(Strict):
    """An error that was mended in place: what was wrong, since when it is right, and which pages said it.

    `keys` names the facts (`table.id.field`) or whole records (`table.id`) whose history the entry mends: no row that
    once held may change without an entry that names it.
    """

    id: str
    when: str
    what: str
    old: str
    new: str
    why: str
    pages: tuple[str, ...]
    reported_by: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim(Strict):
    """A sentence that compares, bound to facts; it is reviewed by a day, and where it can be, computed.

    `evidence` lists keys of facts.  `holds_if` is an expression over quantities and facts that must stay true.
    """

    side: Literal["api", "local"]
    title: str
    review_by: str
    evidence: tuple[str, ...]
    holds_if: str = ""


def check_edition(node: Node | None, shown: str, faults: list[Fault]) -> date | None:
    """The edition's day; None, with the reason in `faults`, where there is none."""
    if node is None:
        return None
    faults += check_shape(Edition, node, shown, "")
    text = text_of(node, "edition") if isinstance(node, Mapped) else None
    if text is None:
        return None
    day = dates.first_day(text)
    if day is None or not dates.is_day(text):
        faults.append(Fault(shown, node.line, "edition", dates.DAY, text, "the order is year, month, day"))
        return None
    return day


def check_sources(node: Mapped, shown: str, repository: Path, faults: list[Fault]) -> None:
    """Report what is wrong with the declared sources."""
    _check_records(node, Source, shown, faults)
    for name, source in node.entries.items():
        url = text_of(source, "url") if isinstance(source, Mapped) else None
        if url is not None and isinstance(source, Mapped) and not _leads_somewhere(url, repository):
            hint = 'write the whole address, or the path of a page below docs/ such as "method/limits.md"'
            faults.append(
                Fault(
                    shown, source.line_of("url"), label(name, "url"), "an http(s) address or a page of docs/", url, hint
                )
            )


def check_corrections(node: Node, shown: str, faults: list[Fault]) -> None:
    """Report what is wrong with the list of corrections."""
    if not isinstance(node, Listed):
        faults.append(
            Fault(shown, node.line, "", "a list of corrections", node.shown, "start each one with `- id: ...`")
        )
        return
    seen: dict[str, int] = {}
    for row in node.items:
        name = (text_of(row, "id") if isinstance(row, Mapped) else None) or "correction"
        faults += check_shape(Correction, row, shown, name)
        _check_days(row, shown, name, faults)
        _check_keys(row, shown, name, faults)
        if name in seen:
            faults.append(Fault(shown, row.line, name, "each id once", name, f"the first is on line {seen[name]}"))
        seen.setdefault(name, row.line)


def _check_keys(row: Node, shown: str, name: str, faults: list[Fault]) -> None:
    """Report keys that name no table; what they name may be gone by now, so no more than that can be asked."""
    keys = row.entries.get("keys") if isinstance(row, Mapped) else None
    for key in keys.items if isinstance(keys, Listed) else ():
        if isinstance(key, Scalar) and not _KEY.fullmatch(key.text):
            hint = "write table.id or table.id.field, such as hardware.nvidia/rtx-3090.used_usd"
            faults.append(Fault(shown, key.line, label(name, "keys"), "the key of a fact or record", key.text, hint))


def check_claims(node: Mapped, shown: str, faults: list[Fault]) -> None:
    """Report what is wrong with the shape of the claims; their evidence is checked once all facts are known."""
    _check_records(node, Claim, shown, faults)
    for name, claim in node.entries.items():
        evidence = claim.entries.get("evidence") if isinstance(claim, Mapped) else None
        if isinstance(evidence, Listed) and not evidence.items:
            faults.append(
                Fault(
                    shown,
                    evidence.line,
                    label(name, "evidence"),
                    "at least one key of a fact",
                    NOTHING,
                    "a claim stands on facts",
                )
            )


def _check_records(node: Mapped, record: type, shown: str, faults: list[Fault]) -> None:
    for name, child in node.entries.items():
        if not isinstance(child, Mapped):
            line = node.line_of(name)
            faults.append(Fault(shown, line, name, "a mapping", child.shown, "write `key: value` lines below the id"))
            continue
        faults += check_shape(record, child, shown, name)
        _check_days(child, shown, name, faults)


def _check_days(node: Node, shown: str, name: str, faults: list[Fault]) -> None:
    for key, child in node.entries.items() if isinstance(node, Mapped) else ():
        if (
            DATE_KEYS.get(key) == dates.DAY
            and isinstance(child, Scalar)
            and not is_null(child)
            and not dates.is_day(child.text)
        ):
            faults.append(
                Fault(shown, child.line, label(name, key), dates.DAY, child.text, "the order is year, month, day")
            )


def _leads_somewhere(url: str, repository: Path) -> bool:
    if _ADDRESS.fullmatch(url):
        return True
    if not _PAGE.fullmatch(url) or ".." in url:
        return False
    stem = url.rstrip("/")
    return any((repository / place).exists() for place in (stem, f"docs/{stem}", f"docs/{stem}.md"))
