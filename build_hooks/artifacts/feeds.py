"""Atom (RFC 4287) and JSON Feed 1.1 of price changes, corrections and announcements."""

from __future__ import annotations

import uuid
from typing import Any
from xml.etree import ElementTree

from build_hooks.artifacts.events import NAMESPACE, Event
from build_hooks.artifacts.head import HOME, LICENCE, Head, as_readable_json

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Local or API: prices that changed or will"
FEED_ID = f"urn:uuid:{uuid.uuid5(NAMESPACE, 'feed')}"
MOST = 100  # readers fetch a feed often; the whole past is in history.json
_TAGS = {"price": "price", "model": "new model", "retirement": "retirement", "correction": "correction"}


def newest(found: list[Event]) -> list[Event]:
    """The entries of the feeds: as old as they were known, the newest first."""
    return sorted(found, key=lambda one: (one.known, one.day, one.key), reverse=True)[:MOST]


def tags(event: Event) -> list[str]:
    """The categories of an entry."""
    return [_TAGS[event.kind], *(["announced"] if event.announced else [])]


def atom(found: list[Event], head: Head, site_url: str) -> bytes:
    """The Atom feed.  Without the site's address its links are relative, which the format permits."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    home = f"{site_url}{HOME}" if site_url else ""
    _add(feed, "id", FEED_ID)
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", f"Edition {head.edition}, {head.data_hash}")
    _add(feed, "updated", _instant(max((one.known for one in found), default=head.edition)))
    _add(_add(feed, "author"), "name", "Local or API")
    _add(feed, "rights", f"{LICENCE['id']}, {LICENCE['attribution']}")
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{home}feed.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=site_url or "../../")
    for event in newest(found):
        _entry(feed, event, site_url)
    ElementTree.indent(feed, " ")
    text: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(feed: ElementTree.Element, event: Event, site_url: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", event.id)
    _add(entry, "title", event.title)
    _add(entry, "updated", _instant(event.known))
    for tag in tags(event):
        _add(entry, "category", term=tag)
    _add(entry, "link", rel="alternate", type="text/html", href=f"{site_url or '../../'}{event.page}")
    _add(entry, "content", event.words, type="text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child


def _instant(day: str) -> str:
    """A day as the instant it begins on; the data know no hours."""
    return f"{day}T00:00:00Z"


def json_feed(found: list[Event], head: Head, site_url: str) -> bytes:
    """The JSON feed.  Its addresses must be absolute, so without the site's own there are none."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "language": "en",
        "authors": [{"name": "Local or API"}],
        "description": f"Edition {head.edition}, {head.data_hash}, {LICENCE['id']}",
    }
    if site_url:
        feed |= {"home_page_url": site_url, "feed_url": f"{site_url}{HOME}feed.json"}
    return as_readable_json({**feed, "items": [_item(one, site_url) for one in newest(found)]})


def _item(event: Event, site_url: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": event.id,
        "title": event.title,
        "content_text": event.words,
        "date_published": _instant(event.known),
        "tags": tags(event),
    }
    return {**item, "url": f"{site_url}{event.page}"} if site_url else item
