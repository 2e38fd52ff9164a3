"""What changed between two catalogs, row by row.

A row is appended, put in between, edited, taken out, settled (an announcement came true or was taken back), or only
looked at again.

Works on the compiled records, so a new kind of row or condition needs no change here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from calc.facts.moments import begins

Row = Mapping[str, Any]
Kind = Literal["appended", "between", "edited", "removed", "settled", "again"]
PRICES = "prices"
THERE = "there"  # stands for a whole record
# What says how we know a figure and not what it was: it may change without touching history.
ABOUT = frozenset(
    {"since", "source", "checked", "how", "basis", "announced", "cancelled", "note", "line", "at", "count"}
)
_OWN = frozenset({"file", "line", "values", "prices", "fields"})


@dataclass(frozen=True)
class RowChange:
    """One dated row that differs; `before` is the row that held until an appended one began."""

    kind: Kind
    table: str
    record: str
    field: str
    since: str
    file: str
    line: int
    old: Row | None = None
    new: Row | None = None
    before: Row | None = None

    @property
    def key(self) -> str:
        """The record and, except for price rows, the field: `hardware.nvidia/rtx-3090.used_usd`."""
        return f"{self.table}.{self.record}" + ("" if self.field == PRICES else f".{self.field}")

    def line_of(self, figure: str) -> int:
        """The line of a figure by its key: its own where the row stands in a block, else that of the row."""
        offsets: Mapping[str, int] = (self.new or {}).get("at") or {}
        return self.line + offsets.get(figure.removeprefix(f"{self.key}."), 0)

    def figures(self) -> list[tuple[str, str | None, str | None]]:
        """Key, old and new text of each figure that differs."""
        old, new = figures(self.before if self.kind == "appended" else self.old), figures(self.new)
        names = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
        return [(f"{self.key}{_end(name)}", old.get(name), new.get(name)) for name in names]


@dataclass(frozen=True)
class TextChange:
    """An undated property, or a whole record, that differs."""

    key: str
    old: str | None
    new: str | None


def _end(name: str) -> str:
    return "" if name == "value" else f".{name}"


def figures(row: Row | None) -> dict[str, str]:
    """Everything that a row says, flat: `input_usd_per_mtok`, `tiers[> 272000].output_usd_per_mtok`, `value`."""
    return dict(_flat("", {key: part for key, part in (row or {}).items() if key not in ABOUT}))


def status(row: Row | None) -> str:
    """Whether a row was taken back, is only announced, or is in force from its day on."""
    return "cancelled" if (row or {}).get("cancelled") else "announced" if (row or {}).get("announced") else "in force"


def _flat(path: str, part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        for key, inner in part.items():
            yield from _flat(f"{path}.{key}" if path else key, inner)
    elif isinstance(part, list | tuple) and any(isinstance(inner, Mapping) for inner in part):
        for index, inner in enumerate(part):
            yield from _flat(f"{path}[{_name(inner, index)}]", inner)
    elif isinstance(part, list | tuple):
        yield path, ", ".join(map(str, part))
    else:
        yield path, str(part)


def _name(part: Any, index: int) -> str:
    """What tells an entry of a list from its neighbours: its id, or from where on it applies."""
    if isinstance(part, Mapping) and "id" in part:
        return str(part["id"])
    if isinstance(part, Mapping) and "prompt_tok" in part:
        return f"{part.get('when', '>')} {part['prompt_tok']}"
    return str(index + 1)


def row_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[RowChange]:
    """Every row that differs between the tables of two catalogs."""
    found: list[RowChange] = []
    for table in dict.fromkeys([*old, *new]):
        if table == "model_file":
            continue  # made from `files` of open models, compared here under their own key
        before, after = old.get(table, {}), new.get(table, {})
        for record in dict.fromkeys([*before, *after]):
            found += _of_record(table, record, before.get(record), after.get(record))
    return found + _files(old.get("model_file", {}), new.get("model_file", {}))


def _files(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[RowChange]:
    names = dict.fromkeys([*old, *new])
    return [change for name in names for change in _of_record("model_file", name, old.get(name), new.get(name))]


def _of_record(table: str, record: str, old: Any, new: Any) -> Iterator[RowChange]:
    before, after = _lists(old), _lists(new)
    place = new or old
    for field in dict.fromkeys([*before, *after]):
        for change in _of_list(before.get(field, []), after.get(field, [])):
            line = (change[2] or {}).get("line") or place["line"]
            yield RowChange(change[0], table, record, field, _since(change), place["file"], line, *change[1:])


def _since(change: tuple[Kind, Row | None, Row | None, Row | None]) -> str:
    return str((change[2] or change[1] or {})["since"])


def _lists(record: Any) -> dict[str, list[Row]]:
    if record is None:
        return {}
    prices = {PRICES: record["prices"]} if record.get("prices") else {}
    return {**prices, **record.get("values", {})}


def _of_list(old: list[Row], new: list[Row]) -> Iterator[tuple[Kind, Row | None, Row | None, Row | None]]:
    """Kind, old, new and the row before, of each row that differs; rows are the same by their `since`."""
    before, after = _by_start(old), _by_start(new)
    last = max(map(_day, old), default="")
    for since, row in before.items():
        if since not in after:
            yield "removed", row, None, None
        elif figures(row) != figures(after[since]):
            yield "edited", row, after[since], None
        elif _about(row) != _about(after[since]):
            yield "again" if status(row) == status(after[since]) else "settled", row, after[since], None
    for index, (since, row) in enumerate(after.items()):
        if since not in before:
            first = _day(row) < min(map(_day, old), default="")
            kind: Kind = "appended" if _day(row) > last or first else "between"
            held = new[index - 1] if index and not first else None
            yield kind, None, row, held


def _by_start(rows: list[Row]) -> dict[tuple[str, int], Row]:
    """Rows by when they begin; an announcement that was taken back may begin when another row does."""
    found: dict[tuple[str, int], Row] = {}
    for row in rows:
        since = str(row["since"])
        found[since, sum(key[0] == since for key in found)] = row
    return found


def _day(row: Row) -> str:
    """When a row begins, so that dates of any precision compare."""
    return begins(str(row["since"]))


def _about(row: Row) -> dict[str, Any]:
    return {key: part for key, part in row.items() if key in ABOUT - {"line", "at"}}


def text_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[TextChange]:
    """Records that came or went, and undated properties that differ."""
    found: list[TextChange] = []
    for table in dict.fromkeys([*old, *new]):
        before, after = old.get(table, {}), new.get(table, {})
        for record in dict.fromkeys([*before, *after]):
            key = f"{table}.{record}"
            if record not in before or record not in after:
                found.append(TextChange(key, *(THERE if record in side else None for side in (before, after))))
            else:
                found += _properties(key, before[record], after[record])
    return found


def records_gone(changes: Iterable[TextChange]) -> frozenset[str]:
    """The keys of the records that are not there any more."""
    return frozenset(change.key for change in changes if change.old == THERE and change.new is None)


def _properties(key: str, old: Any, new: Any) -> Iterator[TextChange]:
    before, after = ({**record.get("fields", {}), **_others(record)} for record in (old, new))
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            texts = [None if name not in side else str(side[name]) for side in (before, after)]
            yield TextChange(f"{key}.{name}", texts[0], texts[1])


def _others(record: Any) -> dict[str, Any]:
    return {key: part for key, part in record.items() if key not in _OWN}
