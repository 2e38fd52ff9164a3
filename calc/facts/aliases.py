"""Aliases of API models: exact ids that meant a model for a while.  Never by prefix, never by likeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calc import text
from calc.errors import AN_ID, CalcError, did_you_mean
from calc.facts.catalog import Catalog
from calc.facts.moments import begins, speaks_for


def resolve(catalog: Catalog, name: str, word: str, day: str, known: Sequence[str]) -> str:
    """The id of the model that a word means on a day.  Raises CalcError for the input `name` where it means none."""
    if word in known:
        return word
    claims = catalog.aliases.get(word, [])
    for model, alias in claims:
        if _holds(alias, day):
            return model
    if claims:
        told = "; ".join(f"{_time(alias)} it meant {model}" for model, alias in claims)
        raise CalcError("unknown_choice", name, f"an id that means a model on {day}", repr(word), told)
    full = _with_biller(catalog, word, day, known)
    live = [alias for alias, meant in catalog.aliases.items() if any(_holds(row, day) for _, row in meant)]
    hint = f"say who bills: {' or '.join(full)}?" if full else did_you_mean(word, [*known, *live])
    raise CalcError("unknown_choice", name, AN_ID, repr(word), hint)


def _holds(alias: Mapping[str, Any], day: str) -> bool:
    moment = speaks_for(day)
    return begins(alias["since"]) <= moment and not ("until" in alias and begins(alias["until"]) <= moment)


def _time(alias: Mapping[str, Any]) -> str:
    since = text.day(alias["since"])
    return f"from {since} to {text.day(alias['until'])}" if "until" in alias else f"from {since} on"


def _with_biller(catalog: Catalog, word: str, day: str, known: Sequence[str]) -> list[str]:
    """The full ids whose second half the word is, exactly."""
    found = [one for one in known if one.partition("/")[2] == word]
    for alias, claims in catalog.aliases.items():
        if alias.partition("/")[2] == word and any(_holds(row, day) for _, row in claims):
            found.append(alias)
    return found
