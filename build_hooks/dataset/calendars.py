"""The rules of calendars: days that exist, in order, within what the calendar covers, from a declared source."""

from __future__ import annotations

import re

from build_hooks.dataset import dates
from build_hooks.dataset.faults import MOVE_EDITION
from build_hooks.dataset.nodes import Listed, Scalar
from build_hooks.dataset.records import Context, Item, text_of
from build_hooks.dataset.rules import check_date, check_source

_OFFSET = re.compile(r"-?(\d|1[0-4])(\.25|\.5|\.75)?", re.ASCII)


def check_calendar(item: Item, context: Context) -> None:
    """Report every fault of a calendar."""
    if item.table.name != "calendar":
        return
    check_source(item, (), item.node, context)
    first, last, checked = (
        check_date(item, (), item.node, key, dates.DAY) for key in ("covers_from", "covers_through", "checked")
    )
    if checked and context.edition and checked > context.edition:
        expected = f"a day up to the edition of {context.edition}"
        item.fault(item.node.line_of("checked"), ("checked",), expected, str(checked), MOVE_EDITION)
    if first and last and last < first:
        line, hint = item.node.line_of("covers_through"), "it is the last day for which the list is complete"
        item.fault(line, ("covers_through",), f"a day from {first} on", str(last), hint)
    offset = text_of(item.node, "utc_offset_hours")
    if offset is not None and not _OFFSET.fullmatch(offset):
        line, hint = item.node.line_of("utc_offset_hours"), 'hours ahead of UTC, such as "8" or "-3.5"'
        item.fault(line, ("utc_offset_hours",), "hours from -14 to 14", f'"{offset}"', hint)
    _check_days(item, str(first or ""), str(last or "9999"))


def _check_days(item: Item, first: str, last: str) -> None:
    days = item.node.entries.get("days")
    before = ""
    for node in days.items if isinstance(days, Listed) else ():
        if not isinstance(node, Scalar):
            continue  # its shape is reported already
        if not dates.is_day(node.text):
            item.fault(node.line, ("days",), dates.DAY, node.text, "the order is year, month, day")
        elif not first <= node.text <= last:
            expected = f"a day from {first} to {last}, which the calendar covers"
            item.fault(node.line, ("days",), expected, node.text, "move covers_from or covers_through")
        elif node.text <= before:
            item.fault(node.line, ("days",), f"a day after {before}", node.text, "each day once, in order")
        before = max(before, node.text)
