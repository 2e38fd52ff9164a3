"""Prompt reading as computed beside prompt reading as measured, with each card left out of the fit.

The time of a step is what reading its weights takes, which the law of writing knows, its arithmetic at the pace that
the family reaches, the toll of a mixture's small matrices, and looking back at the pace that the family reaches there.
The three paces are pooled as those of writing are: all hardware, kin, family.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from statistics import median

from build_hooks.validation import fit
from build_hooks.validation.rows import OURS
from build_hooks.validation.speed import DENSE, LEFT_OUT, MOE, Row, Summary, number, shared, summary
from calc import units as u
from calc.engine.evaluate import Evaluation
from calc.facts.catalog import Catalog
from calc.facts.fact import Fact
from calc.model import GRAPH
from calc.results import evaluation
from calc.scenario import parse

ONE_SHARE = "one share of the shaders' peak for all of a kind"
KNOWN, ALONE = "family known", "family new"
FIELD = "prefill_tok_per_s"
# operations for each byte that reading reaches, that looking back reaches, tokens at which small matrices cost double
PRIOR = fit.Prior(
    start=(log(70), log(45), log(30)),
    world=(1.0, 1.0, 0.5),
    kin=(0.5, 0.8, 0.3),
    family=(0.15, 0.4, 0.01),
)


@dataclass(frozen=True)
class Point:
    """One measurement, in milliseconds for a token: what is known of it, and what the paces of a family would scale."""

    id: str
    card: str
    family: str
    kind: str
    read_ms: float
    compute_ms: float  # if one operation were done for each byte
    scores_ms: float  # the same of looking back
    thin_per_tok: float  # small matrices: one over the tokens for an expert; 0 for a dense model
    peak_ms: float  # if the shaders' peak were reached
    fact: Fact
    evaluated: Evaluation
    weight: float = 1.0

    @property
    def seen_ms(self) -> float:
        """Time for a token as measured."""
        return fit.MS_PER_S / self.fact.number


@dataclass(frozen=True)
class Report:
    """Rows, what each rule is off by for dense models and mixtures, and the guide by family."""

    rows: tuple[Row, ...]
    summaries: tuple[Summary, ...]
    families: tuple[Summary, ...]
    refused: tuple[tuple[str, str], ...]


@lru_cache(maxsize=2)
def report(catalog: Catalog) -> Report:
    """Every measured speed of prompt reading compared, on the day of the edition."""
    points, refused = found(catalog)
    reached = {kind: [one.peak_ms / one.seen_ms for one in points if one.kind == kind] for kind in (DENSE, MOE)}
    share = {kind: median(found) for kind, found in reached.items()}
    rows = tuple(
        _row(point, points, time_ms, share[point.kind]) for point, time_ms in zip(points, left_out(points), strict=True)
    )
    return Report(rows, tuple(_by_rule(rows)), tuple(_by_family(rows)), refused)


def found(catalog: Catalog) -> tuple[tuple[Point, ...], tuple[tuple[str, str], ...]]:
    """The measurements of single prompts as points, and those refused with the reason."""
    snapshot = catalog.at(catalog.edition)
    table = snapshot.tables["speed_run"]
    own = [key for key in snapshot.ids("speed_run") if snapshot.fact("speed_run", key, FIELD) is not None]
    own = [key for key in own if "series" not in table[key]["fields"] and not shared(table[key]["fields"])]
    refused = {key: table[key]["fields"].get("refused") for key in own}
    points = tuple(point(catalog, key) for key in own if not refused[key])
    return points, tuple((key, why) for key, why in refused.items() if why)


def point(catalog: Catalog, key: str) -> Point:
    """A measured run as a point.  Raises ValueError where it states no such speed."""
    snapshot = catalog.at(catalog.edition)
    fields, fact = snapshot.tables["speed_run"][key]["fields"], snapshot.fact("speed_run", key, FIELD)
    if fact is None:
        raise ValueError(f"{key}: no {FIELD}")
    evaluated = _evaluated(catalog, key)
    mixture = evaluated.get("weights_kind") == "mixture"
    step_tok = number(evaluated, "prompt_step_tok")
    thin = (number(evaluated, "thin_rows_ratio") - 1) / number(evaluated, "moe_prefill_rows_tok") if mixture else 0.0
    dense_s = number(evaluated, "prompt_compute_s") / number(evaluated, "thin_rows_ratio")
    flop = u.FLOP_PER_PARAM_PER_TOK * number(evaluated, "active_params_b")
    each_ms = fit.MS_PER_S / step_tok
    return Point(
        key,
        fields["card"],
        str(evaluated.get("hardware_family")),
        MOE if mixture else DENSE,
        read_ms=each_ms * number(evaluated, "prompt_read_s"),
        compute_ms=each_ms * dense_s * number(evaluated, "prefill_reach_flop_per_byte"),
        scores_ms=each_ms * number(evaluated, "prompt_scores_s") * number(evaluated, "attention_reach_flop_per_byte"),
        thin_per_tok=thin,
        peak_ms=fit.MS_PER_S * flop / (number(evaluated, "shader_fp16_tflops") * u.GFLOP_PER_TFLOP),
        fact=fact,
        evaluated=evaluated,
    )


def _evaluated(catalog: Catalog, key: str, **changed: str) -> Evaluation:
    """The scenario of a run, with changes."""
    fields = catalog.at(catalog.edition).tables["speed_run"][key]["fields"]
    return evaluation(GRAPH, catalog, parse(GRAPH, catalog, {**fields["scenario"], **changed}))


def terms(point: Point, law: fit.Law) -> tuple[float, fit.Law]:
    """Time for a token, and how its logarithm moves with each number of the law."""
    reach, attention, rows = law
    compute = point.compute_ms * exp(-reach)
    thin = compute * point.thin_per_tok * exp(rows)
    scores = point.scores_ms * exp(-attention)
    time_ms = point.read_ms + compute + thin + scores
    return time_ms, (-(compute + thin) / time_ms, -scores / time_ms, thin / time_ms)


def left_out(points: Sequence[Point]) -> list[float]:
    """Time per token for each point, from a fit to all other cards."""
    times: dict[str, float] = {}
    for card in dict.fromkeys(point.card for point in points):
        laws = fit.pooled([point for point in points if point.card != card], terms, PRIOR)
        own = [point for point in points if point.card == card]
        times |= {point.id: terms(point, laws.get(point.family, laws["*"]))[0] for point in own}
    return [times[point.id] for point in points]


def kin_of(point: Point, points: Sequence[Point]) -> list[Point]:
    """Rows from other cards of the family."""
    return [one for one in points if one.family == point.family and one.card != point.card]


def _row(point: Point, points: Sequence[Point], without_ms: float, share: float) -> Row:
    without = fit.MS_PER_S / without_ms
    predicted = {
        OURS: number(point.evaluated, "modelled_prefill_tok_per_s"),
        LEFT_OUT: without,
        ONE_SHARE: share * fit.MS_PER_S / point.peak_ms,
    }
    alone = not kin_of(point, points)
    stated = point.evaluated.overlay({"hardware_family": "unknown"}) if alone else point.evaluated
    low, high = (number(stated, f"prefill_{end}_ratio") * without for end in ("low", "high"))
    group = f"{point.kind}, {ALONE if alone else KNOWN}"
    return Row(point.id, point.fact.number, predicted, low, high, point.fact, point.card, point.family, group)


def _by_rule(rows: Sequence[Row]) -> Iterator[Summary]:
    for group in sorted({row.kind for row in rows}):
        own = [row for row in rows if row.kind == group]
        yield from (summary(rule, group, own) for rule in (OURS, LEFT_OUT, ONE_SHARE))


def _by_family(rows: Sequence[Row]) -> Iterator[Summary]:
    for family in sorted({row.family for row in rows}):
        yield summary(LEFT_OUT, family, [row for row in rows if row.family == family])
