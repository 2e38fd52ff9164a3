"""Each validator is taken out once, and a broken fixture must notice; each place that reports is reached by one.

A check that no fixture needs could be deleted without a test failing.
"""

import ast
import importlib
import inspect
import pkgutil
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import build_hooks.dataset as package
from build_hooks.dataset import DatasetError, Fault, load
from tests.prices.conftest import BAD, BASE

FOLDER = Path(package.__file__).parent
MODULES = [importlib.import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules([str(FOLDER)])]
FIXTURES = sorted(BAD.iterdir())
# What reports a fault: the record itself, the helpers that do it for a record or a file, and refusals of whole files.
REPORTERS = {"Fault", "fault", "_fault", "_RefusedError"}
# Reached by tests that build their file by hand, because it is huge, absent or depends on the machine's reader.
ELSEWHERE = {
    "build_hooks/dataset/load.py: self._fault(relative, 1, '', 'the file', NOTHING": "edition and sources are required",
    "build_hooks/dataset/load.py: Fault(self.root.name": "a folder that is not there",
    "build_hooks/dataset/yaml_lines.py: _RefusedError(1, f'at most {MAX_BYTES:,} bytes'": "a file of 50 MB",
}


def checks() -> Iterator[tuple[ModuleType, str]]:
    """Every validator: the functions whose name says check, in the module that defines them."""
    for module in MODULES:
        for name, thing in vars(module).items():
            if "check_" in name and inspect.isfunction(thing) and thing.__module__ == module.__name__:
                yield module, name


@cache
def laid_out() -> Path:
    """All fixtures over their own copy of the valid data set."""
    import tempfile

    root = Path(tempfile.mkdtemp())
    for fixture in FIXTURES:
        for folder in (BASE, fixture):
            ignore = shutil.ignore_patterns("expected.txt")
            shutil.copytree(folder, root / fixture.name / "prices", dirs_exist_ok=True, ignore=ignore)
    return root


@pytest.fixture(scope="module", autouse=True)
def cleaned_up() -> Iterator[None]:
    yield
    shutil.rmtree(laid_out())
    laid_out.cache_clear()


def messages(name: str) -> list[str]:
    try:
        load(laid_out() / name / "prices")
    except DatasetError as error:
        return str(error).splitlines()
    return []


def notices() -> str | None:
    """The first fixture whose messages are not those expected; None where none notices."""
    for fixture in FIXTURES:
        expected = (fixture / "expected.txt").read_text(encoding="utf-8").splitlines()
        if messages(fixture.name) != expected:
            return fixture.name
    return None


def nothing(original: Any) -> Callable[..., Any]:
    """A stand-in that finds no fault: an empty list where faults are returned, else nothing."""
    returns_list = "list" in str(inspect.signature(original).return_annotation)
    return lambda *_args, **_more: [] if returns_list else None


def test_without_a_mutation_nothing_is_noticed() -> None:
    assert notices() is None


@pytest.mark.parametrize(
    ("module", "name"), list(checks()), ids=lambda part: getattr(part, "__name__", part).split(".")[-1]
)
def test_a_validator_that_finds_nothing_is_noticed(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = getattr(module, name)
    for user in MODULES:
        if vars(user).get(name) is original:
            monkeypatch.setattr(user, name, nothing(original))
    assert notices() is not None, f"{module.__name__}.{name} could be deleted, and no broken fixture would notice"


def places() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the package that reports a fault, but for the helpers that only pass one on."""
    for path in sorted(FOLDER.glob("*.py")):
        for owner in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(owner, ast.FunctionDef) or owner.name in REPORTERS:
                continue
            for node in ast.walk(owner):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in REPORTERS:
                    yield f"build_hooks/dataset/{path.name}", node


def test_every_place_that_reports_a_fault_is_reached_by_a_broken_fixture(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: set[tuple[str, int]] = set()
    made = Fault.__init__

    def noting(self: Fault, *args: Any, **more: Any) -> None:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            reached.add((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        made(self, *args, **more)

    yaml_lines = importlib.import_module("build_hooks.dataset.yaml_lines")
    yaml_lines._parsed.cache_clear()  # what other tests read is read anew
    refused = yaml_lines._RefusedError
    made_refusal = refused.__init__

    def noting_refusal(self: Any, *args: Any) -> None:
        frame = sys._getframe(1)
        reached.add((frame.f_code.co_filename, frame.f_lineno))
        made_refusal(self, *args)

    monkeypatch.setattr(Fault, "__init__", noting)
    monkeypatch.setattr(refused, "__init__", noting_refusal)
    for fixture in FIXTURES:
        messages(fixture.name)
    lines: dict[str, set[int]] = {}
    for file, line in reached:
        lines.setdefault(Path(file).name, set()).add(line)

    missed = []
    for file, call in places():
        if not lines.get(Path(file).name, set()) & set(range(call.lineno, (call.end_lineno or call.lineno) + 1)):
            said = f"{file}: {ast.unparse(call)}"
            if not said.startswith(tuple(ELSEWHERE)):
                missed.append(f"{file}:{call.lineno} {ast.unparse(call)[:110]}")
    assert not missed, "\n".join(missed)
    for elsewhere in ELSEWHERE:
        assert any(f"{file}: {ast.unparse(call)}".startswith(elsewhere) for file, call in places()), elsewhere
