"""The rules between records: ids, and references from one record to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from build_hooks.dataset.faults import did_you_mean
from build_hooks.dataset.nodes import Mapped
from build_hooks.dataset.records import Item, text_of

# (table, field) -> the table whose ids it takes
_REFERENCES = {
    ("hardware", "family"): "family",
    ("open_model", "hosted_twin"): "api_model",
    ("api_model", "open_model"): "open_model",
}


# Stands for the first half of an id where a file does not say it.
UNKNOWN = "?"


@dataclass
class Index:
    """Every record by table and id, and the tables of which a file could not be read."""

    items: dict[str, dict[str, Item]] = field(default_factory=dict)
    repeated: dict[str, list[Item]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)

    def add(self, item: Item) -> None:
        """Enter a record; a fault where its id is taken or is not written as ids of its table are."""
        table = item.table
        if not table.accepts(item.id) and not item.id.startswith(UNKNOWN):
            expected = f"an id such as {table.id_example}"
            item.fault(
                item.line, (), expected, item.id, "lower case, digits, dots, hyphens; halves joined by one slash"
            )
        first = self.items.setdefault(table.name, {}).setdefault(item.id, item)
        if first is not item:
            self.repeated.setdefault(table.name, []).append(item)
            item.fault(item.line, (), "each id once", item.id, f"the first is at {first.file}:{first.line}")

    def lacks(self, table: str, record_id: str) -> bool:
        """Whether there is surely no such record; not sure while a file of the table is unreadable."""
        return table not in self.incomplete and record_id not in self.items.get(table, {})

    def all(self, table: str) -> Iterator[Item]:
        """The records of a table, those whose id was taken included."""
        yield from self.items.get(table, {}).values()
        yield from self.repeated.get(table, ())

    def ids(self, table: str) -> Mapping[str, Item]:
        """The records of a table by id."""
        return self.items.get(table, {})


def check_references(item: Item, index: Index) -> None:
    """Report every reference of the record that leads nowhere."""
    for (table, key), target in _REFERENCES.items():
        reference = text_of(item.node, key) if item.table.name == table else None
        if reference is not None:
            refer(item, item.node.line_of(key), (key,), target, reference, index)
    if item.table.name == "rental":
        refer(item, item.line, (), "hardware", item.id, index)
    elif item.table.name == "speed":
        _check_speed_id(item, index)
    elif item.table.name == "open_model":
        _check_default_quant(item)
    elif item.table.name == "tariff":
        _check_sector(item)


def quants_of(model: Item) -> Iterable[str]:
    """The quantisations of an open model for which a file is known."""
    files = model.node.entries.get("files")
    return files.entries if isinstance(files, Mapped) else ()


def refer(item: Item, line: int, path: tuple[str, ...], target: str, reference: str, index: Index) -> None:
    """Report a reference that leads nowhere."""
    if index.lacks(target, reference):
        hint = did_you_mean(reference, index.ids(target), f"add it to the {target} table first")
        item.fault(line, path, f"the id of a record of {target}", reference, hint)


def _check_speed_id(item: Item, index: Index) -> None:
    parts = item.id.split("@")
    if len(parts) != 4:
        return  # its id is reported already
    refer(item, item.line, (), "open_model", parts[0], index)
    refer(item, item.line, (), "hardware", parts[2], index)
    model = index.ids("open_model").get(parts[0])
    if model is not None and parts[1] not in quants_of(model):
        hint = did_you_mean(parts[1], quants_of(model), "add its size to `files` of the model")
        item.fault(item.line, (), f"a quantisation of {parts[0]}", parts[1], hint)


def _check_default_quant(item: Item) -> None:
    quant = text_of(item.node, "default_quant")
    if quant is not None and quant not in quants_of(item):
        hint = did_you_mean(quant, quants_of(item), "add its size to `files`")
        line = item.node.line_of("default_quant")
        item.fault(line, ("default_quant",), "a quantisation listed in files", quant, hint)


def _check_sector(item: Item) -> None:
    sector = text_of(item.node, "sector")
    second = item.id.rpartition("/")[2]
    if sector is not None and sector != second:
        line = item.node.line_of("sector")
        item.fault(line, ("sector",), f"{second}, as in the id {item.id}", sector, "one of the two is wrong")
