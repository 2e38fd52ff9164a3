"""Making text fit: how wide it is, how it wraps, where labels go so that they do not overlap.

Widths are those of DejaVu Sans, the widest of the common interface fonts, so a label that fits here fits
everywhere.  They are in hundredths of the font size.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

Box = tuple[float, float, float, float]  # left, top, right, bottom

_GROUPS = {
    29: "ijlIJ'",
    36: " .,·-|/\\:;",
    44: "ftr()[]!",
    52: 'sz*_`–"',
    60: "ckvxyFLP?",
    64: "abdeghnopqu0123456789$€£{}ETYS",
    70: "ABCKRXVZ",
    79: "DGHNOQU&",
    86: "wM+−=<>~^#×≥≤→",
    100: "mW@%—…",
}
_WIDTH = {char: width for width, chars in _GROUPS.items() for char in chars}
_OTHER = 70  # accented letters and the like
_FULL, _FIRST_FULL = 105, 0x1100  # East Asian scripts, emoji
_BOLD = 1.17
ELLIPSIS = "…"


@lru_cache(maxsize=2048)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return an upper estimate of the width of one line of text, in units of the viewBox."""
    hundredths = 0
    for char in text:
        hundredths += _WIDTH.get(char) or (_FULL if ord(char) >= _FIRST_FULL else _OTHER)
    return hundredths * size * (_BOLD if bold else 1.0) / 100


@lru_cache(maxsize=1024)
def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return the text, or as much of it as fits into the width, with an ellipsis."""
    if text_width(text, size, bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + ELLIPSIS, size, bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


@lru_cache(maxsize=1024)
def wrap(text: str, width: float, size: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Break text into at most so many lines of that width; what does not fit ends in an ellipsis."""
    done: list[str] = []
    rest = text.split()
    while rest and len(done) < lines - 1:
        count = 1
        while count < len(rest) and text_width(" ".join(rest[: count + 1]), size, bold) <= width:
            count += 1
        done.append(shorten(" ".join(rest[:count]), width, size, bold))
        rest = rest[count:]
    if rest:
        done.append(shorten(" ".join(rest), width, size, bold))
    return tuple(done)


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres as near to the wanted ones as the sizes allow, in order, between low and high.

    Neighbours that overlap are joined into a block around their common mean, until nothing overlaps.
    If all of them together are larger than the room, they are laid end to end from `low`.
    """
    blocks: list[list[float]] = []  # [sum of wanted block centres, count, size]
    for want, size in zip(wanted, sizes, strict=True):
        blocks.append([want, 1.0, size])
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], low, high):
            later = blocks.pop()
            earlier = blocks[-1]
            # A member's wish, seen from the centre of the joined block.
            earlier[0] += later[0] + (later[2] * earlier[1] - earlier[2] * later[1]) / 2
            earlier[1] += later[1]
            earlier[2] += later[2]
    centres: list[float] = []
    todo = iter(sizes)
    for block in blocks:
        edge = _centre(block, low, high) - block[2] / 2
        for size in [next(todo) for _ in range(int(block[1]))]:
            centres.append(edge + size / 2)
            edge += size
    return centres


def _centre(block: list[float], low: float, high: float) -> float:
    return max(low + block[2] / 2, min(high - block[2] / 2, block[0] / block[1]))


def _overlap(first: list[float], second: list[float], low: float, high: float) -> bool:
    gap = _centre(second, low, high) - _centre(first, low, high)
    return gap < (first[2] + second[2]) / 2 - 1e-9


def overlaps(first: Box, second: Box) -> bool:
    """Say whether two boxes share any area."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
