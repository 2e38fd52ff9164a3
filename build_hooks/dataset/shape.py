"""The shape of records: pydantic checks them against calc/facts/records.py, and its errors become faults."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from build_hooks.dataset import dates
from build_hooks.dataset.faults import NOTHING, Fault, did_you_mean
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar, bare_meaning, is_null
from calc.facts.records import Alias, Batch, Dated, Fees, PriceRow, Region, Tier, Window
from calc.units import unit_of

DATE_KEYS = {
    "edition": dates.DAY,
    "since": dates.ANY,
    "until": dates.MOMENT,
    "cancelled": dates.DAY,
    "covers_from": dates.DAY,
    "covers_through": dates.DAY,
    "checked": dates.DAY,
    "read": dates.DAY,
    "review_by": dates.DAY,
    "when": dates.DAY,
    "seen": dates.DAY,
    "expires": dates.DAY,
}
VALUE_KEYS = frozenset({"value", "low", "high"})
_WHOLE = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_MOST_DIGITS = 15
_NOT_TEXT = 0.5  # stands for what YAML would guess at; no record takes a float, so its place is reported
_SOURCE_HINT = "add `source: <id>` with an id of prices/sources.yml"
_PARTS: dict[str, type] = {
    "prices": PriceRow,
    "tiers": Tier,
    "batch": Batch,
    "windows": Window,
    "regions": Region,
    "fees": Fees,
    "aliases": Alias,
}
_WANTED = {
    "source": ("the id of a source", _SOURCE_HINT),
    "since": (dates.ANY, "add the day from which the value holds"),
    "checked": (dates.DAY, "add the day on which the value was last checked"),
}
WHERE = ("line", "at")  # where a row stands: the loader knows, no file says it


def plain(node: Node, key: str = "") -> Any:
    """The node as JSON values.  Bare text that YAML would guess at becomes a float, which no record takes."""
    if isinstance(node, Mapped):
        return {name: plain(child, name) for name, child in node.entries.items()}
    if isinstance(node, Listed):
        return [plain(child) for child in node.items]
    if not node.bare or (key in DATE_KEYS and not is_null(node)):
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if _WHOLE.fullmatch(node.text):
        return int(node.text) if len(node.text) <= _MOST_DIGITS else _NOT_TEXT
    return _NOT_TEXT if bare_meaning(node.text) else node.text


def at(node: Node, path: Sequence[str | int]) -> tuple[Node | None, int]:
    """The node at a path and its line; where there is none, None and the line of what should hold it."""
    line = node.line
    found: Node | None = node
    for step in path:
        if isinstance(found, Mapped) and isinstance(step, str):
            line = found.line_of(step)
            found = found.entries.get(step)
        elif isinstance(found, Listed) and isinstance(step, int) and step < len(found.items):
            found = found.items[step]
            line = found.line
        else:
            return None, line
    return found, line


def label(*path: str | int) -> str:
    """A path as messages write it: `gpt-4o-mini.output_usd_per_mtok`; the line tells rows of a list apart."""
    names = [step for step in path if isinstance(step, str) and step]
    if len(names) > 2 and names[1] == "prices":
        del names[1]
    if len(names) > 2 and names[-1] == "value":
        names.pop()
    return ".".join(names)


def check_shape(record: type, node: Node, shown: str, name: str) -> list[Fault]:
    """Every way in which the node is not such a record; `name` is what messages call the record."""
    data = plain(node)
    faults = [_fault(node, error, record, shown, name) for error in _errors(record, data)]
    return faults + _line_keys(node, shown, name)


@cache
def _adapter(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def _errors(record: type, data: Any) -> list[Any]:
    try:
        _adapter(record).validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        return list(error.errors(include_url=False))
    return []


def _line_keys(node: Node, shown: str, name: str) -> list[Fault]:
    """`line` is a field of compiled rows only; nobody may write it."""
    faults: list[Fault] = []
    waiting: list[tuple[tuple[str | int, ...], Node]] = [((), node)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, Listed):
            waiting += [
                ((*path, spot), child) for spot, child in enumerate(here.items) if not isinstance(child, Scalar)
            ]
        elif isinstance(here, Mapped):
            for key in WHERE:
                if key in here.entries and path and isinstance(path[-1], int):
                    line = here.line_of(key)
                    faults.append(Fault(shown, line, label(name, *path, key), "a known key", key, "remove it"))
            waiting += [((*path, key), child) for key, child in here.entries.items() if not isinstance(child, Scalar)]
    return faults


def _fault(root: Node, error: Any, record: type, shown: str, name: str) -> Fault:
    path: tuple[str | int, ...] = error["loc"]
    node, line = at(root, path)
    key = str(path[-1]) if path else ""
    expected, got, hint = _explain(error, key, node, _known_keys(record, path))
    return Fault(shown, line, label(name, *path), expected, got, hint)


def _known_keys(record: type, path: tuple[str | int, ...]) -> list[str]:
    """The keys allowed where the path ends, for did-you-mean."""
    owner = record
    if len(path) > 1:
        named = [_PARTS[step] for step in path[:-1] if isinstance(step, str) and step in _PARTS]
        owner = named[-1] if named else Dated
    return [field.name for field in fields(owner) if field.name not in WHERE]


def _explain(error: Any, key: str, node: Node | None, known: list[str]) -> tuple[str, str, str]:
    """What was expected, what was found and the next step, for one error of pydantic."""
    kind: str = error["type"]
    got = node.shown if node is not None else NOTHING
    if kind == "missing":
        expected, hint = _WANTED.get(key, (f"a value for {key}", f"add `{key}`"))
        return expected, NOTHING, hint
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return "a known key", key, did_you_mean(key, known, "known keys: " + ", ".join(known))
    if kind == "string_type":
        return explain_text(key, node)
    if kind == "literal_error":
        return _explain_choice(error["ctx"]["expected"], node, got)
    if kind == "int_type":
        return "a whole number without quotes", got, "counts are not money"
    if kind == "bool_type":
        return "true or false", got, "without quotes"
    if kind in ("tuple_type", "list_type"):
        return "a list", got, "start each entry with `- `"
    return "a mapping", got, "write `key: value` lines"


def _explain_choice(choices: str, node: Node | None, got: str) -> tuple[str, str, str]:
    names = re.findall(r"'([^']*)'", choices)
    hint = did_you_mean(node.text, names) if isinstance(node, Scalar) else ""
    return "one of " + ", ".join(names), got, hint


def explain_text(key: str, node: Node | None) -> tuple[str, str, str]:
    """What was expected, what was found and the next step, where text or a quoted decimal should stand."""
    got = node.shown if node is not None else NOTHING
    if not isinstance(node, Scalar):
        return "text", got, "write one value here"
    if key in DATE_KEYS:
        return DATE_KEYS[key], got, "the order is year, month, day"
    number = _as_decimal(node.text)
    if key in VALUE_KEYS or unit_of(key) is not None:
        hint = f'write "{number}"; a bare number would pass through a float' if number else 'write "0.15"'
        return "a quoted decimal", got, hint
    meaning = bare_meaning(node.text)
    if meaning in (None, "nothing"):
        return "text", got, "leave the key out where nothing is known"
    return "text in quotes", got, f'write "{node.text}"; bare, YAML reads it as a {meaning}'


def _as_decimal(text: str) -> str:
    """The number in plain notation; nothing where the text is no number, or one of absurd size."""
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return ""
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS else ""
