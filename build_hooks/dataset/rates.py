"""The rules of API price rows: their numbers, the order of rates, tiers, batch ratios and regions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from build_hooks.dataset import dates
from build_hooks.dataset.faults import NOTHING
from build_hooks.dataset.nodes import Listed, Mapped
from build_hooks.dataset.periods import check_periods, holds
from build_hooks.dataset.plausible import check_plausible
from build_hooks.dataset.records import Context, Item, Path, has_note, mappings, number_of, text_of
from build_hooks.dataset.references import Index
from build_hooks.dataset.rules import check_numbers_of, check_row, check_source, check_steps
from build_hooks.dataset.windows import check_windows
from calc.facts.records import RATES

ORDER_NOTE = "rate order:"
# (the lower rate, the higher rate): so it is with nearly every maker; anything else is most often a swapped column.
_ORDER = (
    ("cache_read_usd_per_mtok", "input_usd_per_mtok"),
    ("input_usd_per_mtok", "output_usd_per_mtok"),
    ("cache_write_usd_per_mtok", "cache_write_1h_usd_per_mtok"),
)
SCOPES = ("all-tokens", "excess")
STANDARD = "standard"
REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_ORDER_HINT = 'look for swapped rates, or begin the note with "rate order: " and the reason'


def check_rates(item: Item, context: Context, index: Index) -> None:
    """Report every fault of the record's price rows."""
    for path, node in item.lists("rows"):
        rows = mappings(node)
        if isinstance(node, Listed) and not node.items:
            item.fault(
                node.line, path, "at least one price row", "an empty list", "a model without a price says nothing"
            )
        for row in rows:
            check_row(item, path, row, context, dates.MOMENT)
            _check_row_rates(item, path, row)
            check_windows(item, path, row, index)
            check_plausible(item, path, row)
            for here, part in _parts(path, row):
                if part is not row:
                    check_source(item, here, part, context)
        check_periods(item, path, rows, context)
        held = [row for row in rows if holds(row)]
        for rate in RATES:
            check_steps(item, (*path, rate), [(row, row.line_of(rate), number_of(row, rate)) for row in held])


def _check_row_rates(item: Item, path: Path, row: Mapped) -> None:
    waived = has_note(row, ORDER_NOTE)
    for here, part in _parts(path, row):
        check_numbers_of(item, here, part)
        if not waived and here[-1] not in ("batch", "windows", "fees"):
            _check_rate_order(item, here, part)
    _check_batch(item, path, row, row)
    for tier in mappings(row.entries.get("tiers")):
        _check_batch(item, (*path, "tiers"), tier, row)
    _check_tiers(item, path, mappings(row.entries.get("tiers")))
    _check_regions(item, path, row)


def _parts(path: Path, row: Mapped) -> Iterator[tuple[Path, Mapped]]:
    """The row itself and everything in it that carries numbers."""
    yield path, row
    for key in ("batch", "fees"):
        alone = row.entries.get(key)
        if isinstance(alone, Mapped):
            yield (*path, key), alone
    for name, region in _regions(row):
        yield (*path, "regions", name), region
    for key in ("tiers", "windows"):
        for part in mappings(row.entries.get(key)):
            yield (*path, key), part
            batch = part.entries.get("batch")
            if isinstance(batch, Mapped):
                yield (*path, key, "batch"), batch


def _check_rate_order(item: Item, path: Path, part: Mapped) -> None:
    for lower, higher in _ORDER:
        low, high = number_of(part, lower), number_of(part, higher)
        if low is not None and high is not None and low > high:
            expected = f"at most {higher} ({text_of(part, higher)})"
            item.fault(part.line_of(lower), (*path, lower), expected, f'"{text_of(part, lower)}"', _ORDER_HINT)


def _check_batch(item: Item, path: Path, part: Mapped, row: Mapped) -> None:
    batch = part.entries.get("batch")
    if text_of(part, "scope") == "excess" and batch is not None:
        hint = "a bracket takes off what the row does; the two parts of a prompt are one batch"
        item.fault(part.line_of("batch"), (*path, "batch"), "no batch of its own", "one", hint)
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
    _check_tier_scopes(item, path, tiers)


def _check_tier_scopes(item: Item, path: Path, tiers: Sequence[Mapped]) -> None:
    scopes = [text_of(tier, "scope") or "all-tokens" for tier in tiers]
    for tier, scope in zip(tiers, scopes, strict=True):
        if scope != scopes[0] and scope in SCOPES:
            hint = "brackets and whole-request tiers of one row would contradict each other"
            here = (*path, "tiers", "scope")
            item.fault(tier.line_of("scope"), here, f"{scopes[0]}, as in the row's first tier", scope, hint)


def _regions(row: Mapped) -> Iterator[tuple[str, Mapped]]:
    regions = row.entries.get("regions")
    for name, region in regions.entries.items() if isinstance(regions, Mapped) else ():
        if isinstance(region, Mapped):
            yield name, region


def _check_regions(item: Item, path: Path, row: Mapped) -> None:
    for name, region in _regions(row):
        here = (*path, "regions", name)
        if not REGION.fullmatch(name):
            item.fault(region.line, here, "an id such as us or eu-west", name, "lower case, digits and hyphens")
        elif name == STANDARD:
            item.fault(region.line, here, "a region that is not the standard price", name, "those are the row's rates")
        rates = [key for key in region.entries if key in RATES]
        if ("rate_ratio" in region.entries) == bool(rates):
            got = "both" if rates else NOTHING
            item.fault(region.line, here, "a rate_ratio, or rates of its own", got, "keep one of the two")
            continue
        if not rates:
            continue
        for key in ("input_usd_per_mtok", "output_usd_per_mtok"):
            if key not in rates:
                item.fault(region.line, (*here, key), f"a value for {key}", NOTHING, f"add `{key}`")
        if row.entries.get("tiers"):
            hint = "rates of its own would say nothing of long prompts"
            item.fault(region.line, here, "a rate_ratio, because the row has tiers", "rates", hint)
