"""The proof of memory: caches to the MiB, totals within the goals, and other rules really run on the same rows."""

from __future__ import annotations

from statistics import median

import pytest

from build_hooks.site import Site
from build_hooks.validation.memory import CACHE, CACHE_RULES, LARGE_PARAMS_B, TOTAL, TOTAL_RULES, Report, report
from build_hooks.validation.rows import OURS


@pytest.fixture(scope="module")
def made() -> Report:
    return report(Site.read().catalog)


def test_every_cache_is_exact_to_a_mebibyte(made: Report) -> None:
    rows = [row for row in made.rows if row.what == CACHE]
    assert len(rows) >= 25
    for row in rows:
        assert row.predicted[OURS] == pytest.approx(row.measured, abs=1), row.id


def test_totals_of_large_models_meet_the_goals(made: Report) -> None:
    errors = [abs(row.error(OURS)) for row in made.rows if row.what == TOTAL and row.params_b >= LARGE_PARAMS_B]
    assert len(errors) >= 10
    assert median(errors) <= 0.02
    assert max(errors) <= 0.05


def test_the_stated_range_holds_what_it_says(made: Report) -> None:
    assert 0.7 <= made.totals_held_frac <= 0.95
    for row in made.rows:
        assert row.low <= row.predicted[OURS] <= row.high
        assert (row.low == row.high) == (row.what == CACHE)


def test_every_rule_has_a_summary_and_ours_is_the_best(made: Report) -> None:
    for what, rules in ((CACHE, CACHE_RULES), (TOTAL, TOTAL_RULES)):
        found = {row.rule: row for row in made.summaries if row.what == what}
        assert set(found) == set(rules)
        assert min(found.values(), key=lambda row: abs(row.worst_error)).rule == OURS


def test_refused_rows_say_why(made: Report) -> None:
    assert made.refused
    assert all(reason.endswith(".") or reason for _, reason in made.refused)
    assert not {key for key, _ in made.refused} & {row.id for row in made.rows}


def test_known_rules_give_known_numbers(made: Report) -> None:
    """Gemma 3 27B at 32,768 tokens by hand: 62 layers x 2 x 16 x 128 x 2 bytes, and so on."""
    row = next(row for row in made.rows if row.id == "gemma-3-27b-f16-32k" and row.what == CACHE)
    tokens = 32768
    assert row.predicted["every layer looks at everything"] == pytest.approx(62 * 2 * 16 * 128 * 2 * tokens / 2**20)
    assert row.predicted["no shared heads (gpu_poor)"] == pytest.approx(4 * 62 * 5376 * tokens / 2**20)
    assert row.predicted["head width = hidden width ÷ heads"] == pytest.approx(62 * 2 * 16 * 168 * 2 * tokens / 2**20)
    bare = (10 * tokens + 52 * 1024) * 2 * 16 * 128 * 2 / 2**20
    assert row.predicted["window alone, no slots, no states"] == pytest.approx(bare)
    total = next(row for row in made.rows if row.id == "gemma-3-27b-f16-32k" and row.what == TOTAL)
    assert total.predicted["file × 1.2"] == pytest.approx(16.547 * 1.2)
