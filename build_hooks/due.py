"""What will need somebody soon: reported by `check`, never a fault, because time alone must not stop a build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from build_hooks.dataset import Dataset
from calc.facts.catalog import Catalog
from calc.facts.moments import begins

SOON = timedelta(days=45)  # a calendar is published once a year, some weeks before it is needed


def due(dataset: Dataset) -> Iterator[str]:
    """A sentence for each calendar and each price that ends within 45 days of the edition, or has ended."""
    edition = date.fromisoformat(dataset.edition)
    yield from _calendars(dataset, edition)
    yield from _prices(dataset, edition)


def _calendars(dataset: Dataset, edition: date) -> Iterator[str]:
    for name, record in dataset.catalog["tables"].get("calendar", {}).items():
        last = date.fromisoformat(record["fields"]["covers_through"])
        if last - edition <= SOON:
            yield (
                f"{record['file']}:{record['line']} {name}: knows its days up to {last}, the edition is of {edition}; "
                "look for next year's list; until then answers for later days are a range"
            )


def _prices(dataset: Dataset, edition: date) -> Iterator[str]:
    """Prices of models on sale that end with nothing after them, not even an announcement."""
    snapshot = Catalog(dataset.catalog).at(dataset.edition)
    for name, record in dataset.catalog["tables"].get("api_model", {}).items():
        status = snapshot.fact("api_model", name, "status")
        rows = [row for row in record["prices"] if not row.get("cancelled")]
        end = rows[-1].get("until") if rows else None
        if end is None or (status is not None and status.value == "retired"):
            continue
        if date.fromisoformat(begins(end)[:10]) - edition <= SOON:
            yield (
                f"{record['file']}:{rows[-1]['line']} {name}: its price ends at {end} and nothing follows; "
                "look for the next one; until then it is unknown from there on"
            )
