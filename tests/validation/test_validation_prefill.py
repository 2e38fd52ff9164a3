"""Prompt reading, each card left out; and the goals that the page and `make bench` show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from build_hooks.site import Site
from build_hooks.validation import goals, prefill, speed
from build_hooks.validation.prefill import Point

CATALOG = Site.read().catalog
REPORT = prefill.report(CATALOG)


def points() -> list[Point]:
    return [prefill.point(CATALOG, row.id) for row in REPORT.rows]


def test_what_a_card_reaches_by_hand() -> None:
    """RTX 3090: 35.6 TFLOPS over 2 operations for each of 8.03 billion parameters; 4,030.4 tokens a second seen."""
    [found] = [one for one in points() if one.id == "rtx-3090-llama-3-8b-q4-k-m-prefill-xiongjiedai"]
    assert found.peak_tok_per_s == pytest.approx(35.6e12 / (2 * 8.03e9), rel=1e-12)
    assert found.reached_ratio == pytest.approx(4030.4 / 2216.687, rel=1e-4)


def test_a_card_left_out_does_not_know_its_own_runs() -> None:
    every = points()
    mine = [one for one in every if one.card == "RTX 3090"]
    doubled = [replace(one, peak_tok_per_s=one.peak_tok_per_s / 2) if one.card == "RTX 3090" else one for one in every]
    for one in mine:
        assert prefill.kin_of(one, every) == prefill.kin_of(one, doubled)
        assert one.card not in {kin.card for kin in prefill.kin_of(one, every)}


def test_a_card_left_out_is_computed_from_its_kin() -> None:
    """RTX A6000, dense: the middle of what the other Ampere cards reach, times its own peak."""
    every = points()
    [mine] = [one for one in every if one.id == "rtx-a6000-llama-3-70b-q4-k-m-prefill-xiongjiedai"]
    reached = sorted(one.reached_ratio for one in prefill.kin_of(mine, every))
    middle = (reached[(len(reached) - 1) // 2] + reached[len(reached) // 2]) / 2
    [row] = [row for row in REPORT.rows if row.id == mine.id]
    assert len(reached) >= 5
    assert row.predicted[speed.LEFT_OUT] == pytest.approx(middle * mine.peak_tok_per_s, rel=1e-12)


def test_a_card_of_a_new_family_is_treated_as_unknown() -> None:
    for row in REPORT.rows:
        if row.kind.endswith(prefill.ALONE):
            assert row.high / row.low > 7, row.id


def test_the_stated_range_holds_most_rows() -> None:
    held = [row.held for row in REPORT.rows]
    assert len(held) >= 30
    assert 0.65 <= sum(held) / len(held) <= 0.9


def test_every_refused_row_says_why_and_is_not_compared() -> None:
    assert REPORT.refused
    assert all(len(why) > 20 for _, why in REPORT.refused)
    assert not {key for key, _ in REPORT.refused} & {row.id for row in REPORT.rows}


def test_goals_name_what_the_proof_shows() -> None:
    found = {one.what: one for one in goals.goals(CATALOG)}
    dense = next(
        one for one in speed.report(CATALOG).summaries if (one.rule, one.group) == (speed.LEFT_OUT, speed.DENSE)
    )
    assert found["writing, dense, card left out, median"].reached == dense.median_error
    assert found["cells of the break-even paper that reproduce"].reached == 36
    assert found["cells that do not"].reached == 9


@pytest.mark.parametrize(
    ("reached", "least", "most", "met"),
    [(0.02, None, 0.02, True), (0.021, None, 0.02, False), (0.74, 0.75, 0.9, False), (0.8, 0.75, 0.9, True)],
)
def test_a_goal_is_met_within_its_range(reached: float, least: float, most: float, met: bool) -> None:
    assert goals.Goal("x", reached, least, most).met is met
    assert goals.Goal("x", reached).met is None
