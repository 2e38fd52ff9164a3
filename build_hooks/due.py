"""What will need somebody soon: reported by `check`, never a fault, because time alone must not stop a build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from build_hooks.dataset import Dataset

SOON = timedelta(days=45)  # a calendar is published once a year, some weeks before it is needed


def due(dataset: Dataset) -> Iterator[str]:
    """A sentence for each calendar that ends within 45 days of the edition, or has ended."""
    edition = date.fromisoformat(dataset.edition)
    for name, record in dataset.catalog["tables"].get("calendar", {}).items():
        last = date.fromisoformat(record["fields"]["covers_through"])
        if last - edition <= SOON:
            yield (
                f"{record['file']}:{record['line']} {name}: knows its days up to {last}, the edition is of {edition}; "
                "look for next year's list; until then answers for later days are a range"
            )
