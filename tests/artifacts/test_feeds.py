"""Feeds and calendar: well-formed, complete, with names that last, and no clock and no address of their own making."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree

import icalendar
import pytest

from build_hooks.artifacts import calendars, events, feeds
from build_hooks.artifacts.head import HOME, Head

ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")
HEAD = Head("2026-11-23", "sha256:" + "0" * 64)


def event(**changes) -> events.Event:
    return events.Event(
        **{
            "key": "api_model/acme/one/prices/2026-12-01",
            "kind": "price",
            "title": "One",
            "words": "More",
            "day": "2026-12-01",
            "known": "2026-11-20",
            "page": "models/acme/one/",
            **changes,
        }
    )


@pytest.fixture(scope="module")
def found(site):
    return events.events(site)


def test_names_of_entries_are_unique_and_last(found):
    assert len({one.id for one in found}) == len(found)
    assert event().id == "urn:uuid:3c883c39-0cd7-5d2e-b62b-adbf7b42ee73"
    assert event(title="Other", words="Else", known="2027-01-01").id == event().id


def test_a_change_says_old_new_and_by_how_much(found):
    argon = next(one for one in found if one.key == "api_model/google/gemini-4-argon/prices/2026-12-01")
    assert "input $2.00 → $4.00 (+100%)" in argon.words
    assert argon.announced
    assert argon.title == "Gemini 4 Argon at Google: new price from 1 Dec 2026 (announced)"


def test_an_announcement_is_as_old_as_its_check_and_a_change_as_its_day(found):
    argon = next(one for one in found if one.key == "api_model/google/gemini-4-argon/prices/2026-12-01")
    assert argon.known == "2026-11-23"
    haiku = next(one for one in found if one.key == "api_model/anthropic/claude-3-haiku/status/retired")
    assert haiku.known == haiku.day == "2026-04-20"


def test_no_entry_is_from_after_the_edition(found, site):
    assert max(one.known for one in found) <= site.catalog.edition


def test_every_price_row_status_and_correction_is_an_entry(found, site):
    known = site.catalog.at(site.catalog.edition).tables["api_model"]
    rows = sum(len(record["prices"]) for record in known.values())
    ends = sum(row["value"] != "active" for r in known.values() for row in r.get("values", {}).get("status", ()))
    kinds = [one.kind for one in found if one.key.startswith("api_model/")]
    assert kinds.count("price") + kinds.count("model") == rows
    assert kinds.count("retirement") == ends
    assert len([one for one in found if one.kind == "correction"]) == len(site.corrections)


def test_a_cancelled_row_is_no_base_for_the_next():
    rows: list[dict[str, object]] = [
        {"since": "2026-01-01", "input_usd_per_mtok": "1", "checked": "2026-01-01", "how": "read", "source": "s"},
        {"since": "2026-02-01", "input_usd_per_mtok": "2", "checked": "2026-01-01", "how": "read", "source": "s"},
        {"since": "2026-03-01", "input_usd_per_mtok": "3", "checked": "2026-01-01", "how": "read", "source": "s"},
    ]
    rows[1] |= {"announced": True, "cancelled": "2026-01-20", "until": "2026-02-20"}
    rows[2]["since"] = "2026-03-01T04:00Z"
    second, third = list(events._prices("acme/one", "One", rows))[1:]
    assert (second.cancelled, second.announced, second.known) == (True, False, "2026-01-20")
    assert "(cancelled)" in second.title
    assert "Until 20 Feb 2026. Taken back on 20 Jan 2026." in second.words
    assert (third.day, third.known) == ("2026-03-01", "2026-03-01")
    assert "From 1 Mar 2026, 04:00 UTC." in third.words
    assert "input $1.00 → $3.00" in third.words


def test_the_atom_feed_has_what_the_format_requires(published, site):
    feed = ElementTree.fromstring(published[f"{HOME}feed.atom"])
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", f"author/{ATOM}name"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == min(feeds.MOST, len(events.events(site)))
    for entry in entries:
        for name in ("id", "title", "updated", "content", "link"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        assert entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert INSTANT.fullmatch(entry.findtext(f"{ATOM}updated", ""))
    stamps = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert stamps == sorted(stamps, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == stamps[0]


def test_without_an_address_nothing_is_invented(published, published_at):
    for name in ("feed.atom", "feed.json", "calendar.ics"):
        assert b"guide.example" not in published[f"{HOME}{name}"]
        assert b"https://guide.example/models/" in published_at[f"{HOME}{name}"].replace(b"\r\n ", b"")
    feed = ElementTree.fromstring(published[f"{HOME}feed.atom"])
    assert [link.get("href") for link in feed.findall(f"{ATOM}link")] == ["feed.atom", "../../"]
    assert "feed_url" not in json.loads(published[f"{HOME}feed.json"])


def test_links_of_entries_lead_to_pages(published, published_at, pages):
    addresses = {page.url for page in pages}
    seen = set()
    for entry in ElementTree.fromstring(published[f"{HOME}feed.atom"]).findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        href = link.get("href", "")
        assert href.removeprefix("../../").split("#")[0] in addresses
        seen.add(href.split("/")[2])
    assert {"models", "corrections"} <= seen
    for item in json.loads(published_at[f"{HOME}feed.json"])["items"]:
        assert item["url"].removeprefix("https://guide.example/").split("#")[0] in addresses


def test_the_json_feed_has_what_the_format_requires(published):
    feed = json.loads(published[f"{HOME}feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    atom = ElementTree.fromstring(published[f"{HOME}feed.atom"])
    assert [item["id"] for item in feed["items"]] == [one.findtext(f"{ATOM}id") for one in atom.findall(f"{ATOM}entry")]
    for item in feed["items"]:
        assert item["content_text"]
        assert INSTANT.fullmatch(item["date_published"])


def test_a_calendar_program_reads_the_calendar(published, found):
    calendar = icalendar.Calendar.from_ical(published[f"{HOME}calendar.ics"])
    assert calendar["VERSION"] == "2.0"
    assert calendar.errors == []
    days = {str(one["UID"]): one for one in calendar.walk("VEVENT")}
    wanted = [one for one in found if one.announced or one.cancelled or one.kind == "retirement"]
    assert len(days) == len(wanted) > 0
    for one in wanted:
        read = days[one.id]
        assert read.errors == []
        assert read["DTSTART"].dt == date.fromisoformat(one.day)
        assert str(read["SUMMARY"]) == one.title
        assert str(read["DESCRIPTION"]) == one.words
        assert read["DTSTAMP"].dt.date().isoformat() == one.known
        state = "CANCELLED" if one.cancelled else "TENTATIVE" if one.announced else "CONFIRMED"
        assert str(read["STATUS"]) == state
    assert {str(one["STATUS"]) for one in days.values()} == {"CANCELLED", "TENTATIVE", "CONFIRMED"}


def test_lines_of_the_calendar_are_folded_and_end_as_the_format_says(published):
    text = published[f"{HOME}calendar.ics"]
    assert text.endswith(b"END:VCALENDAR\r\n")
    lines = text.split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert max(len(line) for line in lines) == calendars.MOST_OCTETS
    for line in lines:
        line.decode("utf-8")  # no character is cut in two


@pytest.mark.parametrize(
    "words", ["a, b; c \\ d", "two\nlines", "→" * 200, "x" * 75, "x" * 76, "𝄞" * 60, "end\\", "BEGIN:VEVENT\r\nUID:1"]
)
def test_any_text_comes_back_as_it_was(words):
    made = calendars.calendar([event(words=words, announced=True)], HEAD, "")
    (read,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert str(read["DESCRIPTION"]) == words.replace("\r\n", "\n")


def test_a_cancelled_change_is_called_off_in_calendars():
    made = calendars.calendar([event(cancelled=True)], HEAD, "")
    (read,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert str(read["STATUS"]) == "CANCELLED"


@pytest.mark.parametrize("words", ["<b> & 'x' \"y\"", "]]>", "→ 𝄞"])
def test_any_text_survives_the_feeds(words):
    feed = ElementTree.fromstring(feeds.atom([event(words=words)], HEAD, ""))
    assert feed.findtext(f"{ATOM}entry/{ATOM}content") == words
    assert json.loads(feeds.json_feed([event(words=words)], HEAD, ""))["items"][0]["content_text"] == words
