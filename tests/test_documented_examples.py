"""What the documents tell people to type works: commands run, code is the code, make targets exist."""

from __future__ import annotations

import inspect
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from calc.__main__ import main
from calc.model import FORMULAS, GRAPH

ROOT = Path(__file__).parents[1]
SKIPPED = {".venv", ".cache", "site", "dist", "node_modules", "prerendered"}
RUN_ELSEWHERE = {"docs/reference/data.md"}  # against a served site, by tests/artifacts/test_data_page.py
PAGES = sorted(path for path in ROOT.rglob("*.md") if not SKIPPED & set(path.relative_to(ROOT).parts))
FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\$ |    +)?((?:\.venv/bin/)?python3? -m calc\b.*)$", re.MULTILINE)
# Run on a copy of the data, with what each of them must do, by tests/upkeep/test_worked_changes.py.
UPKEEP = re.compile(r"^(?:\$ |    +)?(python -m build_hooks .*)$", re.MULTILINE)
MAKE = re.compile(r"`make ([a-z-]+)|^(?:\$ |    +)?make ([a-z-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A block of code, or a command, on a page."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line} {self.language}"


def blocks(*languages: str) -> list[Example]:
    """All fenced blocks of these languages."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            if match[2] in languages and page.relative_to(ROOT).as_posix() not in RUN_ELSEWHERE:
                found.append(Example(page, text[: match.start()].count("\n") + 1, match[2], match[3]))
    return found


def commands() -> list[Example]:
    """Every line that calls the guide's own command."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in COMMAND.finditer(text):
            found.append(Example(page, text[: match.start()].count("\n") + 1, "sh", match[1]))
    return found


@pytest.mark.parametrize("example", commands(), ids=str)
def test_a_command_runs(example: Example, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(example.text.partition(" #")[0])
    args = words[words.index("calc") + 1 :]
    if args[:1] == ["batch"] or any(word in args for word in ("|", "<", ">")):
        pytest.fail(f"{example}: pipes are not run here; show the command by itself")
    assert main(args) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("example", blocks("python", "py"), ids=str)
def test_code_is_the_code(example: Example) -> None:
    """A block of Python is a piece of the project's source, word for word."""
    sources = [inspect.getsource(module) for module in FORMULAS]
    sources += [path.read_text(encoding="utf-8") for path in (ROOT / "calc").glob("*.py")]
    compile(example.text, str(example), "exec")
    assert any(example.text.strip() in source for source in sources), f"{example} is not in calc/ any more"


@pytest.mark.parametrize("example", blocks("yaml", "yml"), ids=str)
def test_data_can_be_read(example: Example) -> None:
    assert yaml.safe_load(example.text)


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for page in PAGES:
        named = {first or second for first, second in MAKE.findall(page.read_text(encoding="utf-8"))}
        assert named <= targets, page


def test_shell_blocks_are_of_a_language_that_is_checked() -> None:
    """`console` and the like would slip past `test_a_command_runs` if their lines began in another way."""
    for example in blocks("sh", "bash", "console", "shell"):
        for line in example.text.splitlines():
            known = any(kind.match(line) for kind in (COMMAND, UPKEEP, MAKE)) or re.match(
                r"(?:\$ )?(?:git|cd) ", line.strip()
            )
            assert not line.strip() or known or line.strip().startswith("#"), f"{example}: {line} is not checked"


def test_there_are_examples() -> None:
    assert commands()
    assert blocks("python")
    assert blocks("yaml")


def test_quantities_named_in_the_documents_exist() -> None:
    """`[[ n("name") ]]` in a document that is no page of the site, so the build does not check it."""
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "prices" / "README.md"]:
        for name in re.findall(r"\[\[ n\(\"(\w+)\"", page.read_text(encoding="utf-8")):
            assert name in GRAPH.nodes, f"{page.name}: {name}"
