"""What a calculator and a named workload are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Inputs under one heading; a closed group unfolds on demand."""

    legend: str
    inputs: tuple[str, ...]
    open: bool = True


@dataclass(frozen=True)
class Calculator:
    """One question with what it takes and what it answers."""

    slug: str
    question: str
    groups: tuple[Group, ...]
    results: tuple[str, ...]
    charts: tuple[str, ...]
    tables: tuple[str, ...] = ()
    verdict: bool = False
    presets: tuple[str, ...] = ()
    hours: bool = False  # whether it offers the hours of use by name


@dataclass(frozen=True)
class Preset:
    """A named set of values that fills the blanks; what it clears goes back to its default."""

    id: str
    label: str
    values: Mapping[str, str]
    clears: tuple[str, ...] = ()
