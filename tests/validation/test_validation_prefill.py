"""Prompt reading, each card left out; and the goals that the page and `make bench` show."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log

import pytest

from build_hooks.site import Site
from build_hooks.validation import batching, fit, goals, prefill, speed
from build_hooks.validation.prefill import Point

CATALOG = Site.read().catalog
REPORT = prefill.report(CATALOG)


def points() -> list[Point]:
    return list(prefill.found(CATALOG)[0])


def test_a_row_taken_apart_by_hand() -> None:
    """RTX 3090, 8.03 billion parameters in 4.92 GB of K weights: what a token takes at one operation for each byte."""
    [found] = [one for one in points() if one.id == "rtx-3090-llama-3-8b-q4-k-m-prefill-xiongjiedai"]
    balance = (35600 / 936.2 / 60) ** 0.4
    assert found.compute_ms == pytest.approx(2 * 8.03 * 1000 / (936.2 * balance * 0.85), rel=1e-12)
    assert found.scores_ms == pytest.approx(32 * 32 * 128 * 4 * 256 / 1e9 * 1000 / (936.2 * balance), rel=1e-12)
    assert found.read_ms == pytest.approx((1.7 + 4.92 / (0.93 * 0.83 * 936.2) * 1000) / 512, rel=1e-12)
    assert found.thin_per_tok == 0
    assert found.seen_ms == pytest.approx(1000 / 4030.4, rel=1e-12)


def test_time_is_the_sum_of_its_parts_and_its_slopes_are_those_of_its_logarithm() -> None:
    [mixture] = [one for one in points() if one.id.startswith("rtx-3090-tess")]
    law = (log(100.0), log(50.0), log(40.0))
    time_ms, slopes = prefill.terms(mixture, law)
    compute = mixture.compute_ms / 100
    assert time_ms == pytest.approx(
        mixture.read_ms + compute * (1 + 40 * mixture.thin_per_tok) + mixture.scores_ms / 50, rel=1e-12
    )
    assert mixture.thin_per_tok == pytest.approx((1 - (31 / 32) ** 512) / 16, rel=1e-12)
    for at, slope in enumerate(slopes):
        moved = tuple(one + (1e-6 if index == at else 0) for index, one in enumerate(law))
        assert log(prefill.terms(mixture, moved)[0] / time_ms) / 1e-6 == pytest.approx(slope, abs=1e-5)


def test_a_card_left_out_does_not_know_its_own_runs() -> None:
    every = points()
    faster = [replace(one, compute_ms=one.compute_ms / 2) if one.card == "RTX 3090" else one for one in every]
    for one, before, after in zip(every, prefill.left_out(every), prefill.left_out(faster), strict=True):
        if one.card == "RTX 3090":
            halved = one.read_ms + (before - one.read_ms - _scores(one, every)) / 2 + _scores(one, every)
            assert after == pytest.approx(halved, rel=1e-9), one.id


def _scores(point: Point, every: list[Point]) -> float:
    """What looking back takes by the law without this card."""
    others = [one for one in every if one.card != point.card]
    return point.scores_ms / exp(fit.pooled(others, prefill.terms, prefill.PRIOR)[point.family][1])


def test_the_only_card_of_a_family_falls_back_to_its_kin() -> None:
    every = points()
    spark = [one for one in every if one.card == "DGX Spark"]
    laws = fit.pooled([one for one in every if one not in spark], prefill.terms, prefill.PRIOR)
    assert laws["gb10"] == pytest.approx(laws["kin:cuda"], rel=1e-9)


def test_looking_back_is_compared_with_sweeps_of_depth() -> None:
    report = batching.prompt_depth(CATALOG)
    assert len(report.rows) >= 30
    assert max(row.at for row in report.rows) > 60_000
    assert report.median_error < 0.06
    assert min(row.measured for row in report.rows) < 0.2


def test_a_card_of_a_new_family_is_treated_as_unknown() -> None:
    own = {one.id: one.evaluated for one in points()}
    alone = [row for row in REPORT.rows if row.kind.endswith(prefill.ALONE)]
    assert len(alone) >= 20
    for row in alone:
        stated = own[row.id].get("prefill_high_ratio") / own[row.id].get("prefill_low_ratio")
        assert row.high / row.low > stated, row.id


def test_the_stated_range_holds_most_rows() -> None:
    held = [row.held for row in REPORT.rows]
    assert len(held) >= 50
    assert 0.75 <= sum(held) / len(held) <= 0.9


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
