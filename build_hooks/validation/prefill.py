"""Prompt reading as computed beside prompt reading as measured, with each card left out of its family.

The law has one constant for each family: what is reached of the shaders' half-precision peak, dense models and mixtures
of experts apart.  With a card left out, the family's other cards say it; where there are none, it is treated as the
guide treats a card whose family is unknown, range included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from build_hooks.validation.speed import DENSE, LEFT_OUT, MOE, OURS, Row, Summary, number, summary
from calc import units as u
from calc.catalog import Catalog, Fact
from calc.evaluate import Evaluation
from calc.model import GRAPH
from calc.results import evaluation
from calc.scenario import parse

ONE_SHARE = "one share of the shaders' peak for all"
KIN, ALONE = "family known", "family new"
FIELD = "prefill_tok_per_s"


@dataclass(frozen=True)
class Point:
    """One measurement: what the card reached of its shaders' peak."""

    id: str
    card: str
    family: str
    kind: str
    peak_tok_per_s: float  # what the shaders' peak would give
    fact: Fact
    evaluated: Evaluation

    @property
    def reached_ratio(self) -> float:
        """Measured over what the peak would give."""
        return self.fact.number / self.peak_tok_per_s


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
    snapshot = catalog.at(catalog.edition)
    table = snapshot.tables["speed_run"]
    own = [key for key in snapshot.ids("speed_run") if snapshot.fact("speed_run", key, FIELD) is not None]
    refused = [(key, table[key]["fields"]["refused"]) for key in own if "refused" in table[key]["fields"]]
    points = [point(catalog, key) for key in own if "refused" not in table[key]["fields"]]
    rows = tuple(_row(catalog, point, points) for point in points)
    return Report(rows, tuple(_by_rule(rows)), tuple(_by_family(rows)), tuple(refused))


def point(catalog: Catalog, key: str) -> Point:
    """A measured run as a point.  Raises ValueError where it states no such speed."""
    snapshot = catalog.at(catalog.edition)
    fields, fact = snapshot.tables["speed_run"][key]["fields"], snapshot.fact("speed_run", key, FIELD)
    if fact is None:
        raise ValueError(f"{key}: no {FIELD}")
    evaluated = _evaluated(catalog, key)
    gflop_per_s = number(evaluated, "shader_fp16_tflops") * u.GFLOP_PER_TFLOP
    peak = gflop_per_s / (u.FLOP_PER_PARAM_PER_TOK * number(evaluated, "active_params_b"))
    kind = MOE if evaluated.get("weights_kind") == "mixture" else DENSE
    return Point(key, fields["card"], str(evaluated.get("hardware_family")), kind, peak, fact, evaluated)


def _evaluated(catalog: Catalog, key: str, **changed: str) -> Evaluation:
    """The scenario of a run, with changes."""
    fields = catalog.at(catalog.edition).tables["speed_run"][key]["fields"]
    return evaluation(GRAPH, catalog, parse(GRAPH, catalog, {**fields["scenario"], **changed}))


def kin_of(point: Point, points: Sequence[Point]) -> list[Point]:
    """Rows of the same kind from other cards of the family."""
    return [one for one in points if (one.kind, one.family) == (point.kind, point.family) and one.card != point.card]


def _row(catalog: Catalog, point: Point, points: Sequence[Point]) -> Row:
    kin = kin_of(point, points)
    ours = number(point.evaluated, "modelled_prefill_tok_per_s")
    stated = point.evaluated if kin else _evaluated(catalog, point.id, hardware_family="unknown")
    middle = number(stated, "modelled_prefill_tok_per_s")
    without = median(one.reached_ratio for one in kin) * point.peak_tok_per_s if kin else middle
    share = median(one.reached_ratio for one in points if one.kind == point.kind)
    predicted = {OURS: ours, LEFT_OUT: without, ONE_SHARE: share * point.peak_tok_per_s}
    low, high = (number(stated, f"prefill_{end}_tok_per_s") / middle * without for end in ("low", "high"))
    group = f"{point.kind}, {KIN if kin else ALONE}"
    return Row(point.id, point.card, point.family, group, point.fact.number, predicted, low, high, point.fact)


def _by_rule(rows: Sequence[Row]) -> Iterator[Summary]:
    for group in sorted({row.kind for row in rows}):
        own = [row for row in rows if row.kind == group]
        yield from (summary(rule, group, own) for rule in (OURS, LEFT_OUT, ONE_SHARE))


def _by_family(rows: Sequence[Row]) -> Iterator[Summary]:
    for family in sorted({row.family for row in rows}):
        yield summary(LEFT_OUT, family, [row for row in rows if row.family == family])
