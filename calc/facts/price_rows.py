"""Price rows of API models as the catalog hands them out: read from their compiled form, and the one in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calc.facts.records_api import Batch, Fees, PriceRow, Region, Tier, Window


@dataclass(frozen=True)
class PriceInForce:
    """The price row in force, with the announced rows whose dates have passed without a check, oldest first.

    Where the row's own end has passed, it is here only because of such an announcement.
    """

    key: str
    file: str
    row: PriceRow
    pending: tuple[PriceRow, ...] = ()
    assume_holidays: bool = False  # days that a calendar does not know count as its holidays

    @property
    def model(self) -> str:
        """The id of the model."""
        return self.key.split(".", 1)[1]


@dataclass(frozen=True)
class Assumed:
    """Price rows that are taken to hold, each for its own model, instead of those in force."""

    rows: tuple[PriceInForce, ...]

    def of(self, model: str) -> PriceInForce | None:
        """The row that is taken to hold for a model, if any."""
        return next((row for row in self.rows if row.model == model), None)


def price_row(row: Mapping[str, Any]) -> PriceRow:
    """A compiled price row as a record."""
    parts = dict(row)
    parts["tiers"] = tuple(Tier(**{**tier, "batch": _batch(tier)}) for tier in row.get("tiers", ()))
    parts["batch"] = _batch(row)
    parts["windows"] = tuple(_window(window) for window in row.get("windows", ()))
    parts["regions"] = {name: Region(**region) for name, region in row.get("regions", {}).items()}
    parts["fees"] = Fees(**row["fees"]) if row.get("fees") else None
    return PriceRow(**parts)


def _batch(row: Mapping[str, Any]) -> Batch | None:
    return Batch(**row["batch"]) if row.get("batch") else None


def _window(window: Mapping[str, Any]) -> Window:
    lists = {key: tuple(window[key]) for key in ("hours_utc", "weekdays")}
    return Window(**{**window, **lists})
