"""The hand-worked tables of tests/cases: what each quantity must be, worked out beside it, with why and from where.

A case may bring price rows (`prices`, of the made-up model acme/case) and a `calendar` (acme-days) of its own.

A value may be written as the working itself ("350 * 24 * 30 / 1000"): numbers, + - * / ** and brackets, no names,
so that it cannot lean on the code under test.
"""

import ast
import json
import math
import operator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from calc import door
from calc.facts.catalog import Catalog
from tests.calc.asking import NAMES, ask

FOLDER = Path(__file__).parents[1] / "cases"
KEYS = {"name", "as_of", "prices", "calendar", "scenario", "expect", "tolerance", "why", "source"}
NEEDED = {"name", "expect", "why", "source"}
TOLERANCE = 1e-9
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def _load() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{path.stem}: {case.get('name')}"))
    return found


CASES = _load()


def worked(text: str) -> float:
    """The value of a working made of plain numbers."""

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return float(node.value)
        if isinstance(node, ast.BinOp):
            return float(OPERATORS[type(node.op)](value(node.left), value(node.right)))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        raise ValueError(f"not plain arithmetic: {text}")

    return value(ast.parse(text, mode="eval").body)


def _with_own_prices(case: dict[str, Any]) -> Catalog:
    """The catalog with the case's own model and calendar beside all others."""
    data = json.loads(Path(door.__file__).with_name("catalog.json").read_text(encoding="utf-8"))
    common = {"source": "genai-prices", "checked": "2026-11-23", "how": "imported", "line": 1}
    rows = [common | {key: _dates_as_text(value) for key, value in row.items()} for row in case["prices"]]
    data["tables"]["api_model"]["acme/case"] = {
        "file": "prices/api/acme.yml",
        "fields": {"name": "Case"},
        "prices": rows,
    }
    if "calendar" in case:
        fields = {key: _dates_as_text(value) for key, value in case["calendar"].items()}
        data["tables"]["calendar"]["acme-days"] = {"file": "prices/calendars/acme.yml", "line": 1, "fields": fields}
    return Catalog(data)


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_dates_as_text(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("case", CASES)
def test_a_case_comes_out_as_worked_by_hand(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    if "prices" in case:
        own = _with_own_prices(case)
        monkeypatch.setattr(door, "catalog", lambda: own)
        case = {**case, "scenario": {"api_model": "acme/case", **case.get("scenario", {})}}
    tolerance = float(case.get("tolerance", TOLERANCE))
    for quantity, wanted in case["expect"].items():
        got = ask(quantity, case.get("scenario"), str(case["as_of"]) if "as_of" in case else None)
        for key, value in _wanted(wanted).items():
            assert _same(got[key], value, tolerance), f"{quantity}.{key}: worked out {value!r}, got {got[key]!r}"


def _wanted(wanted: Any) -> dict[str, Any]:
    """Short forms: a number or working, `never`, `unknown`, a list [low, high]; or keys of the result."""
    if wanted == "never":
        return {"value": None, "status": "known", "text": "never"}
    if wanted == "unknown":
        return {"value": None, "status": "unknown", "text": "unknown"}
    if isinstance(wanted, list):
        return {"low": wanted[0], "high": wanted[1], "status": "known"}
    if isinstance(wanted, dict):
        return wanted
    return {"value": wanted, "status": "known"}


def _same(got: Any, wanted: Any, tolerance: float) -> bool:
    if isinstance(wanted, str) and isinstance(got, int | float) and not isinstance(got, bool):
        wanted = worked(wanted)
    if isinstance(wanted, bool) or wanted is None or isinstance(wanted, str | list):
        return bool(got == wanted)
    if not isinstance(got, int | float):
        return False
    return math.isclose(got, wanted, rel_tol=tolerance, abs_tol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_case_is_well_formed(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert set(case) >= NEEDED
    assert case["expect"], "a case that expects nothing cannot fail"
    assert set(case["expect"]) <= set(NAMES)


def test_names_are_unique() -> None:
    names = [param.id for param in CASES]
    assert len(names) == len(set(names))


def test_a_wrong_working_is_seen() -> None:
    assert _same(252.0, "350 * 24 * 30 / 1000", TOLERANCE)
    assert not _same(252.0, "350 * 24 * 31 / 1000", TOLERANCE)
    assert not _same(None, 0, TOLERANCE)
    with pytest.raises(ValueError, match="not plain arithmetic"):
        worked("__import__('os')")
