"""The catalog in packs, as the browser loads it: what today's answers need at the start, the rest when it is asked for.

A pack is marshalled: {table: {id: record as JSON text}}.  The one of the start also says, for every record that is
not in it, in which pack it is.  Values and price rows that were over before the edition are in packs of their own:
a record that has such names the pack as `earlier`.  A shell has all in one file, and none of this.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Record = dict[str, Any]
LISTS = ("prices",)  # of a record, besides the lists under `values`


class PackNeeded(Exception):  # noqa: N818 - no error: the answer only has to wait
    """An answer needs packs that are not here yet.  Whoever asked brings them (`take`), and asks again."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        super().__init__(f"needs {', '.join(self.names)}")


class Records(Mapping[str, Record]):
    """The records of one table by id, each read when it is first asked for.

    A record is as it is on the edition's day and after; `whole` adds what was before.
    """

    def __init__(self, packs: Packs, table: str, places: Mapping[str, bytes | str]) -> None:
        self._packs, self._table = packs, table
        self._places = places  # id -> the record's text, or the name of its pack
        self._read: dict[str, Record] = {}
        self._whole: dict[str, Record] = {}

    def __getitem__(self, record_id: str) -> Record:
        found = self._read.get(record_id)
        if found is None:
            place = self._places[record_id]
            text = self._packs.text(place, self._table, record_id) if isinstance(place, str) else place
            found = self._read[record_id] = json.loads(text)
        return found

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def whole(self, record_id: str) -> Record:
        """A record with all that ever held."""
        found = self._whole.get(record_id)
        if found is None:
            now = self[record_id]
            earlier = json.loads(self._packs.text(now["earlier"], self._table, record_id))
            found = self._whole[record_id] = joined(now, earlier)
        return found

    def need(self, ids: Iterable[str], earlier: bool = False) -> None:
        """Raise PackNeeded for all packs that the records are in, at once instead of one after the other."""
        wanted = [record_id for record_id in ids if record_id in self._places]
        self._packs.require(place for one in wanted if isinstance(place := self._places[one], str))
        if earlier:
            self._packs.require(self[one]["earlier"] for one in wanted if "earlier" in self[one])


class Packs:
    """The packs that are here."""

    def __init__(self, start: bytes) -> None:
        self._start: dict[str, Any] = marshal.loads(start)
        self._here: dict[str, dict[str, dict[str, bytes]]] = {}
        self.bring: Callable[[str], bytes] | None = None  # where one can wait for a pack: how to get it
        tables = {table: Records(self, table, places) for table, places in self._start["tables"].items()}
        self.data: dict[str, Any] = {**self._start, "tables": tables}

    def take(self, name: str, pack: bytes) -> None:
        """Take in a pack."""
        self._here[name] = marshal.loads(pack)

    def require(self, names: Iterable[str]) -> None:
        """Raise PackNeeded with those that are not here."""
        missing = [name for name in dict.fromkeys(names) if name not in self._here]
        if self.bring is not None:
            for name in missing:
                self.take(name, self.bring(name))
        elif missing:
            raise PackNeeded(missing)

    def text(self, name: str, table: str, record_id: str) -> bytes:
        """A record's text in a pack.  Raises PackNeeded."""
        self.require([name])
        return self._here[name][table][record_id]


def joined(now: Record, earlier: Record) -> Record:
    """A record from its two parts: what was before comes first in each list."""
    found = {key: value for key, value in now.items() if key != "earlier"}
    for name in LISTS:
        if name in earlier:
            found[name] = [*earlier[name], *now[name]]
    if "values" in earlier:
        older = earlier["values"]
        found["values"] = {name: [*older.get(name, ()), *rows] for name, rows in now["values"].items()}
    return found
