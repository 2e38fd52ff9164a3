"""The windows of a price row: hours, weekdays, and the calendars whose days they leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from build_hooks.dataset import dates
from build_hooks.dataset.faults import NOTHING
from build_hooks.dataset.nodes import Listed, Mapped, Scalar
from build_hooks.dataset.records import Item, Path, mappings, text_of
from build_hooks.dataset.references import Index, refer
from build_hooks.dataset.shape import plain

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
Span = tuple[str, str, str]  # weekday, start, end
_MIDNIGHT_HINT = 'over midnight it is two spans: "22:00-24:00" and "00:00-02:00"'


def check_windows(item: Item, path: Path, row: Mapped, index: Index) -> None:
    """Report every fault of the row's windows."""
    here = (*path, "windows")
    windows = mappings(row.entries.get("windows"))
    for window in windows:
        for key in ("hours_utc", "weekdays"):
            _check_listed(item, (*here, key), window.entries.get(key))
        _check_hours(item, (*here, "hours_utc"), window.entries.get("hours_utc"))
        _check_calendar(item, here, row, window, index)
        if any(_meet(one, other) for one, other in combinations(_spans(window), 2)):
            hint = "hours that are there twice would count twice"
            item.fault(window.line, here, "each hour of a weekday once", f"an overlap in {text_of(window, 'id')}", hint)
    for one, other in combinations(windows, 2):
        if any(_meet(first, second) for first in _spans(one) for second in _spans(other)):
            expected = f"hours that the window {text_of(one, 'id')} leaves free"
            hint = "no request can have two prices"
            item.fault(other.line, here, expected, f"an overlap in {text_of(other, 'id')}", hint)
        if text_of(one, "id") == text_of(other, "id"):
            hint = "the windows of a row are told apart by it"
            item.fault(other.line_of("id"), (*here, "id"), "each id once", text_of(other, "id") or NOTHING, hint)


def _meet(one: Span, other: Span) -> bool:
    """Whether two spans of the week have hours in common."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _check_listed(item: Item, path: Path, node: object) -> None:
    if isinstance(node, Listed) and not node.items:
        item.fault(node.line, path, "at least one", "an empty list", "a window that never holds says nothing")


def _check_hours(item: Item, path: Path, node: object) -> None:
    for hours in node.items if isinstance(node, Listed) else ():
        text = plain(hours)
        if not isinstance(text, str):
            continue  # its shape is reported already
        if not _HOURS.fullmatch(text):
            item.fault(hours.line, path, "hours of the day", hours.shown, 'write "01:00-04:00", in UTC')
        elif text[:5] >= text[6:]:
            item.fault(hours.line, path, "an end after the start", hours.shown, _MIDNIGHT_HINT)


def _spans(window: Mapped) -> Iterator[Span]:
    """Each span of the week as weekday, start and end."""
    days, hours = window.entries.get("weekdays"), window.entries.get("hours_utc")
    for day in days.items if isinstance(days, Listed) else ():
        for span in hours.items if isinstance(hours, Listed) else ():
            if isinstance(day, Scalar) and isinstance(span, Scalar) and _HOURS.fullmatch(span.text):
                yield day.text, span.text[:5], span.text[6:]


def _check_calendar(item: Item, path: Path, row: Mapped, window: Mapped, index: Index) -> None:
    name = text_of(window, "except_calendar")
    if name is None:
        return
    here, line = (*path, "except_calendar"), window.line_of("except_calendar")
    refer(item, line, here, "calendar", name, index)
    calendar = index.ids("calendar").get(name)
    covers = text_of(calendar.node, "covers_from") if calendar else None
    since = dates.moment(text_of(row, "since") or "")
    if covers and since and dates.is_day(covers) and covers > since[:10]:
        hint = f"add the earlier days to prices/calendars/, or begin a row without it on {covers}"
        item.fault(line, here, f"a calendar that covers {since[:10]}", f"{name}, which begins on {covers}", hint)
