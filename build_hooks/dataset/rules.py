"""The rules of dated values: units, numbers, dates, sources, and steps from one value to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from build_hooks.dataset import dates
from build_hooks.dataset.faults import MOVE_EDITION, NOTHING, did_you_mean
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar, bare_meaning
from build_hooks.dataset.records import Context, Item, Path, decimal_of, has_note, middle, text_of
from calc.units import unit_of

STATUSES = ("active", "deprecated", "retired")
BIGGEST_STEP = 10
STEP_NOTE = "step:"
WHOLE = frozenset({"prompt_tok"})  # whole numbers without quotes; their shape says so
# Shares that may pass 1: hardware in short supply can be sold for more than it cost.
MAY_PASS_ONE = frozenset({"resale_frac"})
_CHECKED_HINT = "nothing can be checked before it holds; what is only announced says `announced: true`"
_INSTANT_HINT = 'prices and aliases may begin at an instant, in UTC and to the minute: "2026-09-10T04:00Z"'
_PLAIN_HINT = 'digits and one point only, such as "0.15" or "1200"'
_DECIMAL_HINT = 'digits and one point between straight quotes, such as "0.15"; the unit is in the key'
_UNIT_HINT = "end the key in a unit of calc/units.py, such as _usd, _w or _frac"


def check_values(item: Item, context: Context) -> None:
    """Report every fault of the record's dated values."""
    for path, node in item.lists("dated", "keyed"):
        if path[0] == "values" and unit_of(path[-1]) is None:
            values = item.node.entries["values"]
            line = values.lines[path[-1]] if isinstance(values, Mapped) else item.line
            item.fault(line, path, "a key that ends in its unit", path[-1], _UNIT_HINT)
        if not isinstance(node, Listed):
            continue  # its shape is reported already
        if not node.items:
            item.fault(node.line, path, "at least one dated value", "an empty list", "leave the key out instead")
        rows = [row for row in node.items if isinstance(row, Mapped)]
        for row in rows:
            check_row(item, path, row, context)
            if path == ("status",):
                _check_status(item, path, row)
            else:
                _check_numbers(item, path, row)
        check_order(item, path, rows)
        if path != ("status",):
            check_steps(item, path, [(row, row_line(row), middle(row)) for row in rows])


def row_line(row: Mapped) -> int:
    """The line of the value itself: that of `value`, else of `low`, else of the row."""
    return next((row.line_of(key) for key in ("value", "low") if key in row.entries), row.line)


def check_row(item: Item, path: Path, row: Mapped, context: Context, since: str = dates.ANY) -> None:
    """Report faults of what every dated row carries: its dates, its source, its count."""
    _check_dates(item, path, row, context, since)
    check_source(item, path, row, context)
    count = text_of(row, "count")
    if count is not None and (count == "0" or count.startswith("-")):
        item.fault(row.line_of("count"), (*path, "count"), "a count of 1 or more", count, "leave it out if unknown")


def check_source(item: Item, path: Path, row: Mapped, context: Context) -> None:
    """Report a source that is not declared."""
    source = text_of(row, "source")
    if source is not None and context.sources is not None and source not in context.sources:
        hint = did_you_mean(source, context.sources, "declare it there, with title, publisher, url, licence, read")
        line = row.line_of("source")
        item.fault(line, (*path, "source"), "a source declared in prices/sources.yml", source, hint)


def check_date(item: Item, path: Path, row: Mapped, key: str, expected: str) -> date | None:
    """The first day of a date; a fault and None where there is no such date."""
    text = text_of(row, key)
    if text is None:
        return None
    moment = dates.moment(text) if expected == dates.MOMENT or "T" not in text else None
    if moment is None or (expected == dates.DAY and not dates.is_day(text)):
        hint = _INSTANT_HINT if "T" in text else "the order is year, month, day"
        item.fault(row.line_of(key), (*path, key), expected, text, hint)
        return None
    return date.fromisoformat(moment[:10])


def _check_dates(item: Item, path: Path, row: Mapped, context: Context, wanted: str) -> None:
    since = check_date(item, path, row, "since", wanted)
    checked = check_date(item, path, row, "checked", dates.DAY)
    edition = context.edition
    if edition is None:
        return
    announced = text_of(row, "announced") == "true"
    if since and since > edition and not announced:
        expected = f"a date up to the edition of {edition}"
        hint = f"add `announced: true`, or {MOVE_EDITION}"
        if path == ("aliases",):
            hint = f"what an id will mean is entered when it does; {MOVE_EDITION}"
        item.fault(row.line_of("since"), (*path, "since"), expected, text_of(row, "since") or "", hint)
    if checked and checked > edition:
        expected = f"a day up to the edition of {edition}"
        item.fault(row.line_of("checked"), (*path, "checked"), expected, str(checked), MOVE_EDITION)
    # What is announced and has come unchecked is shown as a range and stands in the report of what is due: no fault,
    # or the passing of a day would keep everybody else from changing anything.
    if since and checked and checked < since <= edition and not announced:
        item.fault(row.line_of("checked"), (*path, "checked"), f"a day from {since} on", str(checked), _CHECKED_HINT)


def _check_status(item: Item, path: Path, row: Mapped) -> None:
    value = text_of(row, "value")
    if value not in STATUSES:
        got = value or NOTHING
        hint = did_you_mean(got, STATUSES)
        item.fault(row_line(row), path, "one of " + ", ".join(STATUSES), got, hint)


def check_number(item: Item, path: Path, line: int, text: str | None) -> Decimal | None:
    """The number of a quoted decimal; a fault where it is negative, written otherwise, or a share above 1."""
    number = decimal_of(text)
    if text is None:
        return None
    if number is None:
        expected, hint = "a decimal in plain notation", _PLAIN_HINT
        if text.startswith("-") and decimal_of(text[1:]) is not None:
            expected, hint = "a number of 0 or more", "no fact here is negative; look for a stray minus sign"
        item.fault(line, path, expected, f'"{text}"', hint)
        return None
    name = path[-2] if path[-1] in ("value", "low", "high") else path[-1]
    unit = unit_of(name)
    if unit is not None and unit.suffix == "frac" and number > 1 and name not in MAY_PASS_ONE:
        item.fault(line, path, "a share between 0 and 1", f'"{text}"', "per cent are divided by 100")
    return number


def _number_at(item: Item, path: Path, node: Node | None) -> Decimal | None:
    """The number of a leaf; a fault where it is none.  What YAML would guess at is reported with the shape."""
    if not isinstance(node, Scalar) or (node.bare and bare_meaning(node.text) is not None):
        return None
    if node.bare:  # `0.40 USD` is text to YAML, and no number to anybody
        item.fault(node.line, path, "a quoted decimal", node.shown, _DECIMAL_HINT)
        return None
    return check_number(item, path, node.line, node.text)


def _check_numbers(item: Item, path: Path, row: Mapped) -> None:
    keys = ("low", "value", "high")
    given: list[tuple[str, Decimal]] = []
    for key in keys:
        child = row.entries.get(key)
        number = _number_at(item, (*path, key), child)
        if number is not None:
            given.append((key, number))
    if "value" not in row.entries and not {"low", "high"} <= row.entries.keys():
        item.fault(row.line, path, "a value, or low and high", NOTHING, 'add `value: "..."`')
    for (key, number), (next_key, next_number) in pairwise(given):
        if number > next_number:
            expected = f"{key} up to {next_key} ({text_of(row, next_key)})"
            line = row.line_of(key)
            item.fault(line, (*path, key), expected, f'"{text_of(row, key)}"', "low <= value <= high")


def check_order(item: Item, path: Path, rows: Sequence[Mapped]) -> None:
    """Report rows that do not follow one another in time, or begin on the same day."""
    before: tuple[str, str] | None = None
    for row in rows:
        text = text_of(row, "since") or ""
        moment = dates.moment(text)
        if moment is None:
            continue
        if before is not None and moment <= before[0]:
            same = moment == before[0]
            hint = "two values cannot hold at once; keep one" if same else "oldest first; append new values at the end"
            item.fault(row.line_of("since"), (*path, "since"), f"a date after {before[1]}", text, hint)
        else:
            before = (moment, text)


def check_steps(item: Item, path: Path, values: Sequence[tuple[Mapped, int, Decimal | None]]) -> None:
    """Report a value more than ten times, or less than a tenth of, the one before: most often a unit slip."""
    before: Decimal | None = None
    for row, line, number in values:
        if number is None:
            continue
        if before is not None and not has_note(row, STEP_NOTE):
            small, big = min(before, number), max(before, number)
            if big > small * BIGGEST_STEP:
                hint = 'look for a slip of the unit, or begin the note with "step: " and the reason'
                item.fault(
                    line, path, f"at most {BIGGEST_STEP} times more or less than {before:f}", f"{number:f}", hint
                )
        before = number


def check_numbers_of(item: Item, path: Path, node: Mapped) -> None:
    """Report faults of all decimals whose key carries a unit (rates of a price row, of a tier, ratios)."""
    for key, child in node.entries.items():
        if unit_of(key) is not None and key not in WHOLE:
            _number_at(item, (*path, key), child)
