"""What stands for a value that is not known, or known only in part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class Gap:
    """No plain value: an Unknown or a Floor, with the reason."""

    reason: str


@dataclass(frozen=True)
class Unknown(Gap):
    """The value of a node that is not known, with the reason."""

    reason: str


@dataclass(frozen=True)
class Floor(Gap):
    """A sum of which some parts are unknown: at least `value`.  It survives sums only."""

    value: float
    reason: str


def joined(reasons: Iterable[str]) -> str:
    """Reasons in one line, each said once."""
    return "; ".join(dict.fromkeys(part for reason in reasons for part in reason.split("; ")))


MOST_REASONS = 2


def brief(reason: str) -> str:
    """The first reasons of several; whoever wants them all asks for the explanation."""
    found = reason.split("; ")
    if len(found) <= MOST_REASONS + 1:
        return reason
    return "; ".join([*found[:MOST_REASONS], f"{len(found) - MOST_REASONS} more figures are missing"])
