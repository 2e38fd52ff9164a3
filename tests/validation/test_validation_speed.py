"""The proof holds: goals that the data carry, every refused row with a reason, the paper's cells."""

from __future__ import annotations

import pytest

from build_hooks.site import Site
from build_hooks.validation import batching, fit, paper, speed

CATALOG = Site.read().catalog


def summary(rule: str, group: str) -> speed.Summary:
    return next(one for one in speed.report(CATALOG).summaries if (one.rule, one.group) == (rule, group))


def test_dense_speed_is_nearer_than_any_peer() -> None:
    ours = summary(speed.LEFT_OUT, speed.DENSE)
    others = [one for one in speed.report(CATALOG).summaries if one.group == speed.DENSE]
    peers = [one for one in others if one.rule not in (speed.OURS, speed.LEFT_OUT)]
    assert ours.median_error < 0.10
    assert all(ours.median_error < one.median_error for one in peers)


def test_the_stated_range_holds_what_it_says() -> None:
    held = summary(speed.LEFT_OUT, speed.DENSE).held_frac
    assert held is not None and 0.75 <= held <= 0.9


def test_gain_of_batching_and_context() -> None:
    assert batching.concurrency(CATALOG).median_error <= 0.15
    assert 0.75 <= batching.concurrency(CATALOG).held_frac <= 0.9
    assert batching.context(CATALOG).median_error <= 0.03


def test_every_refused_row_says_why() -> None:
    refused = speed.report(CATALOG).refused
    assert refused
    assert all(len(why) > 20 for _, why in refused)


def test_a_law_is_found_again_from_its_own_points() -> None:
    points = [
        fit.Point(card, "ampere-gddr", False, ideal, 2.0 + ideal / 0.8)
        for card in ("a", "b", "c")
        for ideal in (3, 9, 27)
    ]
    efficiency, overhead = fit.dense_laws(points)["ampere-gddr"]
    assert efficiency == pytest.approx(0.8, abs=0.03)
    assert overhead == pytest.approx(2.0, abs=0.3)


def test_the_paper_cell_by_cell() -> None:
    cells = paper.cells(CATALOG)
    assert len(cells) == 45
    assert sum(cell.reproduces for cell in cells) == 36
    assert {cell.api for cell in cells if not cell.reproduces} == {"gemini-2-5-pro"}
    famous = next(cell for cell in cells if cell.printed == 2.26)
    assert famous.at_small_load == pytest.approx(28.7, abs=0.1)
