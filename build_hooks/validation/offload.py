"""Models partly in the memory of the host: writing and reading as computed beside both as measured.

Nobody states the host of these runs, so one bandwidth stands for it in all of them, chosen once; what is tested is how
the law shares a token between card and host, for layers and for experts, and how context and prompts change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from build_hooks.validation.rows import OURS, Compared
from build_hooks.validation.speed import number, runs, shared
from calc.facts.catalog import Catalog

WRITING, READING = "writing", "reading"
FIELDS = {WRITING: ("decode_tok_per_s", "decode"), READING: ("prefill_tok_per_s", "prefill")}


@dataclass(frozen=True)
class Row(Compared):
    """One run, in tokens a second."""

    what: str
    place: str  # what lay in the host's memory: layers or experts
    away_frac: float


@lru_cache(maxsize=2)
def rows(catalog: Catalog) -> tuple[Row, ...]:
    """Every such run, writing first."""
    return tuple(row for what in FIELDS for row in _rows(catalog, what))


def _rows(catalog: Catalog, what: str) -> Iterator[Row]:
    field, stem = FIELDS[what]
    for key, fact, evaluated in runs(catalog, field, shared):
        stated = number(evaluated, field)
        low, high = (number(evaluated, f"{stem}_{end}_tok_per_s") for end in ("low", "high"))
        place, away = str(evaluated.get("offload")), number(evaluated, "away_frac")
        yield Row(key, fact.number, {OURS: stated}, low, high, fact, what, place, away)
