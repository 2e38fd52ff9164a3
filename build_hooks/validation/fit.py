"""The fit of the speed law, at build time: time per token = fixed time + active weights / (efficiency x bandwidth).

Robust (Huber on the logarithm), on a grid, a family drawn towards its kin and that towards all.  A card counts by the
square root of its rows, so that one busy bench does not rule.  The constants in prices/families.yml were fitted the
same way on more rows than may be carried here; this fit leaves each card out in turn to see how far it is off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

MS_PER_S = 1000.0
KIN = {
    "ampere-gddr": "cuda",
    "ada-gddr": "cuda",
    "blackwell-gddr7": "cuda",
    "turing": "cuda",
    "a100": "hbm, older software",
    "h100-pcie": "hbm, older software",
    "h100": "hbm",
    "rdna3": "amd",
    "rdna4": "amd",
    "strix-halo": "soc",
    "gb10": "soc",
    "apple-base": "apple",
    "apple-pro": "apple",
    "apple-max": "apple",
    "apple-ultra": "apple",
}
EFFICIENCIES = tuple(0.40 + 0.02 * step for step in range(31))
OVERHEADS_MS = tuple(0.5 + 0.25 * step for step in range(31))
MOE_OVERHEADS_MS = tuple(0.5 + 0.25 * step for step in range(55))
SPREAD, TURN = 0.08, 1.3  # of the logarithm; beyond TURN spreads an error counts by its size, not its square
WORLD = (0.85, 2.2)


@dataclass(frozen=True)
class Point:
    """One card and model: the time that the active weights take at full bandwidth, and the time per token seen."""

    card: str
    family: str
    moe: bool
    ideal_ms: float
    seen_ms: float


Law = tuple[float, float]  # efficiency, fixed time in ms
Grid = Mapping[Law, float]


def _huber(error: float) -> float:
    size = abs(error)
    return 0.5 * error * error if size < TURN else TURN * (size - 0.5 * TURN)


@lru_cache(maxsize=1024)
def _misfit(points: tuple[Point, ...], laws: tuple[Law, ...]) -> dict[Law, float]:
    counts: dict[str, int] = {}
    for point in points:
        counts[point.card] = counts.get(point.card, 0) + 1
    return {
        law: sum(
            _huber(log(point.seen_ms / (law[1] + point.ideal_ms / law[0])) / SPREAD) / sqrt(counts[point.card])
            for point in points
        )
        for law in laws
    }


def _best(misfit: Grid, centre: Law, loose: tuple[float, float]) -> Law:
    def cost(law: Law) -> float:
        pull = [log(at / of) / spread for at, of, spread in zip(law, centre, loose, strict=True)]
        return misfit[law] + 0.5 * sum(one * one for one in pull)

    return min(misfit, key=cost)


@lru_cache(maxsize=1024)  # leaving one card out leaves most families and their kin as they were
def _fitted(points: tuple[Point, ...], laws: tuple[Law, ...], centre: Law, loose: tuple[float, float]) -> Law:
    return _best(_misfit(points, laws), centre, loose)


def dense_laws(points: Sequence[Point]) -> dict[str, Law]:
    """The law of each family, of its kin (`kin:...`) and of all (`*`) from the dense points."""
    grid = tuple((efficiency, overhead) for efficiency in EFFICIENCIES for overhead in OVERHEADS_MS)
    dense = tuple(point for point in points if not point.moe)
    found = {"*": _fitted(dense, grid, WORLD, (0.2, 0.5))}
    for kin in sorted(set(KIN.values())):
        own = tuple(point for point in dense if KIN.get(point.family) == kin)
        found[f"kin:{kin}"] = _fitted(own, grid, found["*"], (0.2, 0.8))
    for family, kin in KIN.items():
        own = tuple(point for point in dense if point.family == family)
        found[family] = _fitted(own, grid, found[f"kin:{kin}"], (0.10, 0.35))
    return found


def moe_overheads(points: Sequence[Point], laws: Mapping[str, Law]) -> dict[str, float]:
    """The fixed time of a mixture of experts in each family, its efficiency being that of dense models."""
    moe = [point for point in points if point.moe]

    def fit(own: Sequence[Point], efficiency: float, centre: float, loose: float) -> float:
        grid = tuple((efficiency, overhead) for overhead in MOE_OVERHEADS_MS)
        return _fitted(tuple(own), grid, (efficiency, centre), (1.0, loose))[1]

    found = {"*": fit(moe, laws["*"][0], 4.0, 0.5)}
    for family, kin in KIN.items():
        near = [point for point in moe if KIN.get(point.family) == kin]
        at_kin = fit(near, laws[f"kin:{kin}"][0], found["*"], 0.5)
        found[family] = fit([one for one in moe if one.family == family], laws[family][0], at_kin, 0.35)
    return found


def predicted_ms(point: Point, laws: Mapping[str, Law], overheads: Mapping[str, float]) -> float:
    """Time per token that a fit gives for a point."""
    efficiency, overhead = laws.get(point.family, laws["*"])
    fixed = overheads.get(point.family, overheads["*"]) if point.moe else overhead
    return fixed + point.ideal_ms / efficiency


def left_out(points: Sequence[Point]) -> list[float]:
    """Time per token for each point, from a fit to all other cards."""
    found: dict[int, float] = {}
    for card in dict.fromkeys(point.card for point in points):
        others = [point for point in points if point.card != card]
        laws = dense_laws(others)
        overheads = moe_overheads(others, laws)
        for index, point in enumerate(points):
            if point.card == card:
                found[index] = predicted_ms(point, laws, overheads)
    return [found[index] for index in range(len(points))]
