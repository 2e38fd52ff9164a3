"""History is not rewritten: a row that once held changes only together with a correction that names it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from build_hooks.dataset import Fault
from build_hooks.upkeep.rows import Row, RowChange, figures, status
from calc.facts.moments import begins, speaks_for

Correction = dict[str, Any]
CORRECTIONS = "prices/corrections.yml"
_END = ("until", "promotion")
_OF_A_TOOL = ("fees.tool_usd_per_1000_calls", "fees.note", "fees.source")
_SAID = {
    "edited": ("the row to stay as it was", "other figures"),
    "removed": ("the row to stay", "no such row"),
    "between": ("new rows after the last one", "a row among older ones"),
}


def edits(
    changes: Iterable[RowChange],
    old: Sequence[Correction],
    new: Sequence[Correction],
    edition: str,
    gone: Collection[str] = (),
) -> list[Fault]:
    """Every edit of history that no new correction names, and every correction that was itself edited or taken out.

    `edition` is the day that the older state speaks for: what lies after it has not become history yet.
    `gone` are the records that are not there any more, as `table.id`: one fault says it of all their rows.
    """
    known = {one["id"] for one in old}
    covered = [key for one in new if one["id"] not in known for key in one.get("keys", ())]
    rows = [change for change in changes if is_edit(change, edition) and not _is_covered(change, covered)]
    found = [_fault_of_record(change) if _record(change) in gone else _fault(change) for change in rows]
    return sorted({*found, *_lost(old, new)})


def is_edit(change: RowChange, edition: str) -> bool:
    """Whether a change touches what held.

    An announcement may move, but is called off rather than taken out; a price may get an end that has not come; and a
    rate that was unknown may become known.
    """
    if change.kind != "edited" or change.old is None or change.new is None:
        return change.kind in ("between", "removed")
    if status(change.old) != "in force" or _ends_later(change.old, change.new, edition):
        return False
    before = figures(change.old)
    return not all(_was_unknown(name, before) for name in _changed(change.old, change.new))


def _changed(old: Row, new: Row) -> list[str]:
    """The figures that differ, those that are merely added with a `+` before them."""
    before, after = figures(old), figures(new)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [name if name in before else f"+{name}" for name in names]


def _was_unknown(name: str, before: Mapping[str, str]) -> bool:
    """Whether a difference only adds what a row left unknown: a rate, a ratio of batch, a region, what a tool costs.

    What else a row lacks it denies, such as a tier or a gateway.
    """
    place = name.removeprefix("+").removeprefix("batch.")
    if not name.startswith("+"):
        return False
    if place.startswith("regions."):
        region = place.rpartition(".")[0]
        return not any(one.startswith(f"{region}.") for one in before)
    if place in _OF_A_TOOL:
        return _OF_A_TOOL[0] not in before
    return place.endswith(("_usd_per_mtok", "_ratio")) and not set(place) & set(".[")


def _ends_later(old: Row, new: Row, edition: str) -> bool:
    """Whether nothing but the end of a row differs, and both ends lie after the day."""
    one, other = ({key: text for key, text in figures(row).items() if key not in _END} for row in (old, new))
    ends = [begins(str(row["until"])) for row in (old, new) if row.get("until")]
    return one == other and all(end > speaks_for(edition) for end in ends)


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


def _record(change: RowChange) -> str:
    return f"{change.table}.{change.record}"


def _fault_of_record(change: RowChange) -> Fault:
    key = _record(change)
    hint = (
        "put it back: links and files lead to its id; a new name goes into `name`, another id of its maker among "
        f"`aliases`, an end into `status`; or add an entry to {CORRECTIONS} with `keys: [{key}]`"
    )
    return Fault(change.file, change.line, key, "the record to stay", "no such record", hint)


def _lost(old: Sequence[Correction], new: Sequence[Correction]) -> Iterator[Fault]:
    now = {one["id"]: _said(one) for one in new}
    for one in old:
        if now.get(one["id"]) != _said(one):
            got = "other words" if one["id"] in now else "no such entry"
            hint = "put it back; a correction that was wrong gets a correction of its own"
            yield Fault(CORRECTIONS, 1, one["id"], "the entry to stay as it was", got, hint)


def _said(one: Correction) -> Correction:
    return {key: value for key, value in one.items() if key != "keys"}
