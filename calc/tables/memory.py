"""What fits in which memory: the largest open models for usual sizes of cards and Macs, and all of them by need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from calc.engine.gaps import Floor, Unknown
from calc.parts.dated import missing
from calc.parts.markup import Args, Group, Page, Row, grouped, number
from calc.tables.named import linked

CARDS_GB = (8, 12, 16, 24, 32, 48, 96, 192)  # sizes in which graphics cards are sold; one card
MACS_GB = (16, 24, 32, 48, 64, 96, 128, 192, 512)  # sizes in which Macs are or were sold, laptops among them
MAC = {"hardware_kind": "machine", "hardware_family": "apple-max"}
SHOWN = 2  # of each kind


@dataclass(frozen=True)
class Need:
    """An open model with what decides where it fits."""

    model: str
    needed_gib: float
    is_floor: bool  # a part of what it needs is not known
    params_b: float
    is_mixture: bool
    since: str  # the day it came out, or from which it is known


def size(gb: int, mac: bool = False) -> dict[str, Any]:
    """Overrides that put one copy of a model on one card, or on one Mac, of that much memory."""
    return {"hardware": "custom", "hardware_count": 1, "memory_gb": gb, **(MAC if mac else {})}


def needs(page: Page) -> list[Need]:
    """Every open model of which it is known what its usual file needs, or at least how much; the largest need first."""
    page.evaluation.snapshot.need("open_model")
    found = filter(None, (_need(page, one) for one in page.evaluation.snapshot.ids("open_model")))
    return sorted(found, key=lambda one: (-one.needed_gib, -one.params_b, one.model))


def _need(page: Page, model: str) -> Need | None:
    branch = page.under({"open_model": model})
    needed, params, active = (branch.get(q) for q in ("memory_needed_gib", "params_b", "active_params_b"))
    if isinstance(needed, Unknown) or isinstance(params, Unknown) or isinstance(active, Unknown):
        return None
    floor, fact = isinstance(needed, Floor), page.evaluation.snapshot.fact("open_model", model, "params_b")
    return Need(model, needed.value if floor else needed, floor, params, active < params, fact.date if fact else "")


def usable(page: Page, gb: int, mac: bool = False) -> float:
    """What a card or a Mac of that size leaves to a model."""
    found = page.under(size(gb, mac)).get("memory_usable_gib")
    return 0.0 if isinstance(found, Unknown | Floor) else float(found)


def largest(page: Page, models: Sequence[Need], under: Mapping[str, Any], mixture: bool) -> list[Need]:
    """The models of one kind that fit there, the most parameters first, of as many the newest."""
    room = page.under(under).get("memory_usable_gib")
    if isinstance(room, Unknown | Floor):
        return []
    held = [one for one in models if one.is_mixture == mixture and not one.is_floor and one.needed_gib <= room]
    held.sort(key=lambda one: one.since, reverse=True)
    return sorted(held, key=lambda one: -round(one.params_b))


def largest_that_fit(page: Page, _args: Args) -> str:
    """For each usual size of memory the largest models that it holds with the context of the scenario."""
    models = needs(page)
    groups = [
        Group("One graphics card", [_size_row(page, models, gb) for gb in CARDS_GB]),
        Group("A Mac, laptop or desktop", [_size_row(page, models, gb, mac=True) for gb in MACS_GB]),
    ]
    columns = ("Its memory", "Largest dense models", "Largest mixtures of experts")
    return grouped("The largest that fit, by memory", columns, groups)


def _size_row(page: Page, models: Sequence[Need], gb: int, mac: bool = False) -> Row:
    under = size(gb, mac)
    head = f"{gb} GB<br>{missing('usable:')} {number(page, 'memory_usable_gib', under)}"
    return Row((head, *(_held(page, largest(page, models, under, mixture), under) for mixture in (False, True))))


def _held(page: Page, held: Sequence[Need], under: Mapping[str, Any]) -> str:
    named = [
        f"{linked(page, 'open_model', one.model)}, "
        f"{number(page, 'memory_needed_gib', {**under, 'open_model': one.model})}"
        for one in held[:SHOWN]
    ]
    return "<br>".join(named) or missing("none that we follow")


def open_models(page: Page, _args: Args) -> str:
    """Every open model, in groups by the card that holds it: whatever stands below a size fits in it."""
    models = needs(page)
    rooms = [(0.0, 0), *((usable(page, gb), gb) for gb in CARDS_GB)]
    groups = [_group(page, [one for one in models if one.needed_gib > rooms[-1][0]], 0)]
    for (least, _), (most, gb) in reversed(list(pairwise(rooms))):
        groups.append(_group(page, [one for one in models if least < one.needed_gib <= most], gb))
    groups = [one for one in groups if one.rows]
    columns = ("Open model", "Needs", "Writes on your box", "Parameters")
    jumps = " ".join(f'<a href="#{one.mark}">{escape(one.short)}</a>' for one in reversed(groups) if one.mark)
    said = f'<p class="jumps" data-search-exclude>Jump to the memory of your card: {jumps}</p>'
    return said + grouped("Open models by the memory they need, the largest first", columns, groups, (1, 2, 3))


def _group(page: Page, models: Sequence[Need], gb: int) -> Group:
    rows = [_open_model(page, one) for one in models]
    if not rows or not gb:
        return Group("More than any one card holds", rows)
    need = models[0].needed_gib
    mac = next((mac for mac in MACS_GB if usable(page, mac, mac=True) >= need), 0)
    return Group(f"Fits a card of {gb} GB{f' or a Mac of {mac} GB' if mac else ''}", rows, f"card-{gb}-gb", f"{gb} GB")


def _open_model(page: Page, one: Need) -> Row:
    under = {"open_model": one.model}
    licence = str(page.evaluation.snapshot.attribute("open_model", one.model, "licence"))
    params = number(page, "params_b", under)
    if one.is_mixture:
        params += f"<br>{missing('active:')} {number(page, 'active_params_b', under)}"
    cells = (number(page, "memory_needed_gib", under), pace(page, under), params)
    return Row((f"{linked(page, 'open_model', one.model)}<br>{missing(licence)}", *cells))


def pace(page: Page, under: Mapping[str, Any]) -> str:
    """How fast it writes; where that is unknown because it does not fit, those words."""
    branch = page.under(under)
    if isinstance(branch.get("decode_tok_per_s"), Unknown) and branch.get("memory_fits") is False:
        return missing("does not fit")
    return number(page, "decode_tok_per_s", under)


TABLES: dict[str, Callable[[Page, Args], str]] = {"largest_that_fit": largest_that_fit, "open_models": open_models}
