"""iCalendar (RFC 5545) of announced changes and of retirements, past ones too.  No clock: stamps come from the data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from build_hooks.artifacts.events import Event
from build_hooks.artifacts.feeds import tags
from build_hooks.artifacts.head import Head

MOST_OCTETS = 75
NAME = "Local or API: announced prices and retirements"


def calendar(found: list[Event], head: Head, site_url: str) -> bytes:
    """The calendar: one all-day event for each announced change and each retirement."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Local or API//Prices//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(NAME)}",
        f"X-WR-CALNAME:{escaped(NAME)}",
        f"DESCRIPTION:{escaped(f'Edition {head.edition}, {head.data_hash}, CC-BY-4.0')}",
    ]
    for event in sorted(found, key=lambda one: (one.day, one.key)):
        if event.announced or event.cancelled or event.kind == "retirement":
            lines += _event(event, site_url)
    folded = (part for line in [*lines, "END:VCALENDAR"] for part in fold(line))
    return "".join(f"{line}\r\n" for line in folded).encode()


def _event(event: Event, site_url: str) -> Iterator[str]:
    begins = date.fromisoformat(event.day)
    state = "CANCELLED" if event.cancelled else "TENTATIVE" if event.announced else "CONFIRMED"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}"
    yield f"DTSTAMP:{_plain(date.fromisoformat(event.known))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_plain(begins)}"
    yield f"DTEND;VALUE=DATE:{_plain(begins + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(event.title)}"
    yield f"DESCRIPTION:{escaped(event.words)}"
    yield f"CATEGORIES:{','.join(escaped(tag) for tag in tags(event))}"
    yield f"STATUS:{state}"
    yield "TRANSP:TRANSPARENT"
    if site_url:
        yield f"URL:{site_url}{event.page}"
    yield "END:VEVENT"


def _plain(day: date) -> str:
    return day.strftime("%Y%m%d")


def escaped(text: str) -> str:
    """A text value: backslash, semicolon and comma escaped, line ends written as such."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets, no character cut in two; all but the first begin with a space."""
    piece, room = "", MOST_OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield piece
            piece, room = " ", MOST_OCTETS - 1
        piece += sign
        room -= size
    yield piece
