"""What counts as text when it stands without quotes, and where things stand."""

from pathlib import Path

import pytest

from build_hooks.dataset.dates import first_day, is_day
from build_hooks.dataset.faults import Fault
from build_hooks.dataset.nodes import Listed, Mapped, Scalar, bare_meaning
from build_hooks.dataset.yaml_lines import read_yaml

NUMBERS = ("1e-7", "0.15", ".5", "12", "-3", "1_000", "0x1F", "0o17", ".inf", "-.INF", ".nan")
TEXTS = ("2026-05-16", "2026-Q2", "q4_k_m", "none", "Norway", "01:00-05:00", "gpt-4.1", "1,200", "e5", "nano")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *((text, "number") for text in NUMBERS),
        *((text, "time") for text in ("10:30", "1:2:3.5")),
        *((text, "yes or no") for text in ("NO", "off", "y", "True")),
        *((text, "nothing") for text in ("~", "null", "")),
        *((text, None) for text in TEXTS),
    ],
)
def test_bare_text_that_yaml_would_guess_at(text: str, meaning: str | None) -> None:
    assert bare_meaning(text) == meaning


def test_lines_and_original_text_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    lines = ("# comment", "a: 0.10", "b:", '  - {c: "0.10", d: 2026-05-16}', "  -", "    e: >", "      folded", "")
    path.write_text("\n".join(lines), encoding="utf-8")
    faults: list[Fault] = []
    root = read_yaml(path, "a.yml", faults)
    assert faults == []
    assert isinstance(root, Mapped)
    assert root.entries["a"] == Scalar("0.10", bare=True, line=2)
    assert root.lines == {"a": 2, "b": 3}
    rows = root.entries["b"]
    assert isinstance(rows, Listed)
    first, second = rows.items
    assert isinstance(first, Mapped)
    assert isinstance(second, Mapped)
    assert first.entries == {"c": Scalar("0.10", bare=False, line=4), "d": Scalar("2026-05-16", bare=True, line=4)}
    assert second.line_of("e") == 6
    assert second.entries["e"] == Scalar("folded\n", bare=False, line=6)


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes("\ufeffa: x\r\nb: y\r\n".encode())
    root = read_yaml(path, "a.yml", [])
    assert isinstance(root, Mapped)
    assert root.entries == {"a": Scalar("x", bare=True, line=1), "b": Scalar("y", bare=True, line=2)}


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026", "2026-01-01"), ("2026-Q3", "2026-07-01"), ("2026-11", "2026-11-01"), ("2024-02-29", "2024-02-29")],
)
def test_a_date_of_any_precision_begins_on_its_first_day(text: str, day: str) -> None:
    assert str(first_day(text)) == day


IMPOSSIBLE = (
    "2026-02-30",
    "2026-Q5",
    "2026-Q0",
    "2026-13",
    "26-01-01",
    "2026-1-1",
    "0000",
    "2026-05-16T00",
    "",
    "soon",
)


@pytest.mark.parametrize("text", [*IMPOSSIBLE, "２０２６"])
def test_impossible_dates_have_no_first_day(text: str) -> None:
    assert first_day(text) is None


def test_only_a_whole_date_is_a_day() -> None:
    assert is_day("2026-05-16")
    assert not is_day("2026-05")
    assert not is_day("2026-05-32")
