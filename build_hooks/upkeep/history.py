"""History is not rewritten: a row that once held changes only together with a correction that names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from build_hooks.dataset import Fault
from build_hooks.upkeep.rows import RowChange

Correction = dict[str, Any]
CORRECTIONS = "prices/corrections.yml"
_SAID = {
    "edited": ("the row to stay as it was", "other figures"),
    "removed": ("the row to stay", "no such row"),
    "between": ("new rows after the last one", "a row among older ones"),
}


def edits(changes: Iterable[RowChange], old: Sequence[Correction], new: Sequence[Correction]) -> list[Fault]:
    """Every edit of history that no new correction names, and every correction that was itself edited or taken out."""
    known = {one["id"] for one in old}
    covered = [key for one in new if one["id"] not in known for key in one.get("keys", ())]
    rows = [_fault(change) for change in changes if is_edit(change) and not _is_covered(change, covered)]
    return sorted([*rows, *_lost(old, new)])


def is_edit(change: RowChange) -> bool:
    """Whether a change touches what held: announcements may move, but are called off rather than taken out."""
    if change.kind == "between":
        return True
    return change.kind == "removed" or (change.kind == "edited" and not (change.old or {}).get("announced"))


def _is_covered(change: RowChange, covered: Sequence[str]) -> bool:
    """Whether corrections name the record, or each figure that differs."""
    keys = [key for key, _, _ in change.figures()] or [change.key]
    return all(any(key == name or key.startswith((f"{name}.", f"{name}[")) for name in covered) for key in keys)


def _fault(change: RowChange) -> Fault:
    expected, got = _SAID[change.kind]
    announced = change.kind == "removed" and (change.old or {}).get("announced")
    mend = "put the row back and say `cancelled`, or " if announced else ""
    hint = f"{mend}add an entry to {CORRECTIONS} with `keys: [{change.key}]`; a price that changed is a new row"
    return Fault(change.file, change.line, f"{change.key} {change.since}", expected, got, hint)


def _lost(old: Sequence[Correction], new: Sequence[Correction]) -> Iterator[Fault]:
    now = {one["id"]: _said(one) for one in new}
    for one in old:
        if now.get(one["id"]) != _said(one):
            got = "other words" if one["id"] in now else "no such entry"
            hint = "put it back; a correction that was wrong gets a correction of its own"
            yield Fault(CORRECTIONS, 1, one["id"], "the entry to stay as it was", got, hint)


def _said(one: Correction) -> Correction:
    return {key: value for key, value in one.items() if key != "keys"}
