"""The proof holds: goals that the data carry, every refused row with a reason, the paper's cells."""

from __future__ import annotations

from math import exp

import pytest

from build_hooks.render import RenderError, render
from build_hooks.site import Site
from build_hooks.validation import batching, fit, offload, paper, speed
from build_hooks.validation.rows import OURS

CATALOG = Site.read().catalog


def summary(rule: str, group: str) -> speed.Summary:
    return next(one for one in speed.report(CATALOG).summaries if (one.rule, one.group) == (rule, group))


@pytest.mark.parametrize(("kind", "most"), [(speed.DENSE, 0.08), (speed.MOE, 0.15)])
def test_a_card_left_out_is_nearer_than_by_any_peer(kind: str, most: float) -> None:
    ours = summary(speed.LEFT_OUT, kind)
    others = [one for one in speed.report(CATALOG).summaries if one.group == kind]
    peers = [one for one in others if one.rule not in (OURS, speed.LEFT_OUT)]
    assert ours.median_error <= most
    assert all(ours.median_error < one.median_error for one in peers)
    assert all(ours.p90_error < one.p90_error for one in peers)


@pytest.mark.parametrize("kind", [speed.DENSE, speed.MOE])
def test_the_stated_range_holds_what_it_says(kind: str) -> None:
    held = summary(speed.LEFT_OUT, kind).held_frac
    assert held is not None and 0.75 <= held <= 0.9


def test_gain_of_batching_and_context() -> None:
    assert batching.concurrency(CATALOG).median_error <= 0.15
    assert 0.75 <= batching.concurrency(CATALOG).held_frac <= 0.9
    assert batching.context(CATALOG).median_error <= 0.03


def test_every_refused_row_says_why() -> None:
    refused = speed.report(CATALOG).refused
    assert refused
    assert all(len(why) > 20 for _, why in refused)


def point(
    card: str, ideal: float, seen: float, width: str = "plain", active: float = 8.0, total: float = 8.0
) -> fit.Point:
    return fit.Point(card, "ampere-gddr", active < total, width, ideal, total, active, seen)


def test_a_law_is_found_again_from_its_own_points() -> None:
    stored = {"plain": 0.8, "k": 0.8 * 0.85, "low": 0.8 * 0.85 * 0.9}
    points = [
        point(card, ideal, 2.0 + ideal / share, width)
        for card in "abcdefghi"
        for ideal in (3, 9, 27)
        for width, share in stored.items()
    ]
    toll = 1.6 * 1.25**0.27
    points += [
        point(card, ideal, toll * (2.0 + ideal / 0.8), active=8, total=100) for card in "abc" for ideal in (3, 9)
    ]
    law = fit.laws(points)
    efficiency, overhead, k, _ = (exp(one) for one in law.dense["ampere-gddr"])
    assert efficiency == pytest.approx(0.8, abs=0.03)
    assert overhead == pytest.approx(2.0, abs=0.3)
    assert k == pytest.approx(0.85, abs=0.03)
    assert exp(law.moe["ampere-gddr"][0]) == pytest.approx(1.6, abs=0.12)
    assert all(law.predicted_ms(one) == pytest.approx(one.seen_ms, rel=0.08) for one in points)


def test_one_wild_run_does_not_move_the_law_much() -> None:
    calm = [point(card, ideal, 2.0 + ideal / 0.8) for card in "abcd" for ideal in (3, 9, 27)]
    wild = [*calm, point("e", 9, 60)]
    assert fit.laws(wild).predicted_ms(calm[1]) == pytest.approx(fit.laws(calm).predicted_ms(calm[1]), rel=0.06)


def test_a_card_left_out_does_not_know_its_own_runs() -> None:
    others = [point(card, ideal, 2.0 + ideal / 0.8) for card in "abc" for ideal in (3, 9, 27)]
    slow = [point("slow", ideal, 3 * (2.0 + ideal / 0.8)) for ideal in (3, 9, 27)]
    alone, found = fit.laws(others), fit.left_out([*others, *slow])
    assert found[-3:] == [alone.predicted_ms(one) for one in slow]


def test_the_paper_cell_by_cell() -> None:
    cells = paper.cells(CATALOG)
    assert len(cells) == 45
    assert sum(cell.reproduces for cell in cells) == 36
    assert {cell.api for cell in cells if not cell.reproduces} == {"gemini-2-5-pro"}
    famous = paper.famous(CATALOG)
    assert famous.printed == 2.26
    assert famous.at_small_load == pytest.approx(28.7, abs=0.1)


def test_a_page_quotes_the_paper_from_the_data() -> None:
    """36 cells that reproduce, 9 that do not; 2.26 months that become 28.7."""
    names = ("cells_that_reproduce", "cells_that_do_not", "months_printed", "months_at_the_small_load")
    source = " ".join(f'[[ proved("paper_{name}") ]]' for name in names)
    site = Site.read()
    assert render(site, source, "docs/page.md").markdown == "36 9 2.26 28.7"
    with pytest.raises(RenderError, match="expected one of paper_cells_that_reproduce, "):
        render(site, '[[ proved("paper_cells") ]]', "docs/page.md")


def test_runs_partly_in_the_host_s_memory_are_compared_apart() -> None:
    rows = offload.rows(CATALOG)
    assert {row.place for row in rows} == {"layers", "experts"}
    assert len(rows) >= 20
    assert max(row.away_frac for row in rows) > 0.9
    for what in offload.FIELDS:
        own = sorted(abs(row.error()) for row in rows if row.what == what)
        assert own[len(own) // 2] < 0.25, what
        assert all(row.held for row in rows if row.what == what), what
    assert not {row.id for row in rows} & {row.id for row in speed.report(CATALOG).rows}
    assert not {row.id for row in rows} & {row.id for row in batching.context(CATALOG).rows}
