"""The rules of aliases: exact ids, dated, never two meanings at once, never the id of a model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_hooks.dataset import dates
from build_hooks.dataset.nodes import Mapped
from build_hooks.dataset.periods import check_end
from build_hooks.dataset.records import Context, Item, mappings, text_of
from build_hooks.dataset.references import Index
from build_hooks.dataset.rules import check_row

_ALIAS = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_PATH = ("aliases",)
_ENDLESS = "9999-12-31T23:59Z"


@dataclass(frozen=True)
class _Claim:
    """What one alias claims: an id for a time."""

    item: Item
    row: Mapped
    start: str
    end: str


def check_aliases(index: Index, context: Context) -> None:
    """Report every fault of every model's aliases, and ids that mean two things at once."""
    claims: dict[str, list[_Claim]] = {}
    for item in index.all("api_model"):
        for row in mappings(item.node.entries.get("aliases")):
            check_row(item, _PATH, row, context, dates.MOMENT)
            check_end(item, _PATH, row)
            _enter(item, row, index, claims)


def _enter(item: Item, row: Mapped, index: Index, claims: dict[str, list[_Claim]]) -> None:
    name = text_of(row, "id")
    if name is None:
        return  # its shape is reported already
    line, here = row.line_of("id"), (*_PATH, "id")
    if not _ALIAS.fullmatch(name):
        hint = "exact, without the biller; no pattern, no prefix"
        item.fault(line, here, "an id such as gpt-6-luna-latest", name, hint)
        return
    full = f"{item.id.partition('/')[0]}/{name}"
    model = index.ids("api_model").get(full)
    if model is not None:
        hint = "a model's own id always means that model"
        item.fault(line, here, "an id that no model has", f"{full}, which is at {model.file}:{model.line}", hint)
        return
    start = dates.moment(text_of(row, "since") or "")
    if start is None:
        return  # reported already
    claim = _Claim(item, row, start, dates.moment(text_of(row, "until") or "") or _ENDLESS)
    for other in claims.setdefault(full, []):
        if claim.start < other.end and other.start < claim.end:
            where = f"{other.item.file}:{other.row.line_of('id')}"
            hint = "an id means one model at a time; end the earlier one with `until`"
            got = f"{full} from {text_of(row, 'since')}, which {where} claims too"
            item.fault(line, here, "an id that means one model at a time", got, hint)
            break
    claims[full].append(claim)
