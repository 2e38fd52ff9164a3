"""The rules of API price rows: their numbers, the order of rates, tiers, batch ratios and windows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from build_hooks.dataset.nodes import Listed, Mapped
from build_hooks.dataset.records import Context, Item, Path, has_note, number_of, text_of
from build_hooks.dataset.rules import check_numbers_of, check_order, check_row, check_steps
from build_hooks.dataset.shape import plain
from calc.records import RATES

ORDER_NOTE = "rate order:"
# (the lower rate, the higher rate): so it is with nearly every maker; anything else is most often a swapped column.
_ORDER = (
    ("cache_read_usd_per_mtok", "input_usd_per_mtok"),
    ("input_usd_per_mtok", "output_usd_per_mtok"),
)
_ORDER_HINT = 'look for swapped rates, or begin the note with "rate order: " and the reason'
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d", re.ASCII)


def check_rates(item: Item, context: Context) -> None:
    """Report every fault of the record's price rows."""
    for path, node in item.lists("rows"):
        rows = mappings(node)
        if isinstance(node, Listed) and not node.items:
            item.fault(
                node.line, path, "at least one price row", "an empty list", "a model without a price says nothing"
            )
        for row in rows:
            check_row(item, path, row, context)
            _check_row_rates(item, path, row)
        check_order(item, path, rows)
        for rate in RATES:
            check_steps(item, (*path, rate), [(row, row.line_of(rate), number_of(row, rate)) for row in rows])


def mappings(node: object) -> list[Mapped]:
    """The mappings of a list; what else stands there is reported by its shape."""
    return [row for row in node.items if isinstance(row, Mapped)] if isinstance(node, Listed) else []


def _check_row_rates(item: Item, path: Path, row: Mapped) -> None:
    waived = has_note(row, ORDER_NOTE)
    for here, part in _parts(path, row):
        check_numbers_of(item, here, part)
        if not waived and here[-1] not in ("batch", "windows"):
            _check_rate_order(item, here, part)
    _check_batch(item, path, row)
    _check_tiers(item, path, mappings(row.entries.get("tiers")))
    for window in mappings(row.entries.get("windows")):
        _check_hours(item, (*path, "windows", "hours_utc"), window.entries.get("hours_utc"))


def _parts(path: Path, row: Mapped) -> Iterator[tuple[Path, Mapped]]:
    """The row itself and everything in it that carries numbers."""
    yield path, row
    batch = row.entries.get("batch")
    if isinstance(batch, Mapped):
        yield (*path, "batch"), batch
    for key in ("tiers", "windows"):
        for part in mappings(row.entries.get(key)):
            yield (*path, key), part


def _check_rate_order(item: Item, path: Path, part: Mapped) -> None:
    for lower, higher in _ORDER:
        low, high = number_of(part, lower), number_of(part, higher)
        if low is not None and high is not None and low > high:
            expected = f"at most {higher} ({text_of(part, higher)})"
            item.fault(part.line_of(lower), (*path, lower), expected, f'"{text_of(part, lower)}"', _ORDER_HINT)


def _check_batch(item: Item, path: Path, row: Mapped) -> None:
    batch = row.entries.get("batch")
    if not isinstance(batch, Mapped) or has_note(row, ORDER_NOTE):
        return
    for key in batch.entries:
        ratio = number_of(batch, key)
        if ratio is not None and ratio > 1:
            hint = 'batch work is not dearer; if it is here, begin the note with "rate order: " and the reason'
            item.fault(
                batch.line_of(key), (*path, "batch", key), "a ratio of at most 1", f'"{text_of(batch, key)}"', hint
            )


def _check_tiers(item: Item, path: Path, tiers: Sequence[Mapped]) -> None:
    before = 0
    for tier in tiers:
        text = text_of(tier, "prompt_tok") or ""
        if not re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
            continue  # its shape is reported already
        if int(text) <= before:
            hint = "tiers stand in order of size, each size once"
            line = tier.line_of("prompt_tok")
            item.fault(line, (*path, "tiers", "prompt_tok"), f"more than {before} tokens", text, hint)
        before = max(before, int(text))


def _check_hours(item: Item, path: Path, node: object) -> None:
    for hours in node.items if isinstance(node, Listed) else ():
        if isinstance(plain(hours), str) and not _HOURS.fullmatch(plain(hours)):
            item.fault(hours.line, path, "hours of the day", hours.shown, 'write "01:00-04:00", in UTC')
