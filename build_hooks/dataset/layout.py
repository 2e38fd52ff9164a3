"""Which file of prices/ holds which table, what its ids look like, and which fields of a record hold facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, get_type_hints

from calc.facts.records import TABLES, Dated, PriceRow

FieldKind = Literal["text", "dated", "keyed", "rows"]

_NAME = r"[a-z0-9][a-z0-9._-]*"
_PAIR = f"{_NAME}/{_NAME}"
_KINDS: dict[object, FieldKind] = {
    tuple[Dated, ...]: "dated",
    Mapping[str, tuple[Dated, ...]]: "keyed",
    tuple[PriceRow, ...]: "rows",
}


@dataclass(frozen=True)
class Table:
    """Where a table lives: a folder or one file of prices/, and how its ids are written."""

    name: str
    place: str  # `api/` is a folder, `families.yml` a file
    id_shape: str
    id_example: str
    has_file_id: bool = True  # the file's `id` is the first half of every id in it
    named: bool = False  # that first half is whoever bills or makes it, and the file's `name` is how they write it

    @property
    def record(self) -> type:
        """The record type of the table."""
        return TABLES[self.name]

    @property
    def schema_line(self) -> str:
        """The first line of its files, which gives editors completion and help."""
        up = "../" if self.place.endswith("/") else ""
        return f"# yaml-language-server: $schema={up}schema/{self.name}.json"

    def accepts(self, record_id: str) -> bool:
        """Whether the id is written as the ids of this table are."""
        return re.fullmatch(self.id_shape, record_id, re.ASCII) is not None


LAYOUT: tuple[Table, ...] = (
    Table("api_model", "api/", _PAIR, "openai/gpt-6-luna", named=True),
    Table("calendar", "calendars/", _NAME, "cn-public-holidays", has_file_id=False),
    Table("hardware", "hardware/", _PAIR, "nvidia/rtx-3090", named=True),
    Table("open_model", "models/", _PAIR, "qwen/qwen3.8-27b", named=True),
    Table(
        "speed", "speeds/", f"{_PAIR}@{_NAME}@{_PAIR}@(none|mtp)",
        "qwen/qwen3.8-27b@q4_k_m@nvidia/rtx-3090@none", has_file_id=False,
    ),
    Table("quantisation", "quantisations.yml", _NAME, "q4_k_m", has_file_id=False),
    Table("measurement", "measurements/", _NAME, "gemma-3-27b-f16-32k", has_file_id=False),
    Table("speed_run", "runs/", _NAME, "rtx-3090-llama-3-8b-q4-k-m", has_file_id=False),
    Table("tariff", "power/", r"[a-z]{2}(-[a-z0-9]+)*/(residential|commercial)", "us-ca/residential"),
    Table("rental", "rental/", _PAIR, "nvidia/rtx-4090", has_file_id=False),
    Table("benchmark", "benchmarks/", _PAIR, "arena-text/qwen3.8-27b"),
    Table("family", "families.yml", _NAME, "ampere-gddr", has_file_id=False),
    Table("host", "host.yml", _NAME, "desktop-pc", has_file_id=False),
    Table("figure", "figures/", _NAME, "hybrid", has_file_id=False),
    Table("edition", "editions/", r"\d{4}-\d{2}-\d{2}", "2026-05-16", has_file_id=False),
)  # fmt: skip

LONE_FILES = ("edition.yml", "sources.yml", "corrections.yml", "claims.yml", "disputes.yml")
OTHER_FILES = re.compile(r"(README\.md|crosscheck\.json|schema/[a-z_]+\.json)")


def table_of(relative: str) -> Table | None:
    """The table that a file of prices/ belongs to, by its path there; None where it belongs to none."""
    folder, _, name = relative.rpartition("/")
    for table in LAYOUT:
        if relative == table.place or (f"{folder}/" == table.place and name.endswith(".yml")):
            return table
    return None


@cache
def field_kinds(record: type) -> dict[str, FieldKind]:
    """For each field of a record type: text, dated values, dated values by key, or price rows."""
    hints = get_type_hints(record)
    return {field.name: _KINDS.get(hints[field.name], "text") for field in fields(record)}
