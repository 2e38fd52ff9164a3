"""prices/disputes.yml: where another price list differs from ours, and why we keep our figure for now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from build_hooks.dataset import dates
from build_hooks.dataset.faults import MOVE_EDITION, Fault, did_you_mean
from build_hooks.dataset.nodes import Listed, Mapped, Node
from build_hooks.dataset.records import DECIMAL, text_of
from build_hooks.dataset.references import Index
from build_hooks.dataset.shape import check_shape, label
from calc.facts.records import Strict

LONGEST_DAYS = 180  # nobody may call a difference settled for longer without looking again


@dataclass(frozen=True)
class Dispute(Strict):
    """A rate that another price list states otherwise: both figures, why ours stands, on what evidence, until when.

    It explains one difference, that of these two very figures: when either moves, the difference is new.
    """

    model: str
    key: str
    ours: str
    theirs: str
    dataset: Literal["genai-prices", "litellm", "model-prices"]
    version: str
    seen: str
    reason: str
    evidence: str
    expires: str


def check_disputes(node: Node, shown: str, index: Index, edition: date | None, faults: list[Fault]) -> None:
    """Report what is wrong with the list of disputes."""
    if not isinstance(node, Listed):
        faults.append(
            Fault(shown, node.line, "", "a list of disputes", node.shown, "start each one with `- model: ...`")
        )
        return
    seen: dict[tuple[str | None, ...], int] = {}
    for row in node.items:
        name = (text_of(row, "model") if isinstance(row, Mapped) else None) or "dispute"
        faults += check_shape(Dispute, row, shown, name)
        if not isinstance(row, Mapped):
            continue
        faults += _faults(row, shown, name, index, edition)
        what = tuple(text_of(row, key) for key in ("model", "key", "dataset"))
        if what in seen:
            faults.append(Fault(shown, row.line, name, "each difference once", " ".join(map(str, what)),
                                f"the first is on line {seen[what]}"))  # fmt: skip
        seen.setdefault(what, row.line)


def _faults(row: Mapped, shown: str, name: str, index: Index, edition: date | None) -> Iterator[Fault]:
    model = text_of(row, "model")
    if model is not None and index.lacks("api_model", model):
        hint = did_you_mean(model, index.ids("api_model"), "see prices/api/")
        yield Fault(shown, row.line_of("model"), label(name, "model"), "the id of a record of api_model", model, hint)
    for key in ("ours", "theirs"):
        text = text_of(row, key)
        if text is not None and not DECIMAL.fullmatch(text):
            yield Fault(shown, row.line_of(key), label(name, key), "a decimal in plain notation", f'"{text}"',
                        "as `python -m build_hooks crosscheck` prints it")  # fmt: skip
    yield from _dates(row, shown, name, edition)


def _dates(row: Mapped, shown: str, name: str, edition: date | None) -> Iterator[Fault]:
    days: dict[str, date | None] = {}
    for key in ("seen", "expires"):
        text = text_of(row, key)
        days[key] = dates.first_day(text) if text is not None and dates.is_day(text) else None
        if text is not None and days[key] is None:
            yield Fault(shown, row.line_of(key), label(name, key), dates.DAY, text, "the order is year, month, day")
    seen, expires = days["seen"], days["expires"]
    if seen and edition and seen > edition:
        expected = f"a day up to the edition of {edition}"
        yield Fault(shown, row.line_of("seen"), label(name, "seen"), expected, str(seen), MOVE_EDITION)
    if seen and expires and not timedelta(0) < expires - seen <= timedelta(LONGEST_DAYS):
        expected = f"a day after {seen} and at most {LONGEST_DAYS} days later"
        hint = "a difference is looked at again; if it is to stay, renew `seen` then"
        yield Fault(shown, row.line_of("expires"), label(name, "expires"), expected, str(expires), hint)
