"""What the proof set out to reach, and what it reaches on today's data: for the page, and for `make bench`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from build_hooks.validation import batching, memory, offload, paper, prefill, rows, speed
from build_hooks.validation.rows import OURS
from calc.facts.catalog import Catalog


@dataclass(frozen=True)
class Goal:
    """One figure with the range it should lie in, as shares; without a range it is only shown."""

    what: str
    reached: float
    least: float | None = None
    most: float | None = None
    unit: str = "%"  # "%": a share; "MiB", "cells": as it stands

    @property
    def met(self) -> bool | None:
        """Whether it lies in its range; None where none was set."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.reached >= self.least) and (self.most is None or self.reached <= self.most)


def goals(catalog: Catalog) -> tuple[Goal, ...]:
    """All goals, in the order of the page."""
    made = (_memory, _speed, _serving, _prefill, _offload, _paper)
    return tuple(goal for make in made for goal in make(catalog))


def _memory(catalog: Catalog) -> Iterator[Goal]:
    found = memory.report(catalog).rows
    caches = [abs(row.predicted[OURS] - row.measured) for row in found if row.what == memory.CACHE]
    totals = [row for row in found if row.what == memory.TOTAL and row.params_b >= memory.LARGE_PARAMS_B]
    errors = [abs(row.error()) for row in totals]
    yield Goal("cache of keys and values, worst, all models", max(caches), most=1, unit="MiB")
    yield Goal("total memory of large models, median", median(errors), most=0.02)
    yield Goal("total memory of large models, worst", max(errors), most=0.05)


def _speed(catalog: Catalog) -> Iterator[Goal]:
    found = speed.report(catalog)
    dense, mixtures = (_of(found.summaries, kind) for kind in (speed.DENSE, speed.MOE))
    yield Goal("writing, dense, card left out, median", dense.median_error, most=0.07)
    yield Goal("writing, dense, card left out, nine of ten", dense.p90_error, most=0.25)
    yield Goal("writing, mixtures of experts, card left out, median", mixtures.median_error, most=0.15)
    for one in (dense, mixtures):
        yield Goal(f"writing, {one.group}, in the stated range", one.held_frac or 0.0, 0.75, 0.9)


def _of(summaries: Sequence[speed.Summary], group: str) -> speed.Summary:
    return next(one for one in summaries if (one.rule, one.group) == (speed.LEFT_OUT, group))


def _serving(catalog: Catalog) -> Iterator[Goal]:
    yield Goal("slow-down by context, median", batching.context(catalog).median_error, most=0.03)
    many = batching.concurrency(catalog)
    yield Goal("total speed of many requests, median", many.median_error, most=0.15)
    yield Goal("total speed of many requests, in the stated range", many.held_frac, 0.75, 0.9)


def _prefill(catalog: Catalog) -> Iterator[Goal]:
    """No goal was set for the errors of prompt reading: they are only shown."""
    depth = batching.prompt_depth(catalog)
    for one in prefill.report(catalog).summaries:
        if one.rule == speed.LEFT_OUT:
            yield Goal(f"prompt reading, {one.group}, card left out, median", one.median_error)
    yield Goal("prompt reading, slow-down by depth, median", depth.median_error)
    yield Goal("prompt reading, in the stated range", rows.held_frac(prefill.report(catalog).rows), 0.75, 0.9)


def _offload(catalog: Catalog) -> Iterator[Goal]:
    """No goal was set, and the host of these runs had to be guessed: errors are only shown."""
    for what in offload.FIELDS:
        own = [row for row in offload.rows(catalog) if row.what == what]
        yield Goal(f"{what}, partly in host memory, median", rows.median_error(own))


def _paper(catalog: Catalog) -> Iterator[Goal]:
    cells = paper.cells(catalog)
    yield Goal("cells of the break-even paper that reproduce", sum(one.reproduces for one in cells), unit="cells")
    yield Goal("cells that do not", sum(not one.reproduces for one in cells), unit="cells")
