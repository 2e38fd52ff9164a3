"""How far a figure moved, in words; and the slips of the unit that such a step is usually made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from calc.units import unit_of

BIG_STEP = 10
FEW = 5  # figures of a kind among which nothing can be called unusual
_NEAR = Decimal("0.06")  # prices change as well, so a slip seldom shows as a round factor
_NAMED = (
    (Decimal(1_000_000), "a token for a million tokens, or dollars a token for dollars a million"),
    (Decimal(1_000), "a thousand tokens for a million, or watts for kilowatts"),
    (Decimal(100), "cents for dollars, or per cent for a share"),
)


def number(text: str | None) -> Decimal | None:
    """The number of a decimal; None where the text is none."""
    try:
        found = Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def change(old: str | None, new: str | None) -> str:
    """The step from one figure to the next: "+20%", "−3.4%", "×10"; nothing where either is no number."""
    before, after = number(old), number(new)
    if before is None or after is None or before == after:
        return ""
    if before <= 0 or after < 0:
        return "from zero" if before == 0 else ""
    if after > before * BIG_STEP:
        return f"×{_short(after / before)}"
    share = (after - before) / before * 100
    if after * BIG_STEP < before and after > 0:
        return f"÷{_short(before / after)}"
    return f"{'+' if share > 0 else '−'}{_short(abs(share))}%"


def slip(old: str | None, new: str | None) -> str | None:
    """What a step of more than ten times may be; None where the step is smaller or cannot be told."""
    before, after = number(old), number(new)
    if not before or not after or before < 0 or after < 0:
        return None
    factor = max(before, after) / min(before, after)
    if factor <= BIG_STEP:
        return None
    for size, words in _NAMED:
        if abs(factor / size - 1) <= _NEAR:
            return f"{size:,} times: {words}?"
    return f"more than {BIG_STEP} times: is the unit right?"


def kinds(tables: Mapping[str, Any]) -> dict[tuple[str, str], list[Decimal]]:
    """All figures above zero by table and name: what the first figures of a new record are compared with."""
    found: dict[tuple[str, str], list[Decimal]] = {}
    for table, records in tables.items():
        for record in records.values():
            rows = [(name, row.get(name)) for row in record.get("prices", ()) for name in row]
            rows += [(name, row.get("value")) for name, dated in record.get("values", {}).items() for row in dated]
            for name, text in rows:
                figure = number(text) if isinstance(text, str) and unit_of(name) is not None else None
                if figure:
                    found.setdefault((table, name), []).append(figure)
    return found


def unusual(text: str | None, known: Sequence[Decimal]) -> str | None:
    """What to ask of a first figure that lies far outside of all others of its kind; None where it does not."""
    figure = number(text)
    if not figure or len(known) < FEW:
        return None
    low, high = min(known), max(known)
    if low / BIG_STEP <= figure <= high * BIG_STEP:
        return None
    return f"more than {BIG_STEP} times outside of all others, {low:f} to {high:f}: is the unit right?"


def _short(value: Decimal) -> str:
    """Three significant digits, no exponent."""
    return f"{float(f'{value:.3g}'):,.10g}"
