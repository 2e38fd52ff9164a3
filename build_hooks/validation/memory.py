"""Memory as computed beside memory as logged, with the same rows run through the rules other calculators publish.

`report(catalog)` is plain data for a page: every row with its errors, a summary by rule, and the rows refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from build_hooks.validation.rows import OURS, Compared, held_frac
from calc import units as u
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Floor, Unknown
from calc.facts.catalog import Catalog
from calc.facts.fact import Fact
from calc.model import GRAPH
from calc.results import evaluation
from calc.scenario import parse
from calc.wiring.memory_ranges import ends

CACHE, TOTAL = "cache", "total"
BYTES_PER_MIB = u.BYTES_PER_GIB / u.MIB_PER_GIB
LARGE_PARAMS_B = 7.0  # below it the fixed parts weigh more than the law can carry

Rule = Callable[[Evaluation], float | None]


@dataclass(frozen=True)
class Row(Compared):
    """One measurement, in MiB for caches and GB for totals."""

    what: str
    unit: str
    params_b: float


@dataclass(frozen=True)
class Summary:
    """How far off a rule is over all rows of a kind, as shares."""

    rule: str
    what: str
    count: int
    median_error: float
    worst_error: float  # the largest by size, with its sign
    within_5_percent: int


@dataclass(frozen=True)
class Report:
    """Everything a page needs."""

    rows: tuple[Row, ...]
    summaries: tuple[Summary, ...]
    refused: tuple[tuple[str, str], ...]  # id of the measurement, why it is not compared

    @property
    def totals_held_frac(self) -> float:
        """Share of the totals that lie within the range stated; 80% is meant."""
        return held_frac([row for row in self.rows if row.what == TOTAL])


def known(evaluated: Evaluation, name: str) -> float | None:
    """The value of a node, of a sum what is known of it; None where nothing is."""
    value = evaluated.get(name)
    if isinstance(value, Floor):
        return value.value
    return None if isinstance(value, Unknown) or value is None else float(value)


def _mib(name: str) -> Rule:
    def rule(evaluated: Evaluation) -> float | None:
        value = known(evaluated, name)
        return None if value is None else value * u.MIB_PER_GIB

    return rule


def _product(evaluated: Evaluation, *names: str) -> float | None:
    found = 1.0
    for name in names:
        value = known(evaluated, name)
        if value is None:
            return None
        found *= value
    return found


def _layers(evaluated: Evaluation) -> float:
    return sum(known(evaluated, name) or 0.0 for name in ("full_layers", "window_layers", "linear_layers"))


def all_layers_full(evaluated: Evaluation) -> float | None:
    """Keys and values of every layer for the whole context: what most calculators on the web do, llmfit among them."""
    row = _product(evaluated, "kv_heads", "head_width", "kv_element_bytes", "context_tok")
    return None if row is None else 2 * _layers(evaluated) * row / BYTES_PER_MIB


def window_alone(evaluated: Evaluation) -> float | None:
    """Windowed layers with one bare window, without slots, without what is read at once, without states."""
    full = known(evaluated, "full_cache_gib")
    if full is None:
        return None
    windowed = 0.0
    if known(evaluated, "window_layers"):
        cell = _product(evaluated, "window_layers", "kv_heads", "head_width", "kv_element_bytes")
        held = min(known(evaluated, "window_tok") or 0.0, known(evaluated, "context_tok") or 0.0)
        windowed = 2 * (cell or 0.0) * held
    return full * u.MIB_PER_GIB + windowed / BYTES_PER_MIB


def heads_from_hidden(evaluated: Evaluation) -> float | None:
    """The width of a head taken as hidden width over heads, in every layer."""
    heads = known(evaluated, "attention_heads")
    row = _product(evaluated, "kv_heads", "hidden_width", "kv_element_bytes", "context_tok")
    return None if row is None or not heads else 2 * _layers(evaluated) * row / heads / BYTES_PER_MIB


def every_head(evaluated: Evaluation) -> float | None:
    """Four bytes for each number of the hidden width, token and layer, as gpu_poor counts: no shared heads."""
    row = _product(evaluated, "hidden_width", "context_tok")
    return None if row is None else 4 * _layers(evaluated) * row / BYTES_PER_MIB


def by_parameters(evaluated: Evaluation) -> float | None:
    """3.5 MiB for each billion parameters and 1,024 tokens, as whichllm counts before its discount for windows."""
    row = _product(evaluated, "params_b", "context_tok")
    return None if row is None else 3.5 * row / 1024


def needed_gb(evaluated: Evaluation) -> float | None:
    """What the guide says."""
    value = known(evaluated, "memory_needed_gib")
    return None if value is None else value * u.BYTES_PER_GIB / u.BYTES_PER_GB


def _file_gb(evaluated: Evaluation) -> float | None:
    return known(evaluated, "weights_file_gb")


def file_and_cache(evaluated: Evaluation) -> float | None:
    """The file and our cache, no buffers."""
    file_gb, cache = _file_gb(evaluated), known(evaluated, "kv_cache_gib")
    return None if file_gb is None or cache is None else file_gb + cache * u.BYTES_PER_GIB / u.BYTES_PER_GB


def file_cache_and_a_gib(evaluated: Evaluation) -> float | None:
    """The same and one gibibyte."""
    value = file_and_cache(evaluated)
    return None if value is None else value + u.BYTES_PER_GIB / u.BYTES_PER_GB


def file_and_a_fifth(evaluated: Evaluation) -> float | None:
    """The file and a fifth more, whatever the context."""
    file_gb = _file_gb(evaluated)
    return None if file_gb is None else file_gb * 1.2


CACHE_RULES: dict[str, Rule] = {
    OURS: _mib("kv_cache_gib"),
    "window alone, no slots, no states": window_alone,
    "every layer looks at everything": all_layers_full,
    "head width = hidden width ÷ heads": heads_from_hidden,
    "no shared heads (gpu_poor)": every_head,
    "3.5 MiB per billion and 1k (whichllm)": by_parameters,
}
TOTAL_RULES: dict[str, Rule] = {
    OURS: needed_gb,
    "file + exact cache": file_and_cache,
    "file + exact cache + 1 GiB": file_cache_and_a_gib,
    "file × 1.2": file_and_a_fifth,
}
# Field of a measurement -> what it is, its unit, the rules it is compared with.
FIELDS: dict[str, tuple[str, str, dict[str, Rule]]] = {
    "kv_cache_mib": (CACHE, "MiB", CACHE_RULES),
    "attention_cache_mib": (CACHE, "MiB", CACHE_RULES | {OURS: _mib("attention_cache_gib")}),
    "total_gb": (TOTAL, "GB", TOTAL_RULES),
}


def report(catalog: Catalog) -> Report:
    """Every measurement of memory compared, on the day of the edition."""
    rows: list[Row] = []
    refused: list[tuple[str, str]] = []
    snapshot = catalog.at(catalog.edition)
    for key in snapshot.ids("measurement"):
        fields = snapshot.tables["measurement"][key]["fields"]
        if "refused" in fields:
            refused.append((key, fields["refused"]))
            continue
        evaluated = evaluation(GRAPH, catalog, parse(GRAPH, catalog, fields["scenario"]))
        facts = {name: snapshot.fact("measurement", key, name) for name in FIELDS}
        found = [_row(key, name, fact, evaluated) for name, fact in facts.items() if fact is not None]
        refused.extend((key, "the guide knows too little of this model") for row in found if row is None)
        rows.extend(row for row in found if row is not None)
    return Report(tuple(rows), tuple(_summaries(rows)), tuple(refused))


def _row(key: str, field: str, fact: Fact, evaluated: Evaluation) -> Row | None:
    what, unit, rules = FIELDS[field]
    predicted = {name: value for name, rule in rules.items() if (value := rule(evaluated)) is not None}
    if OURS not in predicted:
        return None
    low, high = (rules[OURS](end) or predicted[OURS] for end in ends(evaluated))
    params_b = known(evaluated, "params_b") or 0.0
    return Row(key, fact.number, predicted, low, high, fact, what, unit, params_b)


def _summaries(rows: Iterable[Row]) -> Iterator[Summary]:
    for what, rules in ((CACHE, CACHE_RULES), (TOTAL, TOTAL_RULES)):
        for rule in rules:
            found = [row.error(rule) for row in rows if row.what == what and rule in row.predicted]
            if found:
                sizes = [abs(error) for error in found]
                near = sum(size <= 0.05 for size in sizes)
                yield Summary(rule, what, len(found), median(sizes), max(found, key=abs), near)
