"""How far a figure moved, in words; and the slips of the unit that such a step is usually made of."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

BIG_STEP = 10
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


def _short(value: Decimal) -> str:
    """Three significant digits, no exponent."""
    return f"{float(f'{value:.3g}'):,.10g}"
