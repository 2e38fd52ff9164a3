"""Load prices/ in one pass: read every file, check everything, and report all faults at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from build_hooks.dataset.aliases import check_aliases
from build_hooks.dataset.calendars import check_calendar
from build_hooks.dataset.ceiling import check_ceiling
from build_hooks.dataset.claims import check_evidence
from build_hooks.dataset.compile import Data, compile_catalog
from build_hooks.dataset.disputes import check_disputes
from build_hooks.dataset.faults import NOTHING, DatasetError, Fault, shorten
from build_hooks.dataset.layout import LAYOUT, LONE_FILES, OTHER_FILES, Table, table_of
from build_hooks.dataset.lone_files import check_claims, check_corrections, check_edition, check_sources
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar
from build_hooks.dataset.rates import check_rates
from build_hooks.dataset.records import Context, Item, text_of
from build_hooks.dataset.references import UNKNOWN, Index, check_references
from build_hooks.dataset.rules import check_values
from build_hooks.dataset.shape import check_shape, explain_text, plain
from build_hooks.dataset.yaml_lines import first_line, read_yaml

REPOSITORY = Path(__file__).parents[2]
PRICES = REPOSITORY / "prices"
_SCHEMA_MARK = "# yaml-language-server:"


@dataclass(frozen=True)
class Dataset:
    """Everything of prices/, checked: the catalog as it is compiled, corrections, claims and the edition's day."""

    catalog: Data
    corrections: tuple[dict[str, Any], ...]
    claims: dict[str, dict[str, Any]]
    edition: str
    disputes: tuple[dict[str, Any], ...] = ()


def load(root: Path = PRICES) -> Dataset:
    """The data set of a folder laid out like prices/.  Raises DatasetError with every fault found."""
    return _Loader(root).load()


class _Loader:
    """One run: what was read so far and the faults found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = root.resolve().name  # what messages call it
        self.faults: list[Fault] = []
        self.index = Index()
        self.lone: dict[str, Node | None] = {}
        self.names: dict[str, dict[str, str]] = {}

    def load(self) -> Dataset:
        """Read, check, and compile."""
        for relative in self._paths():
            self._read(relative)
        edition = self._check_lone_files()
        sources = self.lone.get("sources.yml")
        # Without an edition or sources (reported already) all that does not need them is still checked.
        self._check_items(Context(edition, sources.entries if isinstance(sources, Mapped) else None))
        if self.faults or edition is None:
            raise DatasetError(self.faults)
        sources, claims = plain(self._mapping("sources.yml")), plain(self._mapping("claims.yml"))
        corrections = plain(self.lone.get("corrections.yml") or Listed(1))
        disputes = plain(self.lone.get("disputes.yml") or Listed(1))
        catalog = compile_catalog(str(edition), sources, self.index.items, self.names)
        return Dataset(catalog, tuple(corrections), claims, str(edition), tuple(disputes))

    def _paths(self) -> list[str]:
        if not self.root.is_dir():
            raise DatasetError(
                [Fault(self.root.name, 1, "", "a folder of price files", NOTHING, f"looked at {self.root}")]
            )
        files = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in files)

    def _shown(self, relative: str) -> str:
        return f"{self.name}/{relative}"

    def _fault(self, relative: str, line: int, key: str, expected: str, got: str, hint: str = "") -> None:
        self.faults.append(Fault(self._shown(relative), line, key, expected, got, hint))

    def _read(self, relative: str) -> None:
        table = table_of(relative)
        if table is None and relative not in LONE_FILES:
            if not OTHER_FILES.fullmatch(relative):
                places = ", ".join(sorted([*LONE_FILES, *(table.place for table in LAYOUT)]))
                self._fault(relative, 1, "", f"one of {places}", relative, "move the file, or end its name in .yml")
            return
        found = len(self.faults)
        node = read_yaml(self.root / relative, self._shown(relative), self.faults)
        if node is None and len(self.faults) == found:
            self._fault(relative, 1, "", "content", "an empty file", "remove it, or fill it")
        if table is None:
            self.lone[relative] = node
            return
        if not isinstance(node, Mapped):
            self.index.incomplete.add(table.name)
            if node is not None:
                self._fault(relative, node.line, "", "a mapping with name and items", node.shown)
            return
        self._check_schema_line(relative, table)
        self._enter(relative, table, node)

    def _check_schema_line(self, relative: str, table: Table) -> None:
        line = first_line(self.root / relative)
        if line != table.schema_line:
            got, hint = "another first line", "editors complete and explain keys by it"
            if line.startswith(_SCHEMA_MARK):
                got = shorten(line)
            elif line.lstrip("\ufeff") == table.schema_line:
                got, hint = "a byte order mark in front of it", "save the file as UTF-8 without one"
            self._fault(relative, 1, "", table.schema_line, got, hint)

    def _enter(self, relative: str, table: Table, node: Mapped) -> None:
        """Check the top of a file of records and enter its records."""
        wanted = ("id", "name", "items") if table.has_file_id else ("name", "items")
        for key in node.entries.keys() - set(wanted):
            self._fault(relative, node.lines[key], key, "one of " + ", ".join(wanted), key, "remove or rename it")
        for key in wanted:
            self._check_top(relative, key, node)
        items = node.entries.get("items")
        if not isinstance(items, Mapped):
            return
        first = text_of(node, "id") if table.has_file_id else None
        if table.has_file_id and first is None:
            self.index.incomplete.add(table.name)  # reported already; nobody knows the ids of its records
        if table.named and first is not None:
            self.names.setdefault(table.name, {})[first] = text_of(node, "name") or first
        for name, child in items.entries.items():
            line = items.lines[name]
            if not isinstance(child, Mapped) or not child.entries:
                shown = NOTHING if isinstance(child, Mapped) else child.shown
                self._fault(relative, line, name, "a mapping", shown, "write `key: value` lines below the id")
                child = Mapped(line)
            item_id = f"{first or UNKNOWN}/{name}" if table.has_file_id else name
            self.index.add(Item(table, item_id, name, self._shown(relative), line, child, self.faults))

    def _check_top(self, relative: str, key: str, node: Mapped) -> None:
        child = node.entries.get(key)
        if child is None:
            self._fault(relative, node.line, key, f"`{key}` at the top of the file", NOTHING, f"add `{key}:`")
        elif key == "items" and not isinstance(child, Mapped):
            self._fault(
                relative, child.line, key, "a mapping of records", child.shown, "an id a line, its fields below"
            )
        elif key != "items" and not (isinstance(child, Scalar) and isinstance(plain(child), str)):
            self._fault(relative, child.line, key, *explain_text(key, child))

    def _mapping(self, relative: str) -> Mapped:
        node = self.lone.get(relative)
        return node if isinstance(node, Mapped) else Mapped(1)

    def _check_lone_files(self) -> date | None:
        for relative in ("edition.yml", "sources.yml"):
            if relative not in self.lone:
                self._fault(relative, 1, "", "the file", NOTHING, f"{self._shown(relative)} is required")
        for relative in ("sources.yml", "claims.yml"):
            node = self.lone.get(relative)
            if node is not None and not isinstance(node, Mapped):
                self._fault(relative, node.line, "", "a mapping of ids", node.shown, "an id a line, its fields below")
        check_sources(self._mapping("sources.yml"), self._shown("sources.yml"), self.root.parent, self.faults)
        check_claims(self._mapping("claims.yml"), self._shown("claims.yml"), self.faults)
        corrections = self.lone.get("corrections.yml")
        if corrections is not None:
            check_corrections(corrections, self._shown("corrections.yml"), self.faults)
        return check_edition(self.lone.get("edition.yml"), self._shown("edition.yml"), self.faults)

    def _check_items(self, context: Context) -> None:
        for table in LAYOUT:
            for item in self.index.all(table.name):
                if not item.node.entries:
                    continue  # empty, which is reported already
                self.faults += check_shape(table.record, item.node, item.file, item.name)
                check_values(item, context)
                check_rates(item, context, self.index)
                check_calendar(item, context)
                check_references(item, self.index)
                if table.name == "speed":
                    check_ceiling(item, self.index)
        check_aliases(self.index, context)
        disputes = self.lone.get("disputes.yml")
        if disputes is not None:
            check_disputes(disputes, self._shown("disputes.yml"), self.index, context.edition, self.faults)
        check_evidence(self._mapping("claims.yml"), self._shown("claims.yml"), self.index, self.faults)
