"""Cuts the compiled catalog into the packs that browsers load (calc/facts/packs.py reads them).

With the start goes what answers about today need.  What was over before the edition goes into packs of its own, and a
table that is too large for a start is cut: each record travels with its neighbours, when somebody asks for it.  Those
that pages compare stand side by side, what one comparison needs together.  Where models are cut apart, what the middle
of a tier rests on travels too.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from build_hooks import tier_turns
from build_hooks.contenders import Contenders, once_cheapest
from calc import results
from calc.facts.catalog import Catalog
from calc.facts.moments import begins, speaks_for
from calc.facts.turns import TABLE
from calc.model import GRAPH
from calc.scenario import Scenario

Data = dict[str, Any]
Pack = dict[str, dict[str, bytes]]
START = "catalog"
EARLIER = "earlier"
MOST_OF_A_TABLE_BYTES = 256_000  # as JSON: about 30 kB as it travels; a larger table is cut
MOST_OF_A_PACK_BYTES = 32_000
MARSHAL_VERSION = 2  # of a kind that every Python reads, and equal data give equal bytes: later ones count references


def packs(catalog: Data) -> dict[str, bytes]:
    """Name -> marshalled pack; `START` is the one that goes with the start."""
    moment = speaks_for(catalog["edition"])
    whole = Catalog(catalog)
    usual = used_by_default(whole)
    cheapest = once_cheapest(whole)
    front = [*(one for ids in cheapest.values() for one in ids), *Contenders.of(whole).all_of_them()]
    start: dict[str, dict[str, bytes | str]] = {}
    made: dict[str, Pack] = {}
    for table, records in catalog["tables"].items():
        parts = {record_id: split(record, moment) for record_id, record in records.items()}
        places = start[table] = {}
        for name, ids in _chunks(table, parts, front):
            for record_id in ids:
                now, earlier = parts[record_id]
                if earlier:
                    pack = f"{name}-{EARLIER}" if name else EARLIER
                    now["earlier"] = pack
                    made.setdefault(pack, {}).setdefault(table, {})[record_id] = _text(earlier)
                if name and record_id not in usual:
                    made.setdefault(name, {}).setdefault(table, {})[record_id] = _text(now)
                    places[record_id] = name
                else:
                    places[record_id] = _text(now)
    if any(isinstance(place, str) for place in start.get("api_model", {}).values()):
        for tier, turns in tier_turns.records(whole).items():
            start.setdefault(TABLE, {})[tier] = name = f"{TABLE}-{tier}"
            made[name] = {TABLE: {tier: _text(turns)}}
    listed = {"aliases": dict(whole.aliases), "regions": whole.regions, "once_cheapest": cheapest}
    first = {**{key: value for key, value in catalog.items() if key != "tables"}, **listed, "tables": start}
    return {name: marshal.dumps(pack, MARSHAL_VERSION) for name, pack in {START: first, **made}.items()}


def split(record: Data, moment: str) -> tuple[Data, Data]:
    """A record as it is at a moment and after, and what was over before; the latter is empty where nothing was."""
    now, earlier = dict(record), {}
    if "prices" in record:
        cut = _cut(record["prices"], moment)
        now["prices"] = record["prices"][cut:]
        if cut:
            earlier["prices"] = record["prices"][:cut]
    values = record.get("values", {})
    cuts = {name: _cut(rows, moment) for name, rows in values.items()}
    if any(cuts.values()):
        now["values"] = {name: rows[cuts[name] :] for name, rows in values.items()}
        earlier["values"] = {name: rows[: cuts[name]] for name, rows in values.items() if cuts[name]}
    return now, earlier


def _cut(rows: list[Data], moment: str) -> int:
    """How many rows were over: all before the last that has begun and was really in force."""
    last = 0
    for index, row in enumerate(rows):
        if begins(row["since"]) <= moment and not row.get("announced") and not row.get("cancelled"):
            last = index
    if any(begins(row["since"]) > begins(rows[last]["since"]) for row in rows[:last]):
        return 0  # out of order: nothing can be said of a part
    return last


def used_by_default(catalog: Catalog) -> set[str]:
    """The ids that nobody has to choose: every text that a node of the default scenario has, ids among them."""
    evaluation = results.evaluation(GRAPH, catalog, Scenario({}, catalog.edition))
    return {value for name in GRAPH.nodes if isinstance(value := evaluation.get(name), str)}


def _chunks(
    table: str, parts: Mapping[str, tuple[Data, Data]], front: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """The ids of a table by the pack that they travel in, those in front first; an empty name is the start."""
    sizes = {record_id: len(_text(now)) for record_id, (now, _) in parts.items()}
    if sum(sizes.values()) <= MOST_OF_A_TABLE_BYTES:
        yield "", list(parts)
        return
    number, size, ids = 0, 0, list[str]()
    first = [one for one in dict.fromkeys(front) if one in sizes]
    for record_id in dict.fromkeys([*first, *sizes]):
        more = sizes[record_id]
        if ids and size + more > MOST_OF_A_PACK_BYTES:
            yield f"{table}-{number}", ids
            number, size, ids = number + 1, 0, []
        ids.append(record_id)
        size += more
    yield f"{table}-{number}", ids


def _text(record: Data) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
