"""Who may import what, and who may not compute: read off the source, so that it stays so."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CALC = sorted((ROOT / "calc").rglob("*.py"))
BUILD = sorted((ROOT / "build_hooks").rglob("*.py"))
SCRIPTS = sorted(path for path in (ROOT / "docs" / "assets").rglob("*") if path.suffix in (".js", ".mjs"))

# What the arithmetic may use of the standard library: nothing that knows a file, a clock, a place, chance or a network.
PURE = {
    *("__future__", "bisect", "collections.abc", "dataclasses", "difflib", "functools", "html", "inspect", "itertools"),
    *("json", "math", "operator", "re", "types", "typing", "urllib.parse"),
    "datetime",  # `date` only: the arithmetic of days, see below
}
# The two entrances load the compiled catalog and talk to a shell; what the browser loads of it comes marshalled.
ENTRANCES = {"calc/__main__.py": {"signal", "sys"}, "calc/facts/packs.py": {"marshal"}}
# Built-ins and attributes that would reach outside, or run text as code.
FORBIDDEN_CALLS = {"open", "eval", "exec", "compile", "__import__", "input", "breakpoint"}
FORBIDDEN_ATTRIBUTES = {"today", "now", "utcnow", "fromtimestamp", "getenv", "environ", "system"}
MAY_READ_FILES = {"calc/door.py"}

# The layers of `calc/`, from the ground up: each imports from its own and from those above it here.
LAYERS = (
    {"units", "errors", "text"},
    {"facts"},
    {"engine"},
    {"options", "sentences", "chain"},
    {"quantities"},
    {"lookups", "wiring", "inputs"},
    {"model", "typed", "scenario", "doubts", "ranges", "results", "listing", "latest"},
    {"chart", "parts", "tables", "figures", "calculators"},
    {"door", "notebook", "__main__", "__init__"},
)

# What the build may use besides the standard library, and who alone may know its host.
BUILD_MAY = {"calc", "build_hooks", "scripts", "yaml", "jinja2", "pydantic", "markupsafe", "markdown"}
HOSTS = {
    "mkdocs": {"build_hooks/hooks.py"},
    "genai_prices": {"build_hooks/upkeep/lists/genai_prices.py"},  # its price list is Python; only crosscheck asks
    "material": {"build_hooks/icons.py"},  # where its icons lie on disk, nothing else
    "sitecustomize": {"build_hooks/runtime_inside.py"},  # runtime_start.py, inside Pyodide
}

# Arithmetic in the browser is layout and progress only.  Every use of `Math` and of number parsing, with its reason.
LAYOUT = {
    "as-of.mjs": (2, "keeps the picker inside the window"),
    "tips.mjs": (2, "keeps the tip inside the window"),
    "explain.mjs": (2, "keeps the popover inside the window"),
    "fields.mjs": (1, "width of a field in characters"),
    "steps.mjs": (2, "pixels dragged, as whole steps; the door makes the steps"),
    "worker.mjs": (2, "progress and time of the start"),
    "status.mjs": (1, "megabytes of the download"),
    "sorting.mjs": (1, "puts rows in the order of what they show"),
}
NUMBERS_IN_JS = re.compile(
    r"\bMath\.|\.toFixed\(|\.toPrecision\(|\bparseFloat\(|\bparseInt\(|\bNumber\(|\bIntl\b|toLocaleString"
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(parsed: ast.Module) -> Iterator[str]:
    """Every imported module, also those inside functions."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield node.module or ""


def top(module: str) -> str:
    return module.split(".")[0]


def impure(parsed: ast.Module, allowed: set[str]) -> list[str]:
    """What a module of the arithmetic imports and may not."""
    return [module for module in imports(parsed) if top(module) != "calc" and module not in PURE | allowed]


def reaching_outside(parsed: ast.Module) -> list[str]:
    """Calls and attributes that reach outside or run text as code."""
    found = []
    for node in ast.walk(parsed):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            found.append(node.func.id)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_ATTRIBUTES:
            found.append(node.attr)
    return found


@pytest.mark.parametrize("path", CALC, ids=name_of)
def test_the_arithmetic_imports_only_what_is_pure(path: Path) -> None:
    assert impure(tree(path), ENTRANCES.get(name_of(path), set())) == []


@pytest.mark.parametrize("path", CALC, ids=name_of)
def test_the_arithmetic_knows_no_file_and_no_clock(path: Path) -> None:
    assert reaching_outside(tree(path)) == []


@pytest.mark.parametrize("path", CALC, ids=name_of)
def test_only_the_door_reads_the_catalog(path: Path) -> None:
    readers = {"read_text", "read_bytes", "write_text", "write_bytes", "get_data", "glob", "rglob", "iterdir"}
    used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)} & readers
    assert used == ({"get_data"} if name_of(path) in MAY_READ_FILES else set())


@pytest.mark.parametrize("path", CALC, ids=name_of)
def test_of_dates_only_the_arithmetic(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "datetime":
            assert {alias.name for alias in node.names} <= {"date", "timedelta"}
        if isinstance(node, ast.Import):
            assert "datetime" not in {alias.name for alias in node.names}


def test_quantities_import_only_what_formulas_need() -> None:
    """Formulas never see records, catalogs, scenarios or HTML."""
    may = {
        "calc",
        "calc.engine.nodes",
        "calc.units",
        "calc.errors",
        "calc.options",
        "calc.engine.sweep",
        "calc.sentences",
        "calc.chain",
    }
    for path in (ROOT / "calc" / "quantities").glob("*.py"):
        used = {module for module in imports(tree(path)) if top(module) == "calc"}
        assert {module for module in used if not module.startswith("calc.quantities")} <= may, name_of(path)


def layer_of(name: str) -> int:
    """The layer of a file or folder of `calc/`."""
    [found] = [place for place, names in enumerate(LAYERS) if name in names]
    return found


@pytest.mark.parametrize("path", CALC, ids=name_of)
def test_layers_import_from_below(path: Path) -> None:
    own = path.relative_to(ROOT / "calc").parts[0].removesuffix(".py")
    used = {name for name in parts_used(tree(path)) if layer_of(name) > layer_of(own)}
    assert used == set(), f"{name_of(path)} imports from a layer above its own"


def parts_used(parsed: ast.Module) -> Iterator[str]:
    """The files and folders of `calc/` that a module imports from, also inside functions."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom) and node.module == "calc":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("calc."):
            yield (node.module or "").split(".")[1]


def test_modules_import_in_no_circle() -> None:
    """Read off the source, so that an import inside a function hides nothing; names for type checkers do not count."""
    users = {dotted(path): set(modules_used(path)) for path in CALC if path.name != "__init__.py"}
    done: set[str] = set()
    while ready := {name for name, used in users.items() if name not in done and not (used & users.keys()) - done}:
        done |= ready
    assert users.keys() - done == set(), "these import each other"


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def modules_used(path: Path) -> Iterator[str]:
    """The modules that a module imports, those for type checkers only left out."""
    parsed = tree(path)
    typing = {inner for node in ast.walk(parsed) if is_for_typing(node) for inner in ast.walk(node)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom) and node not in typing:
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_for_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.parametrize("path", BUILD, ids=name_of)
def test_the_build_imports_what_it_may(path: Path) -> None:
    for module in imports(tree(path)):
        name = top(module)
        if name in HOSTS:
            assert name_of(path) in HOSTS[name], f"{name_of(path)} imports {module}"
        else:
            assert name in BUILD_MAY or name in sys.stdlib_module_names, f"{name_of(path)} imports {module}"


def test_hooks_stay_thin() -> None:
    assert len((ROOT / "build_hooks" / "hooks.py").read_text(encoding="utf-8").splitlines()) < 250


def test_the_data_holds_no_code() -> None:
    found = {path.suffix for path in (ROOT / "prices").rglob("*") if path.is_file()}
    assert found <= {".yml", ".json", ".md"}


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_scripts_compute_nothing_but_layout(path: Path) -> None:
    code = "\n".join(line.split("//")[0] for line in path.read_text(encoding="utf-8").splitlines())
    found = NUMBERS_IN_JS.findall(code)
    most, why = LAYOUT.get(path.name, (0, "none are needed"))
    lines = [line.strip() for line in code.splitlines() if NUMBERS_IN_JS.search(line)]
    assert len(found) <= most, f"{why}; a result is computed by the door: {lines}"


def test_every_exception_is_still_needed() -> None:
    present = {path.name for path in SCRIPTS if NUMBERS_IN_JS.search(path.read_text(encoding="utf-8"))}
    assert set(LAYOUT) <= present


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("import os", "os"),
        ("from pathlib import Path", "pathlib"),
        ("import random", "random"),
        ("def f():\n    import time", "time"),
        ("import locale", "locale"),
        ("from urllib.request import urlopen", "urllib.request"),
        ("import numpy", "numpy"),
    ],
)
def test_a_breach_is_seen(code: str, fault: str) -> None:
    assert impure(ast.parse(code), set()) == [fault]


@pytest.mark.parametrize("code", ["open('x')", "eval('1')", "date.today()", "datetime.now()", "os.environ['HOME']"])
def test_reaching_outside_is_seen(code: str) -> None:
    assert reaching_outside(ast.parse(code))
