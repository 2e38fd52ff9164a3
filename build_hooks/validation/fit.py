"""The fit of the speed law, at build time: what each family of hardware reaches, from measured runs.

A dense model:  time per token = fixed time x (parameters / 8 billion) ^ depth power + bytes / (efficiency x bandwidth),
with an efficiency for 8 and 16 bits, a share of it for K quantisations and a smaller one below 4 bits.
A mixture of experts:  (fixed time + active bytes / (efficiency x bandwidth)) x time ratio, where the ratio grows with
how thin a slice of the weights a token reads.

The fit is robust (Huber on the logarithm) and pools: all runs give the law of hardware never seen, the runs of a kin
are drawn towards that, the runs of a family towards its kin.  A card counts by the square root of its runs, so that one
busy bench does not rule, and in the law of all each kin counts alike.  The constants in prices/families.yml were fitted
by this code on more runs than may be carried here; the build leaves out each card in turn to see how far it is off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Protocol

from calc.quantities.speed import LEAST_SLICE_FRAC, REFERENCE_SLICE_FRAC, mixture_toll_ratio
from calc.units import REFERENCE_PARAMS_B

MS_PER_S = 1000.0
DEPTH_POWER = 0.3
# Kin share their maker's software more than their silicon: a module with HBM under today's software is nearer to a
# gaming card than to itself two years ago.
KIN = {
    "ampere-gddr": "cuda",
    "ada-gddr": "cuda",
    "blackwell-gddr7": "cuda",
    "turing": "cuda",
    "h100": "cuda",
    "gb10": "cuda",
    "a100": "cuda, older builds",
    "h100-pcie": "cuda, older builds",
    "cdna3": "amd",
    "rdna3": "amd",
    "rdna4": "amd",
    "strix-halo": "amd",
    "apple-base": "apple",
    "apple-pro": "apple",
    "apple-max": "apple",
    "apple-ultra": "apple",
}
SPREAD, TURN = 0.10, 1.5  # of the logarithm; beyond TURN spreads an error counts by its size, not its square
STEPS, LONGEST_STEP, SMALL = 40, 0.5, 1e-4


class Seen(Protocol):
    """What a fit needs of a measurement: whose it is, and the time it took."""

    @property
    def card(self) -> str:
        """Rows of one card are left out together."""

    @property
    def family(self) -> str:
        """Its family of hardware."""

    @property
    def seen_ms(self) -> float:
        """Time for a token as measured."""

    @property
    def weight(self) -> float:
        """How much it counts beside others."""


@dataclass(frozen=True)
class Point:
    """One card and model: the time the active weights take at full bandwidth, and the time per token seen."""

    card: str
    family: str
    moe: bool
    width: str  # plain, k or low: how the weights are stored
    ideal_ms: float
    params_b: float
    active_params_b: float
    seen_ms: float
    weight: float = 1.0


Law = tuple[float, ...]  # logarithms
type Terms[P: Seen] = Callable[
    [P, Law], tuple[float, Law]
]  # time, and how its logarithm moves with each number of the law


@dataclass(frozen=True)
class Prior:
    """Where the law of all starts, and how far each level may go from the one above, as shares."""

    start: Law
    world: Law
    kin: Law
    family: Law


# efficiency, fixed time in ms of an 8B model, share that K quantisations reach, share of that below 4 bits
DENSE = Prior(
    start=(log(0.88), log(2.0), log(0.88), log(0.9)),
    world=(0.2, 0.5, 0.1, 0.1),
    kin=(0.1, 0.7, 0.1, 0.01),
    family=(0.03, 0.1, 0.1, 0.01),
)
# time over that of a dense model that reads as much, where a tenth of the weights is active; power of the slice
MOE = Prior(start=(log(1.35), 0.25), world=(0.3, 0.05), kin=(0.1, 0.001), family=(0.1, 0.001))


@dataclass(frozen=True)
class Laws:
    """The laws of dense models and of mixtures by family, by kin (`kin:...`) and of all (`*`)."""

    dense: Mapping[str, Law]
    moe: Mapping[str, Law]

    def predicted_ms(self, point: Point) -> float:
        """Time per token."""
        law = self.dense.get(point.family, self.dense["*"])
        if not point.moe:
            return _dense_terms(point, law)[0]
        ratio, power = self.moe.get(point.family, self.moe["*"])
        toll = mixture_toll_ratio(point.active_params_b, point.params_b, exp(ratio), power)
        return toll * sum(_fixed_and_read(point, law))


def laws(points: Sequence[Point]) -> Laws:
    """The fit: dense models first, then what mixtures take on top."""
    dense = pooled([point for point in points if not point.moe], _dense_terms, DENSE)

    def terms(point: Point, law: Law) -> tuple[float, Law]:
        slice_frac = max(point.active_params_b / point.params_b, LEAST_SLICE_FRAC)
        thin = log(REFERENCE_SLICE_FRAC / slice_frac)
        as_dense = sum(_fixed_and_read(point, dense.get(point.family, dense["*"])))
        return as_dense * exp(law[0] + law[1] * thin), (1.0, thin)

    return Laws(dense, pooled([point for point in points if point.moe], terms, MOE))


def left_out(points: Sequence[Point]) -> list[float]:
    """Time per token for each point, from a fit to all other cards."""
    found: dict[int, float] = {}
    for card in dict.fromkeys(point.card for point in points):
        fitted = laws([point for point in points if point.card != card])
        found |= {at: fitted.predicted_ms(point) for at, point in enumerate(points) if point.card == card}
    return [found[at] for at in range(len(points))]


def _dense_terms(point: Point, law: Law) -> tuple[float, Law]:
    fixed, read = _fixed_and_read(point, law)
    fixed *= (point.params_b / REFERENCE_PARAMS_B) ** DEPTH_POWER
    share = read / (fixed + read)
    k, low = point.width != "plain", point.width == "low"
    return fixed + read, (-share, 1 - share, -share * k, -share * low)


def _fixed_and_read(point: Point, law: Law) -> tuple[float, float]:
    efficiency, fixed, k, low = law
    stored = k * (point.width != "plain") + low * (point.width == "low")
    return exp(fixed), point.ideal_ms * exp(-efficiency - stored)


def pooled[P: Seen](points: Sequence[P], terms: Terms[P], prior: Prior) -> dict[str, Law]:
    """The law of all (`*`), of each kin (`kin:...`) and of each family, each drawn towards the one above."""
    weighed = list(zip(points, _weights(points), strict=True))
    even = list(zip(points, _by_kin(weighed), strict=True))
    found = {"*": _fitted(even, terms, prior.start, prior.world)}
    for kin in sorted(set(KIN.values())):
        own = [one for one in weighed if KIN.get(one[0].family) == kin]
        found[f"kin:{kin}"] = _fitted(own, terms, found["*"], prior.kin)
    for family, kin in KIN.items():
        own = [one for one in weighed if one[0].family == family]
        found[family] = _fitted(own, terms, found[f"kin:{kin}"], prior.family)
    return found


def _weights(points: Sequence[Seen]) -> list[float]:
    counts: dict[str, int] = {}
    for point in points:
        counts[point.card] = counts.get(point.card, 0) + 1
    return [point.weight / sqrt(counts[point.card]) for point in points]


def _by_kin(weighed: Sequence[tuple[Seen, float]]) -> list[float]:
    """Weights that give each kin the same say, the sum being the same as before."""
    sums: dict[str, float] = {}
    for point, weight in weighed:
        sums[_kin(point)] = sums.get(_kin(point), 0.0) + weight
    each = sum(sums.values()) / max(1, len(sums))
    return [weight * each / sums[_kin(point)] for point, weight in weighed]


def _kin(point: Seen) -> str:
    return KIN.get(point.family, "unknown")


def _fitted[P: Seen](weighed: Sequence[tuple[P, float]], terms: Terms[P], centre: Law, loose: Law) -> Law:
    """The law that fits best, drawn towards a centre: Newton's steps on the misfit linearised."""
    law = centre
    for _ in range(STEPS):
        step = _step(weighed, terms, law, centre, loose)
        longest = max(map(abs, step))
        scale = min(1.0, LONGEST_STEP / longest) if longest else 1.0
        law = tuple(at + scale * by for at, by in zip(law, step, strict=True))
        if longest < SMALL:
            break
    return law


def _step[P: Seen](
    weighed: Sequence[tuple[P, float]], terms: Terms[P], law: Law, centre: Law, loose: Law
) -> list[float]:
    pull = [1 / (one * one) for one in loose]
    matrix = [[pull[row] if row == column else 0.0 for column in range(len(law))] for row in range(len(law))]
    right = [by * (of - at) for by, of, at in zip(pull, centre, law, strict=True)]
    for point, weight in weighed:
        time_ms, slopes = terms(point, law)
        error = log(point.seen_ms / time_ms) / SPREAD
        trust = weight * min(1.0, TURN / abs(error) if error else 1.0)
        for row, slope in enumerate(slopes):
            right[row] += trust * error * slope / SPREAD
            for column, other in enumerate(slopes):
                matrix[row][column] += trust * slope * other / (SPREAD * SPREAD)
    return _solved(matrix, right)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss's elimination; the pull keeps the matrix away from zero."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for pivot in range(len(rows)):
        for below in range(pivot + 1, len(rows)):
            factor = rows[below][pivot] / rows[pivot][pivot]
            rows[below] = [one - factor * other for one, other in zip(rows[below], rows[pivot], strict=True)]
    found = [0.0] * len(rows)
    for row in reversed(range(len(rows))):
        known = sum(rows[row][column] * found[column] for column in range(row + 1, len(rows)))
        found[row] = (rows[row][-1] - known) / rows[row][row]
    return found
