"""No figure is typed into a sentence: finds literal prices, powers, speeds, shares and dates in the pages' prose.

Numbers come from facts and quantities.  Names that hold digits ("RTX 3090", "27B") are in an allow-list, each
pattern with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HINT = 'bind it with n("..."), fact("...") or span("..."), or add a reason in build_hooks/prose_allowed.yml'
ALLOWED = Path(__file__).with_name("prose_allowed.yml")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

# What is not prose: front matter, code, Jinja, link targets, tags, attribute lists, HTML comments.
NOT_PROSE = (
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\[\[.*?\]\]|\[%.*?%\]|\[#.*?#\]", re.DOTALL),
    re.compile(r"`[^`\n]+`"),
    re.compile(r"(?<=\])\([^)\n]*\)"),
    re.compile(r"<[^>\n]+>"),
    re.compile(r"\{[^}\n]*\}"),
    re.compile(r"^\[[^\]\n]+\]: .*$", re.MULTILINE),
)
FIGURE = re.compile(rf"[$€£]?\d[\d.,]*%?|\b(?:{MONTHS})\b(?= \d|,? ?\[\[)")


@dataclass(frozen=True)
class Literal:
    """A figure that stands in prose."""

    place: str
    found: str
    sentence: str

    def __str__(self) -> str:
        """The finding with the way to mend it."""
        return f"{self.place} {self.found!r} in {self.sentence!r}: expected no literal figure in prose; {HINT}"


def check(docs: Path, name: str = "docs") -> list[Literal]:
    """Every literal figure in the pages under a folder, called `name`, in the order of the files."""
    entries = yaml.safe_load(ALLOWED.read_text(encoding="utf-8"))
    allowed = [re.compile(entry["pattern"], re.MULTILINE) for entry in entries]
    pages = sorted(path for path in docs.rglob("*.md"))
    return [
        one
        for page in pages
        for one in literals(page.read_text(encoding="utf-8"), f"{name}/{page.relative_to(docs).as_posix()}", allowed)
    ]


def literals(source: str, name: str, allowed: list[re.Pattern[str]]) -> Iterator[Literal]:
    """The literal figures of one page."""
    text = source
    for pattern in [*NOT_PROSE, *allowed]:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    lines = source.splitlines()
    for number, line in enumerate(text.splitlines(), 1):
        for match in FIGURE.finditer(line):
            yield Literal(f"{name}:{number}", match.group(), lines[number - 1].strip()[:100])
