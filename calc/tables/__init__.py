"""Tables that follow the reader's scenario and day, by name."""

from __future__ import annotations

from collections.abc import Callable

from calc.parts.markup import Args, Page
from calc.tables import answer, boxes, drift, hosts, leads, machines, memory, observed, prices, providers, rates

GROUPS = (answer, drift, boxes, machines, memory, hosts, leads, prices, rates, observed, providers)
TABLES: dict[str, Callable[[Page, Args], str]] = {name: made for group in GROUPS for name, made in group.TABLES.items()}
