"""Choices among the records of a table: listed in the page, or, where they are very many, in a file of their own.

A page loads no more than it shows: a list of thousands comes when somebody uses the field (docs/assets/js/choices.mjs).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from build_hooks import contenders
from build_hooks.site import Site
from calc.engine.nodes import Node
from calc.engine.rules import CUSTOM
from calc.model import GRAPH
from calc.options import REGION_WORDS
from calc.typed import choices

FOLDER = "assets/options"
MOST_LISTED = contenders.MOST_LISTED
CUSTOM_LABEL = "my own figures"


def of(site: Site, node: Node) -> tuple[tuple[str, str], ...]:
    """Id and label of each record that a node may be set to."""
    snapshot = site.evaluation.snapshot
    if node.table == "api_region":
        return tuple((key, REGION_WORDS.get(key, key)) for key in choices(node, site.catalog))
    if node.table == "quant":
        return tuple((key, key.upper()) for key in choices(node, site.catalog))
    return tuple(
        (key, CUSTOM_LABEL if key == CUSTOM else str(snapshot.attribute(node.table, key, "name") or key))
        for key in choices(node, site.catalog)
    )


def long(site: Site) -> Iterator[Node]:
    """One node for each table that a page does not list."""
    tables = {node.table: node for node in GRAPH.nodes.values() if node.table and node.value_kind == "choice"}
    return (node for node in tables.values() if len(choices(node, site.catalog)) > MOST_LISTED)


def address(table: str) -> str:
    """Where the site has the list of a table."""
    return f"{FOLDER}/{table}.json"


def files(site: Site) -> dict[str, str]:
    """Address -> JSON: for each choice its id, its name and who makes or bills it."""
    return {address(node.table): _list(site, node) for node in long(site)}


def _list(site: Site, node: Node) -> str:
    snapshot = site.evaluation.snapshot
    rows = [[key, label, snapshot.maker(node.table, key) if "/" in key else ""] for key, label in of(site, node)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
