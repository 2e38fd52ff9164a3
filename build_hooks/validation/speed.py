"""Speed as computed beside speed as measured: with the family's constants, with each card left out, by peers' rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Any

from build_hooks.validation import fit, peers
from build_hooks.validation.rows import OURS, Compared, held_frac
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.facts.catalog import Catalog
from calc.facts.fact import Fact
from calc.model import GRAPH
from calc.results import evaluation
from calc.scenario import parse

LEFT_OUT, ONE_SHARE = f"{OURS}, card left out of the fit", "one share of bandwidth for all"
DENSE, MOE = "dense", "mixture of experts"
TENTHS = 10


@dataclass(frozen=True)
class Row(Compared):
    """One card and model, in tokens a second."""

    card: str
    family: str
    kind: str


@dataclass(frozen=True)
class Summary:
    """How far off one rule is over a group of rows, as shares; `held_frac` only of the guide's own range."""

    rule: str
    group: str
    count: int
    median_error: float
    p90_error: float
    bias_ratio: float
    held_frac: float | None = None


@dataclass(frozen=True)
class Report:
    """Everything a page needs."""

    rows: tuple[Row, ...]
    summaries: tuple[Summary, ...]  # by rule, dense and mixtures
    families: tuple[Summary, ...]  # the guide, card left out, by family
    refused: tuple[tuple[str, str], ...]


def number(evaluated: Evaluation, name: str) -> float:
    """A node that must be known for a row of the proof.  Raises ValueError that names it."""
    value = evaluated.get(name)
    if isinstance(value, Unknown) or value is None:
        raise ValueError(f"{name}: {getattr(value, 'reason', 'never')}")
    return float(value)


def runs(
    catalog: Catalog, field: str, chosen: Callable[[Mapping[str, Any]], bool]
) -> Iterator[tuple[str, Fact, Evaluation]]:
    """The measured runs that state a field and are chosen by their properties, with the scenario of each."""
    snapshot = catalog.at(catalog.edition)
    for key in snapshot.ids("speed_run"):
        properties = snapshot.tables["speed_run"][key]["fields"]
        fact = snapshot.fact("speed_run", key, field)
        if fact is not None and "refused" not in properties and chosen(properties):
            yield key, fact, evaluation(GRAPH, catalog, parse(GRAPH, catalog, properties["scenario"]))


def shared(properties: Mapping[str, Any]) -> bool:
    """Whether a run had part of the model in the memory of the host."""
    return "offload" in properties["scenario"]


@lru_cache(maxsize=2)
def report(catalog: Catalog) -> Report:
    """Every measured speed of one request compared, on the day of the edition."""
    snapshot = catalog.at(catalog.edition)
    table = snapshot.tables["speed_run"]
    found = list(runs(catalog, "decode_tok_per_s", lambda one: "series" not in one and not shared(one)))
    points = [_point(table[key]["fields"]["card"], fact, evaluated) for key, fact, evaluated in found]
    share = median(point.ideal_ms / point.seen_ms for point in points if not point.moe)
    rows = tuple(
        _row(key, fact, evaluated, point, fit.MS_PER_S / without, share)
        for (key, fact, evaluated), point, without in zip(found, points, fit.left_out(points), strict=True)
    )
    refused = tuple((key, one["fields"]["refused"]) for key, one in table.items() if "refused" in one["fields"])
    return Report(rows, tuple(_by_rule(rows)), tuple(_by_family(rows)), refused)


def _point(card: str, fact: Fact, evaluated: Evaluation) -> fit.Point:
    return fit.Point(
        card,
        family=str(evaluated.get("hardware_family")),
        moe=evaluated.get("weights_kind") == "mixture",
        width=str(evaluated.get("quant_kind")),
        ideal_ms=fit.MS_PER_S * number(evaluated, "active_read_gb") / number(evaluated, "memory_bandwidth_gb_per_s"),
        params_b=number(evaluated, "params_b"),
        active_params_b=number(evaluated, "active_params_b"),
        seen_ms=fit.MS_PER_S / fact.number,
    )


def _row(key: str, fact: Fact, evaluated: Evaluation, point: fit.Point, without: float, share: float) -> Row:
    given = peers.Given(
        number(evaluated, "weights_file_gb"),
        number(evaluated, "params_b"),
        number(evaluated, "active_params_b"),
        number(evaluated, "memory_bandwidth_gb_per_s"),
        point.family,
    )
    predicted = {OURS: number(evaluated, "decode_tok_per_s"), LEFT_OUT: without, ONE_SHARE: share * given.ceiling}
    predicted |= {name: value for name, rule in peers.RULES.items() if (value := rule(given)) is not None}
    low = number(evaluated, "decode_low_tok_per_s") / predicted[OURS] * without
    high = number(evaluated, "decode_high_tok_per_s") / predicted[OURS] * without
    kind = MOE if point.moe else DENSE
    return Row(key, fact.number, predicted, low, high, fact, point.card, point.family, kind)


def summary(rule: str, group: str, rows: Sequence[Row]) -> Summary:
    """Median and 90th of 100 of the errors by size, and the median of predicted over measured."""
    errors = [row.error(rule) for row in rows]
    sizes = sorted(abs(error) for error in errors)
    held = held_frac(rows) if rule == LEFT_OUT else None
    return Summary(rule, group, len(rows), median(sizes), _ninetieth(sizes), 1 + median(errors), held)


def _ninetieth(sizes: Sequence[float]) -> float:
    return sizes[min(len(sizes) - 1, len(sizes) * 9 // TENTHS)]


def _by_rule(rows: Iterable[Row]) -> Iterator[Summary]:
    rules = (OURS, LEFT_OUT, ONE_SHARE, *peers.RULES)
    for kind in (DENSE, MOE):
        for rule in rules:
            own = [row for row in rows if row.kind == kind and rule in row.predicted]
            if own:
                yield summary(rule, kind, own)


def _by_family(rows: Sequence[Row]) -> Iterator[Summary]:
    for family in sorted({row.family for row in rows}):
        yield summary(LEFT_OUT, family, [row for row in rows if row.family == family])
