"""`python -m build_hooks diff BASE`: what a change of the data does."""

from __future__ import annotations

import tempfile
from pathlib import Path

from build_hooks.site import Site
from build_hooks.upkeep import editions, effects, history, touched
from build_hooks.upkeep.report import Report
from build_hooks.upkeep.rows import records_gone, row_changes, text_changes
from build_hooks.upkeep.slips import kinds
from build_hooks.upkeep.states import State, of_base, of_checkout, of_data


def diff(base: str, root: Path, data: Path | None = None, with_pages: bool = True) -> Report:
    """Compare a commit or folder with the data of this checkout, or with the data in another folder.

    Raises BuildError where `base` or `data` is nothing to compare with.
    """
    with tempfile.TemporaryDirectory() as scratch:
        old = of_base(base, root, Path(scratch, "base"))
        new = of_checkout(root) if data is None else of_data(data, Path(scratch, "change"))
        return compare(old, new, root, with_pages)


def compare(old: State, new: State, root: Path, with_pages: bool = True) -> Report:
    """The report on two states; `root` holds the pages."""
    if old.site is None or new.site is None:
        faults = tuple((side.label, side.faults) for side in (old, new) if side.site is None)
        return Report(old.label, new.label, faults=faults)
    return _compare(old.site, new.site, (old.label, new.label), root, with_pages)


def _compare(old: Site, new: Site, labels: tuple[str, str], root: Path, with_pages: bool) -> Report:
    before, after = (site.catalog.at(site.catalog.edition).tables for site in (old, new))
    rows, texts = row_changes(before, after), tuple(text_changes(before, after))
    names = effects.headline_quantities()
    default = effects.default_case()
    touched_cases = effects.other_than_default(old, effects.touched_cases(rows))
    cases = [*touched_cases, *effects.later_cases(rows, new.catalog.edition)]
    shown = list(effects.effects(old, new, default, names))
    found = touched.pages(root, old, new) if with_pages else []
    said = {one.quantity for one in shown}
    return Report(
        *labels,
        editions=(old.catalog.edition, new.catalog.edition),
        rows=tuple(rows),
        texts=texts,
        kinds=kinds(before),
        edits=(
            *history.edits(rows, old.corrections, new.corrections, old.catalog.edition, records_gone(texts)),
            *editions.unrecorded(old, new),
        ),
        results=tuple(shown),
        break_evens=tuple(
            one for case in [default, *cases] for one in effects.effects(old, new, case, effects.ANSWERS)
            if case is not default or one.quantity not in said
        ),
        flips=tuple(effects.flips(old, new)),
        verdicts=tuple(effects.verdicts(old, new, [default, *effects.preset_cases(), *cases])),
        pages=tuple(one for one in found if not one.only_day),
        looked_at={
            "results": len(names),
            **({"pages": len(found), "only day": sum(one.only_day for one in found)} if with_pages else {}),
        },
    )  # fmt: skip
