"""Moving the edition's day: both files are written, and what only shows another day is told from what changes."""

import pytest

from build_hooks.__main__ import main
from build_hooks.dataset import load
from build_hooks.upkeep.diff import diff
from build_hooks.upkeep.report import markdown
from tests.upkeep.conftest import copy_data, put

LATER = "2026-11-30"


def test_the_day_moves_and_the_one_it_leaves_is_recorded(data, capsys):
    before = (data / "prices" / "edition.yml").read_text(encoding="utf-8")
    assert main(["edition", LATER, "--root", str(data)]) == 0
    after = (data / "prices" / "edition.yml").read_text(encoding="utf-8")
    assert after == before.replace("2026-11-23", LATER) != before
    loaded = load(data / "prices")
    assert loaded.edition == LATER
    assert "2026-11-23" in loaded.catalog["tables"]["edition"]
    assert "prices/editions/2026-11-23.yml: written" in capsys.readouterr().out


def test_a_record_that_is_there_stays_and_the_same_day_changes_nothing(data, capsys):
    record = data / "prices" / "editions" / "2026-11-23.yml"
    record.write_text("mine\n", encoding="utf-8")
    assert main(["edition", LATER, "--root", str(data)]) == 0
    assert record.read_text(encoding="utf-8") == "mine\n"
    assert main(["edition", LATER, "--root", str(data)]) == 0
    assert f"of {LATER} already" in capsys.readouterr().out
    assert not (data / "prices" / "editions" / f"{LATER}.yml").exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("30.11.2026", "the order is year, month, day"),
        ("2026-11", "expected a day"),
        ("2026-11-22", "expected a day after 2026-11-23, the edition's, got 2026-11-22; editions only go forward"),
    ],
)
def test_a_day_that_is_none_or_lies_before_is_refused_and_nothing_is_written(data, capsys, day, said):
    assert main(["edition", day, "--root", str(data)]) == 2
    assert said in capsys.readouterr().err
    assert load(data / "prices").edition == "2026-11-23"


def test_it_moves_while_the_data_have_the_very_fault_that_asks_for_it(data, capsys):
    put(data, "prices/power/us-oh.yml", "checked: 2026-11-23", f"checked: {LATER}")
    assert main(["check", "--root", str(data)]) == 1
    assert "python -m build_hooks edition DATE" in capsys.readouterr().out
    assert main(["edition", LATER, "--root", str(data)]) == 0
    assert load(data / "prices").edition == LATER


def test_a_page_that_shows_another_day_and_nothing_else_is_not_listed(data):
    base = copy_data(data.parent / "base")
    for root in (base, data):
        (root / "docs" / "index.md").write_text('It costs [[ n("electricity_usd_per_month") ]].\n', encoding="utf-8")
        (root / "docs" / "sources.md").write_text('Memory: [[ n("memory_gb") ]].\n', encoding="utf-8")
    assert main(["edition", LATER, "--root", str(data)]) == 0
    quiet = diff(str(base), data)
    assert quiet.looked_at["only day"] > 100
    assert not {"docs/index.md", "docs/sources.md", "regions/us-oh/"} & {one.page for one in quiet.pages}
    assert "pages with another day and nothing else" in markdown(quiet)
    put(data, "prices/power/us.yml", 'value: "0.1805", low: "0.1805"', 'value: "0.1815", low: "0.1805"')
    loud = {one.page: one for one in diff(str(base), data).pages}
    assert loud["docs/index.md"].numbers == 1
    assert "docs/sources.md" not in loud
    assert "regions/us/" in loud


def test_an_edition_left_without_a_record_is_an_edit_of_history(data):
    base = copy_data(data.parent / "base")
    put(data, "prices/edition.yml", "2026-11-23", LATER)
    (fault,) = diff(str(base), data, with_pages=False).edits
    assert (fault.file, fault.got) == ("prices/editions/2026-11-23.yml", "nothing")
    assert f"python -m build_hooks edition {LATER}" in fault.hint
