"""When a price row holds: instants, ends, promotions, announcements that were taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from build_hooks.dataset import dates
from build_hooks.dataset.faults import MOVE_EDITION, NOTHING
from build_hooks.dataset.nodes import Mapped
from build_hooks.dataset.records import Context, Item, Path, text_of
from build_hooks.dataset.rules import check_date, check_order


def holds(row: Mapped) -> bool:
    """Whether the row ever holds: an announcement that was taken back does not."""
    return "cancelled" not in row.entries


def check_periods(item: Item, path: Path, rows: Sequence[Mapped], context: Context) -> None:
    """Report rows that overlap or stand in the wrong order, and ends and cancellations that make no sense."""
    for row in rows:
        check_end(item, path, row)
        if text_of(row, "promotion") == "true" and "until" not in row.entries:
            hint = "a promotion says when it ends; without an end it is simply the price"
            item.fault(row.line_of("promotion"), (*path, "until"), "the end of the promotion", NOTHING, hint)
        _check_cancelled(item, path, row, context.edition)
    held = [row for row in rows if holds(row)]
    check_order(item, path, held)
    for row, following in pairwise(held):
        end, start = (dates.moment(text_of(one, key) or "") for one, key in ((row, "until"), (following, "since")))
        if end and start and end > start:
            expected = f"an end up to {text_of(following, 'since')}, when the next row begins"
            hint = "two prices cannot hold at once"
            item.fault(row.line_of("until"), (*path, "until"), expected, text_of(row, "until") or "", hint)


def check_end(item: Item, path: Path, row: Mapped) -> None:
    """Report an `until` that is no moment, or not after `since`."""
    text = text_of(row, "until")
    if text is None or check_date(item, path, row, "until", dates.MOMENT) is None:
        return
    start, end = dates.moment(text_of(row, "since") or ""), dates.moment(text)
    if start and end and end <= start:
        hint = "the end is exclusive: the first moment at which it no longer holds"
        item.fault(row.line_of("until"), (*path, "until"), f"a moment after {text_of(row, 'since')}", text, hint)


def _check_cancelled(item: Item, path: Path, row: Mapped, edition: date | None) -> None:
    if "cancelled" not in row.entries:
        return
    here, line = (*path, "cancelled"), row.line_of("cancelled")
    if text_of(row, "announced") != "true":
        hint = "only what was announced can be cancelled; a price that held and ended gets the next row"
        item.fault(line, here, "`announced: true` beside it", NOTHING, hint)
    day = check_date(item, path, row, "cancelled", dates.DAY)
    start = dates.moment(text_of(row, "since") or "")
    if day and edition and day > edition:
        item.fault(line, here, f"a day up to the edition of {edition}", str(day), MOVE_EDITION)
    if day and start and day.isoformat() > start[:10]:
        hint = "what came and was taken back later did hold: make it a row with `until`"
        item.fault(line, here, f"a day up to {start[:10]}, when it was to begin", str(day), hint)
