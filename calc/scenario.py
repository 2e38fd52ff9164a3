"""Scenarios: what a reader has changed.  Parsed, checked and printed here and nowhere else; `typed` has one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

from calc import text
from calc import units as u
from calc.engine.graph import Graph
from calc.engine.nodes import Node
from calc.engine.rules import Literal
from calc.errors import A_NAME, CalcError, Problems, did_you_mean, said
from calc.facts import moments
from calc.facts.catalog import Catalog
from calc.typed import parse_value

MOST_RANGES = 6


@dataclass(frozen=True)
class Scenario:
    """The values a reader has set, by node; a tuple of two is a range."""

    pins: Mapping[str, Any] = field(default_factory=dict)
    as_of: str = ""


def parse(graph: Graph, catalog: Catalog, raw: Mapping[str, Any], as_of: str | None = None) -> Scenario:
    """A scenario from names and typed or JSON values.  Raises Problems that holds every error."""
    if not isinstance(raw, Mapping):
        raise Problems([CalcError("bad_request", "scenario", "an object of names and values", said(raw))])
    errors: list[CalcError] = []
    pins: dict[str, Any] = {}
    day, bad_day = catalog.edition, []
    try:
        day = catalog.edition if as_of in (None, "") else parse_day(as_of)
    except CalcError as error:
        bad_day = [error]
    for name, value in raw.items():
        try:
            node = find(graph, name)
            pins[node.name] = parse_value(node, value, catalog, day)
        except CalcError as error:
            errors.append(error)
    errors.extend(bad_day)
    errors.extend(_cross_checks(pins))
    if errors:
        raise Problems(errors)
    return Scenario(pins, day)


def find(graph: Graph, name: str) -> Node:
    """The node of a name, `-` and `_` alike.  Raises CalcError with a did-you-mean; abbreviations don't count."""
    node = graph.nodes.get(str(name).replace("-", "_"))
    if node is None or node.hidden:
        known = [key for key, one in graph.nodes.items() if not one.hidden]
        raise CalcError(
            "unknown_name",
            str(name),
            A_NAME,
            str(name),
            did_you_mean(str(name).replace("-", "_"), known),
        )
    return node


def parse_day(value: Any) -> str:
    """An ISO day, or an instant with its zone, in UTC to the minute.  Raises CalcError."""
    try:
        return moments.parse(str(value))
    except ValueError:
        expected = "a day such as 2026-05-16, or an instant such as 2026-05-16T14:00Z"
        raise CalcError("bad_date", "as_of", expected, value if isinstance(value, str) else said(value)) from None


def _top(value: Any) -> float:
    return float(value[1] if isinstance(value, tuple) else value)


def _cross_checks(pins: Mapping[str, Any]) -> Iterator[CalcError]:
    """What is wrong with values together that are right one by one."""
    yield from _shares(pins)
    yield from _hours(pins)
    ranges = [name for name, value in pins.items() if isinstance(value, tuple)]
    if len(ranges) > MOST_RANGES:
        most = f"at most {MOST_RANGES} ranges at once"
        yield CalcError("too_many_ranges", ranges[MOST_RANGES], most, str(len(ranges)))


def _shares(pins: Mapping[str, Any]) -> Iterator[CalcError]:
    total = _top(pins.get("cached_input_frac", 0)) + _top(pins.get("cache_write_frac", 0))
    if total > 1 + 1e-12:
        expected = "shares read from and written to the cache that sum to at most 100%"
        yield CalcError("share_sum", "cached_input_frac", expected, text.field(total, "cached_input_frac"))


def _hours(pins: Mapping[str, Any]) -> Iterator[CalcError]:
    busy, powered = pins.get("busy_hours_per_day"), pins.get("powered_hours_per_day", u.HOURS_PER_DAY)
    least = powered[0] if isinstance(powered, tuple) else powered
    if busy is not None and _top(busy) > least:
        expected = f"at most the {text.field(least, 'h')} hours switched on"
        yield CalcError("out_of_range", "busy_hours_per_day", expected, text.field(_top(busy), "h"))


def changed(graph: Graph, pins: Mapping[str, Any]) -> dict[str, Any]:
    """The pins that differ from a default that is a plain value; a pin of anything computed always counts."""
    kept = {}
    for name, value in pins.items():
        rule = graph.nodes[name].rule
        if not (isinstance(rule, Literal) and rule.value == value):
            kept[name] = value
    return kept


def to_json(pins: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario as JSON values."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pins.items()}


def to_link(pins: Mapping[str, Any]) -> str:
    """A scenario as a query string, in the order it was changed."""
    return "&".join(f"{name}={quote(_link_value(value), safe='/@:,.-')}" for name, value in pins.items())


def _link_value(value: Any) -> str:
    if isinstance(value, tuple):
        return "..".join(text.plain(part) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return text.plain(value) if isinstance(value, int | float) else str(value)


def from_link(query: str) -> dict[str, str]:
    """The raw scenario of a query string."""
    return dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
