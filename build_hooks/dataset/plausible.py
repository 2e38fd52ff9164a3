"""Slips of the unit inside a price row: rates, ratios and sizes that no price list has, per cent where ratios stand.

From row to row a step is checked elsewhere; here are those that a first row, a tier, a window or a region can hide.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from build_hooks.dataset.nodes import Mapped
from build_hooks.dataset.records import Item, Path, has_note, mappings, number_of, text_of
from build_hooks.dataset.rules import BIGGEST_STEP, STEP_NOTE
from calc.facts.records import RATES

# Of dollars per million tokens: a rate below is most often one per token or per thousand, one above one in cents.
LEAST_RATE, MOST_RATE = Decimal("0.0005"), Decimal(1000)
LEAST_PROMPT_TOK = 1000  # prompts of a tier are long; fewer are most often thousands
_WAIVER = 'or begin the note with "step: " and the reason'
_RATIO_HINT = f"1.1 is a tenth more; look for per cent, {_WAIVER}"


def check_plausible(item: Item, path: Path, row: Mapped) -> None:
    """Report what is most often a slip, unless the row's note says that it is meant."""
    if has_note(row, STEP_NOTE):
        return
    _check_size(item, path, row)
    for here, part, name in _parts(path, row):
        _check_ratio(item, here, part, name)
        _check_against(item, here, part, row)


def _parts(path: Path, row: Mapped) -> Iterator[tuple[Path, Mapped, str]]:
    """Tiers, windows and regions of the row, each with its kind."""
    for key in ("tiers", "windows"):
        for part in mappings(row.entries.get(key)):
            yield (*path, key), part, key
    regions = row.entries.get("regions")
    for name, region in regions.entries.items() if isinstance(regions, Mapped) else ():
        if isinstance(region, Mapped):
            yield (*path, "regions", name), region, "regions"


def _check_size(item: Item, path: Path, row: Mapped) -> None:
    """Rates that no list has, and tiers that begin after a few words."""
    for rate in RATES:
        usd = number_of(row, rate)
        if usd and not LEAST_RATE <= usd <= MOST_RATE:
            expected = f'"0", or a rate from {LEAST_RATE} to {MOST_RATE}'
            hint = f"dollars per million tokens; look for a slip of the unit, {_WAIVER}"
            item.fault(row.line_of(rate), (*path, rate), expected, f'"{text_of(row, rate)}"', hint)
    for tier in mappings(row.entries.get("tiers")):
        size = number_of(tier, "prompt_tok")
        if size and size < LEAST_PROMPT_TOK:
            hint = f"tokens, not thousands; {_WAIVER}"
            here = (*path, "tiers", "prompt_tok")
            item.fault(tier.line_of("prompt_tok"), here, f"{LEAST_PROMPT_TOK} tokens or more", f"{size:f}", hint)


def _check_ratio(item: Item, path: Path, part: Mapped, kind: str) -> None:
    ratio = number_of(part, "rate_ratio")
    least = Decimal(0) if kind == "windows" else 1 / Decimal(BIGGEST_STEP)  # hours can be free
    if ratio is not None and not least <= ratio <= BIGGEST_STEP:
        expected = f"a ratio from {least} to {BIGGEST_STEP}"
        line, got = part.line_of("rate_ratio"), f'"{text_of(part, "rate_ratio")}"'
        item.fault(line, (*path, "rate_ratio"), expected, got, _RATIO_HINT)


def _check_against(item: Item, path: Path, part: Mapped, row: Mapped) -> None:
    """Rates of a tier or a region beside those of the row."""
    for rate in RATES:
        base, own = number_of(row, rate), number_of(part, rate)
        if base and own and not base / BIGGEST_STEP <= own <= base * BIGGEST_STEP:
            expected = f"at most {BIGGEST_STEP} times more or less than the row's {base:f}"
            hint = f"look for a slip of the unit, {_WAIVER}"
            item.fault(part.line_of(rate), (*path, rate), expected, f'"{text_of(part, rate)}"', hint)
