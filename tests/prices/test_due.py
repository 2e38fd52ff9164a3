"""What needs somebody soon is said by `check` and never stops it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from build_hooks.__main__ import main
from build_hooks.checks import check_dataset
from build_hooks.dataset import load
from build_hooks.due import due

Lay = Callable[..., Path]
Edit = Callable[[Path, str, str], None]


@pytest.mark.parametrize(("last", "said"), [("2026-07-17", False), ("2026-07-16", True), ("2026-05-31", True)])
def test_a_calendar_that_ends_within_45_days_is_told(last: str, said: bool, dataset: Lay, edit: Edit) -> None:
    root = dataset()
    edit(root / "calendars" / "land.yml", "2026-12-31", last)
    edit(root / "calendars" / "land.yml", "2026-05-01, 2026-10-01", "2026-05-01")
    found = list(due(load(root)))
    assert bool(found) == said
    assert not found or found[0].startswith(f"prices/calendars/land.yml:4 land-days: knows its days up to {last}, ")


@pytest.mark.parametrize(
    ("until", "status", "said"),
    [
        ("2026-10-17", "active", False),
        ("2026-10-16T23:59Z", "active", True),
        ("2026-10-01", "active", True),
        ("2026-10-01", "retired", False),
        ("", "active", False),
    ],
)
def test_a_price_that_ends_with_nothing_after_it_is_told(
    until: str, status: str, said: bool, dataset: Lay, edit: Edit
) -> None:
    root = dataset()
    api = root / "api" / "acme-cloud.yml"
    edit(api, "        announced: true\n", f'        until: "{until}"\n' if until else "")
    edit(api, "value: active", f"value: {status}")
    edit(root / "edition.yml", "2026-06-01", "2026-09-01")
    text = api.read_text(encoding="utf-8").replace("checked: 2026-06-01", "checked: 2026-09-01")
    api.write_text(text, encoding="utf-8")
    found = [sentence for sentence in due(load(root)) if "its price ends" in sentence]
    assert bool(found) == said
    assert not found or found[0].startswith(
        "prices/api/acme-cloud.yml:24 acme-cloud/dense-20b: its price ends at 2026-10"
    )


def test_an_announcement_after_the_end_is_enough(dataset: Lay, edit: Edit) -> None:
    root = dataset()
    row = "      - since: 2026-01-15\n        input"
    edit(root / "api" / "acme-cloud.yml", row, row.replace("\n", "\n        until: 2026-07-01\n", 1))
    assert list(due(load(root))) == []


def test_check_says_it_and_passes(
    dataset: Lay, edit: Edit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("build_hooks.checks.CHECKS", [check_dataset])
    root = dataset()
    edit(root / "calendars" / "land.yml", "2026-12-31", "2026-06-30")
    edit(root / "calendars" / "land.yml", "2026-05-01, 2026-10-01", "2026-05-01")
    assert main(["check", "--root", str(root.parent)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("soon: prices/calendars/land.yml:4 land-days: ")
    assert captured.err.endswith("no faults\n")
