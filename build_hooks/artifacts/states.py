"""The data set as it stood on a day, and each record by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from build_hooks.artifacts.head import Data, Head
from build_hooks.site import Site
from calc import results
from calc.engine.evaluate import Evaluation
from calc.facts.catalog import Snapshot
from calc.facts.moments import begins
from calc.model import GRAPH

NOT_STATE = ("edition", "measurement", "speed_run")  # what was said, and what the proof is made from
# The tables whose records have a file each, and the folder it lies in.
FOLDERS = {
    "api_model": "api",
    "hardware": "hardware",
    "open_model": "models",
    "tariff": "tariffs",
    "rental": "rental",
}


def current(snapshot: Snapshot, table: str, record_id: str) -> Data:
    """One record as it stood on the snapshot's day; a value that held nothing yet is left out."""
    record = snapshot.tables[table][record_id]
    state: Data = {**_kept(record), "values": dict(_in_force(snapshot, table, record_id))}
    if "prices" in record:
        _add_price(state, snapshot, record_id, record["prices"])
    coming = {key: found for key, rows in record.get("values", {}).items() if (found := _coming(rows))}
    return {**state, "announced_values": coming} if coming else state


def _kept(record: Mapping[str, Any]) -> Data:
    return {name: record[name] for name in ("fields", "file", "line")}


def _in_force(snapshot: Snapshot, table: str, record_id: str) -> Iterator[tuple[str, Any]]:
    """The row of each key that holds on the day, as it is written."""
    for key, rows in snapshot.tables[table][record_id].get("values", {}).items():
        fact = snapshot.fact(table, record_id, key)
        if fact is not None:
            yield key, next(row for row in reversed(rows) if row["line"] == fact.line and row["since"] == fact.date)


def _add_price(state: Data, snapshot: Snapshot, record_id: str, rows: list[Any]) -> None:
    priced = snapshot.price(record_id)
    if priced is not None:
        state["price"] = next(row for row in rows if row["line"] == priced.row.line)
    if coming := _coming(rows):
        state["announced_prices"] = coming


def _coming(rows: Iterable[Any]) -> list[Any]:
    """What is still announced; what was taken back is in the history only."""
    return [row for row in rows if row.get("announced") and not row.get("cancelled")]


class States:
    """The tables on any day.  A record is worked out once for all days between which nothing of it begins or ends.

    So one more edition costs little: most records stand as they stood on the day before.
    """

    def __init__(self, site: Site) -> None:
        self._catalog = site.catalog
        self._turns: dict[tuple[str, str], list[str]] = {}
        self._known: dict[tuple[str, str, int], Data] = {}

    def on(self, day: str) -> Data:
        """All tables on a day.  A record of which nothing held yet is left out, unless it has no dates."""
        snapshot = self._catalog.at(day)
        return {
            table: {
                record_id: record
                for record_id in records
                if _says_something(record := self._current(snapshot, table, record_id), records[record_id])
            }
            for table, records in snapshot.tables.items()
            if table not in NOT_STATE
        }

    def _current(self, snapshot: Snapshot, table: str, record_id: str) -> Data:
        one = (table, record_id)
        if one not in self._turns:
            self._turns[one] = turns(snapshot.tables[table][record_id])
        stage = bisect_right(self._turns[one], snapshot.moment)
        if (*one, stage) not in self._known:
            self._known[*one, stage] = current(snapshot, table, record_id)
        return self._known[*one, stage]


def turns(record: Mapping[str, Any]) -> list[str]:
    """The moments at which something of a record begins or ends, in order."""
    rows = [*record.get("prices", ()), *(row for dated in record.get("values", {}).values() for row in dated)]
    return sorted({begins(row[key]) for row in rows for key in ("since", "until") if row.get(key)})


def _says_something(now: Data, record: Mapping[str, Any]) -> bool:
    """Whether anything of a record held; one without dated rows, such as a calendar, always says what it says."""
    return bool(now["values"]) or "price" in now or not ("values" in record or "prices" in record)


def record_address(table: str, record_id: str) -> str:
    """Where the file of a record lies below data/v1/."""
    return f"{FOLDERS[table]}/{record_id}.json"


def record_files(site: Site, head: Head) -> Iterator[tuple[str, Data]]:
    """One file for each record of the tables that have them."""
    snapshot = site.catalog.at(site.catalog.edition)
    for table in FOLDERS:
        for record_id, record in snapshot.tables.get(table, {}).items():
            address = record_address(table, record_id)
            yield address, head.document(address, "record", _record(site, snapshot, table, record_id, record))


def _record(site: Site, snapshot: Snapshot, table: str, record_id: str, record: Mapping[str, Any]) -> Data:
    return {
        "table": table,
        "id": record_id,
        "name": name_of(snapshot, table, record_id),
        "current": current(snapshot, table, record_id),
        "history": dict(record),
        "sources": {key: site.catalog.sources[key] for key in sorted(cited(record))},
    }


def name_of(snapshot: Snapshot, table: str, record_id: str) -> str:
    """What readers call a record; a rental has the name of its hardware."""
    own = snapshot.attribute(table, record_id, "name")
    return str(own or snapshot.attribute("hardware", record_id, "name") or record_id)


def cited(record: Mapping[str, Any]) -> set[str]:
    """The sources that the rows of a record name, those of its other names included."""
    rows = [*record.get("prices", ()), *record["fields"].get("aliases", ())]
    rows += [row for dated in record.get("values", {}).values() for row in dated]
    return {row["source"] for row in rows}


def editions(site: Site) -> list[str]:
    """The days of all editions, oldest first, today's last."""
    recorded = site.catalog.at(site.catalog.edition).ids("edition")
    return sorted({*recorded, site.catalog.edition})


def edition_body(site: Site, states: States, day: str) -> Data:
    """One edition: what it said, what held on its day, and every result of the default scenario by what held then."""
    record = site.catalog.at(site.catalog.edition).tables.get("edition", {}).get(day, {})
    fields = record.get("fields", {})
    body: Data = {
        "name": fields.get("name", "The current edition"),
        "said": record.get("values", {}),
        "results": _results(site.on(day)),
        "held": states.on(day),
        "corrections": [one for one in site.corrections if any(day in page for page in one["pages"])],
    }
    return {**body, "note": fields["note"]} if fields.get("note") else body


def _results(evaluation: Evaluation) -> Data:
    """Each quantity of the default scenario, as the pages of that day show it."""
    return {
        name: {
            "value": results.shown(results.settled(evaluation, name)[0]),
            "text": results.words(evaluation, name),
            "unit": node.unit.symbol if node.unit else "",
            "status": results.status(evaluation, name),
        }
        for name, node in GRAPH.nodes.items()
        if node.kind != "input" and node.kind != "lookup" and not node.hidden
    }
