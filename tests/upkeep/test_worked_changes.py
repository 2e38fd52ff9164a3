"""The worked changes of prices/README.md and CONTRIBUTING.md, done on a copy, word for word."""

import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

from build_hooks.__main__ import COMMANDS, main
from build_hooks.dataset import load
from tests.pinned import DAY
from tests.test_documented_examples import FENCE, UPKEEP
from tests.upkeep.conftest import ROOT, append_row, copy_data, put

README = (ROOT / "prices" / "README.md").read_text(encoding="utf-8")
OHIO = "tariff.us-oh/residential.electricity_usd_per_kwh"


def block(containing: str) -> str:
    """The YAML block of the README that contains a text, as it stands there."""
    (found,) = [match[3] for match in FENCE.finditer(README) if match[2] == "yaml" and containing in match[3]]
    return found


def commands(page: str) -> list[list[str]]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [shlex.split(line)[3:] for line in UPKEEP.findall(text)]


def strict(checkout: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """Compare with the data before the change."""
    before = checkout.parent / "before"
    if not before.exists():
        copy_data(before)
    capsys.readouterr()
    return main(["diff", str(before), "--root", str(checkout), "--strict", "--no-pages"])


def test_a_price_changed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (words,) = [words for words in commands("prices/README.md") if words[0] == "add-price"]
    before = (checkout / "prices/api/openai.yml").read_text(encoding="utf-8")
    assert main([words[0], "--root", str(checkout), *words[1:]]) == 0, capsys.readouterr()
    after = (checkout / "prices/api/openai.yml").read_text(encoding="utf-8")
    assert after.replace(block("2026-12-02"), "", 1) == before
    assert strict(checkout, capsys) == 0
    # The edition moved, and what it left is recorded; without the record the change is refused.
    left = checkout / "prices/editions" / f"{DAY}.yml"
    written = left.read_text(encoding="utf-8")
    left.unlink()
    assert strict(checkout, capsys) == 1
    assert "the day that the edition leaves" in capsys.readouterr().out
    left.write_text(written, encoding="utf-8")
    # By hand it is the same row in the same place.
    by_hand = copy_data(checkout.parent / "by-hand")
    append_row(by_hand, "prices/api/openai.yml", "gpt-6-luna", block("2026-12-02"))
    assert (by_hand / "prices/api/openai.yml").read_text(encoding="utf-8") == after


def test_the_command_of_the_contributors_page(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (words,) = commands("CONTRIBUTING.md")
    assert main([words[0], "--root", str(checkout), *words[1:]]) == 0, capsys.readouterr()
    assert load(checkout / "prices").edition == "2026-12-01"


def test_a_model_is_new(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = checkout / "prices/api/openai.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + block("GPT-6.2 Nova"), encoding="utf-8")
    assert "openai/gpt-6.2-nova" in load(checkout / "prices").catalog["tables"]["api_model"]
    assert strict(checkout, capsys) == 0
    (day,) = re.findall(r"`python -m build_hooks edition (\S+)`", README)
    assert main(["edition", "--root", str(checkout), day]) == 0
    assert strict(checkout, capsys) == 0


WITHOUT_PACKAGES = """
import runpy, sys
sys.modules["pydantic"] = None
sys.argv = ["build_hooks", "check"]
runpy.run_module("build_hooks", run_name="__main__")
"""


def test_a_python_without_the_packages_says_how_to_get_them() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_PACKAGES], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "expected the packages of requirements/, got a Python without pydantic; run `make setup`"
    )


def test_electricity_is_missing_or_old(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = '      - {since: 2026-02, value: "0.1793", source: electricchoice, checked: 2026-11-23, how: imported}\n'
    put(checkout, "prices/power/us-oh.yml", last, last + block("0.1842"))
    sources = checkout / "prices" / "sources.yml"
    sources.write_text(f"{sources.read_text(encoding='utf-8')}\n{block('eia-monthly:')}", encoding="utf-8")
    values = load(checkout / "prices").catalog["tables"]["tariff"]["us-oh/residential"]["values"]
    assert values["electricity_usd_per_kwh"][-1]["value"] == "0.1842"
    assert strict(checkout, capsys) == 0
    assert f"| `{OHIO}` | 2026-10 | `0.1793` | `0.1842` | +2.73% |" in capsys.readouterr().out


def test_a_figure_was_wrong_from_the_start(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(checkout, "prices/power/us-oh.yml", '"0.1793"', '"0.1739"')
    assert strict(checkout, capsys) == 1
    assert OHIO in capsys.readouterr().out
    corrections = checkout / "prices" / "corrections.yml"
    corrections.write_text(f"{corrections.read_text(encoding='utf-8')}\n{block('ohio-misread')}", encoding="utf-8")
    assert strict(checkout, capsys) == 0


def test_a_value_looks_as_the_example_shows() -> None:
    shown = yaml.safe_load(block("electricity_usd_per_kwh:\n"))["electricity_usd_per_kwh"][0]
    held = load(ROOT / "prices").catalog["tables"]["tariff"]["us/residential"]["values"]["electricity_usd_per_kwh"][0]
    assert {key: str(value) for key, value in shown.items()}.items() <= held.items()


def test_every_command_that_the_documents_name_is_there() -> None:
    for page in ("prices/README.md", "CONTRIBUTING.md", "README.md", "docs/reference/who-says-what.md"):
        for name in re.findall(r"python -m build_hooks ([a-z-]+)", (ROOT / page).read_text(encoding="utf-8")):
            assert name in COMMANDS, f"{page}: {name}"


def test_the_dedented_rows_are_what_an_editor_shows() -> None:
    assert yaml.safe_load(textwrap.dedent(block("2026-12-02")))[0]["how"] == "read"
