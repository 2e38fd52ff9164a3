"""The content security policy: only what the built pages really hold may run, and nothing from elsewhere.

Material writes inline scripts that differ by the depth of a page, and instant navigation keeps the policy of
the page that was opened first, so each page allows the union of all.  Not for `serve`: live reload is inline.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from build_hooks.errors import BuildError

DATA_TYPES = {"application/json", "application/ld+json", "speculationrules", "importmap"}
CHARSET = re.compile(r"<meta charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
MARK = '<meta http-equiv="Content-Security-Policy"'
YEAR_S = 31536000
# A whole inline script or style sheet, a comment, or one tag with its attributes; quotes may hold anything.
PIECE = re.compile(
    r"<(?:(?i:script\b.*?</script\s*>)|(?i:style\b.*?</style\s*>)|!--.*?-->|"
    r"/?[a-zA-Z](?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+>)",
    re.DOTALL,
)
SUSPECT = re.compile(r"<(script|style)\b|[\s/\"'](style|on\w*)\s*=|javascript:|&#|&\w+;?script", re.IGNORECASE)


class CspError(BuildError):
    """Pages hold what no policy without 'unsafe-inline' allows; the message lists each place."""


@dataclass
class Inline:
    """What the pages hold inline: hashes of scripts and style sheets, and places that no hash can allow."""

    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the inline scripts, style sheets and attributes of one page."""

    def __init__(self, page: str, found: Inline) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.found = page, found
        self.line = 1
        self._into: set[str] | None = None
        self._text: list[str] = []

    def read(self, piece: str, line: int) -> None:
        """A tag, or a whole script or style sheet, that begins on a line of the page."""
        self.line = line
        self.feed(piece)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in values and values.get("type", "") not in DATA_TYPES:
            self._into = self.found.scripts
        elif tag == "style":
            self._into = self.found.styles
        for name, value in values.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                place = f"{self.page}:{self.line}"
                self.found.faults.append(f"{place}: <{tag} {name}={value[:60]!r}>; use a class, or an ES module")

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._into is not None:
            self._into.add(_hash("".join(self._text)))
            self._into, self._text = None, []


def apply(site: Path) -> str:
    """Write the policy into each page of a built site, and `_headers` for hosts that read it.

    Returns the policy.  Raises CspError where a page holds style or event attributes, or has no place for it.
    """
    pages = {page: page.read_text("utf-8") for page in sorted(site.rglob("*.html"))}
    found = inline({page.relative_to(site).as_posix(): html for page, html in pages.items()})
    if found.faults:
        raise CspError("the content security policy would block:\n  " + "\n  ".join(found.faults))
    said = policy(found)
    for page, html in pages.items():
        _insert(page, html, said)
    (site / "_headers").write_text(headers(said), "utf-8")
    return said


def inline(pages: Mapping[str, str]) -> Inline:
    """All that stands inline in pages, which come by name."""
    found = Inline()
    harmless: set[str] = set()  # pages are much alike: what one has shown to hold nothing, the next need not look at
    for name, html in pages.items():
        unseen = [piece for piece in PIECE.findall(html) if piece not in harmless]
        suspects = [piece for piece in unseen if SUSPECT.search(piece)]
        harmless.update(set(unseen).difference(suspects))
        _read(html, suspects, _Reader(name, found))
    return found


def _read(html: str, suspects: list[str], reader: _Reader) -> None:
    """Read those pieces of a page that could hold something inline, in their order: the rest is harmless links."""
    at = 0
    for piece in suspects:
        at = html.index(piece, at)
        reader.read(piece, html.count("\n", 0, at) + 1)
        at += len(piece)
    reader.close()


def policy(found: Inline) -> str:
    """The policy as one line: this site and nothing else, the hashes of what is inline, and compiled wasm."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *sorted(found.scripts)]),
        "style-src": " ".join(["'self'", *sorted(found.styles)]),
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'self'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def headers(said: str) -> str:
    """A `_headers` file: what a meta element cannot say, and files that never change under their address."""
    return (
        "/*\n"
        f"  Content-Security-Policy: {said}; frame-ancestors 'none'\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        "/data/*\n"
        "  Access-Control-Allow-Origin: *\n"  # pages of others may read the data; they are public anyway
        "/rt/:hash/*\n"
        f"  Cache-Control: public, max-age={YEAR_S}, immutable\n"
    )


def _insert(page: Path, html: str, said: str) -> None:
    """Right after the character set, which must come in the first kilobyte; before anything that loads."""
    if MARK in html:
        return
    element = f'{MARK} content="{said}">'
    html, count = CHARSET.subn(lambda found: found.group() + element, html, count=1)
    if not count:
        raise CspError(f"{page}: no <meta charset=utf-8> to put the policy after")
    page.write_text(html, "utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
