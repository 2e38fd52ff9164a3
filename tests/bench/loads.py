"""What of the catalog a page loads when a reader touches it: the door is asked what the page's script would ask it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

from build_hooks import runtime_catalog
from build_hooks.generated import every
from build_hooks.render import render, render_generated
from build_hooks.site import ROOT, Site
from calc import door
from calc.facts.catalog import Catalog
from calc.facts.packs import Packs

VOID = {"br", "img", "input", "meta", "link", "hr", "wbr"}
DATED = ("fact", "conditions")  # they follow the day; others say what they follow (docs/assets/js/parts.mjs)
TOUCHED = {"requests_per_day": "2,100"}


class Shelf:
    """Packs of a catalog: hands one over when it is asked for, and notes which."""

    def __init__(self, packs: Mapping[str, bytes]) -> None:
        self.packs = dict(packs)
        self.store = Packs(self.packs.pop(runtime_catalog.START))
        self.asked: list[str] = []

    @classmethod
    def of(cls, catalog: dict[str, Any]) -> Shelf:
        """All packs of a catalog, of which a start has only the first."""
        return cls(runtime_catalog.packs(catalog))

    def catalog(self) -> Catalog:
        """The catalog as far as it is here."""
        return Catalog(self.store.data)

    def bring(self, wanted: list[str]) -> None:
        """Hand over packs; none is handed over twice."""
        for name in wanted:
            assert name not in self.asked, f"{name} was brought in vain"
            self.asked.append(name)
            self.store.take(name, self.packs[name])

    def ask(self, request: str) -> dict[str, Any]:
        """What the door answers, with packs as they come."""
        while True:
            known = self.catalog()
            with patch.object(door, "catalog", lambda known=known: known):
                reply: dict[str, Any] = json.loads(door.handle(request))
            if "needs" not in reply:
                return reply
            self.bring(reply["needs"])


class Parts(HTMLParser):
    """The live parts of a page but those inside another, each with the names that it follows, if these are few."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[tuple[dict[str, Any], list[str]]] = []
        self.depth, self.inside = 0, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a part that begins here."""
        if tag in VOID:
            return
        self.depth += 1
        values = dict(attrs)
        kind = values.get("data-part")
        if kind and not self.inside:
            self.inside = self.depth
            part = {"kind": kind, "args": json.loads(values.get("data-args") or "{}")}
            follows = values.get("data-follows") or ("as_of" if kind in DATED else "")
            self.parts.append((part, follows.split()))

    def handle_endtag(self, tag: str) -> None:
        """Leave the part that ends here."""
        if tag in VOID:
            return
        if self.inside == self.depth:
            self.inside = 0
        self.depth -= 1

    def asked(self, changed: Mapping[str, str]) -> list[dict[str, Any]]:
        """Those that the page asks for where a reader who has just come changes this."""
        return [part for part, names in self.parts if not names or set(names) & set(changed)]


def html_of(site: Site, name: str) -> tuple[str, str]:
    """A page as the build writes it, blocks in place, by its file or its address; and its way to the root."""
    if not name.endswith(".md"):
        page = next(one for one in every.pages(site) if one.address == name)
        made, root = render_generated(site, page), root_of(name)
    else:
        text = (ROOT / "docs" / name).read_text("utf-8").split("---", 2)[2]
        root = root_of(re.sub(r"(index)?\.md$", "", name) + ("/" if not name.endswith("index.md") else ""))
        made = render(site, text, name, root, "", 0)
    return made.fill(made.markdown) + made.coming, root


def root_of(address: str) -> str:
    """The way from an address to the root."""
    return "../" * address.count("/")


@dataclass(frozen=True)
class Loaded:
    """What a page loads once it is touched: names of packs, and kilobytes as they travel."""

    packs: tuple[str, ...]
    kilobytes: float


def request(html: str, root: str, changed: Mapping[str, str]) -> str:
    """What a page's script asks after changes, of which `as_of` is the day."""
    scenario = {name: value for name, value in changed.items() if name != "as_of"}
    names = sorted(set(re.findall(r'data-input="?([a-z_0-9]+)', html)))
    about = {"scenario": scenario, "as_of": changed.get("as_of"), "root": root}
    return json.dumps({"id": 1, "call": "page", **about, "parts": Parts(html).asked(changed), "inputs": names})


def loaded(html: str, root: str, packs: Mapping[str, bytes], changed: Mapping[str, str] = TOUCHED) -> Loaded:
    """What a reader who has just come loads for that."""
    shelf = Shelf(packs)
    reply = shelf.ask(request(html, root, changed))
    assert "result" in reply, reply
    return Loaded(tuple(shelf.asked), sum(travels(shelf.packs[name]) for name in shelf.asked))


def travels(data: bytes) -> float:
    """Kilobytes of something as it travels."""
    return len(gzip.compress(data, 9, mtime=0)) / 1000
