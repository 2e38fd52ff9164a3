"""What became of a model, from the rows of its state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from calc.facts.moments import begins


def statuses(stored: Mapping[str, Any], edition: str) -> Iterator[tuple[str, str, str, bool]]:
    """Each state of a model: its day, the state, what there is to say, and whether it is still to come."""
    for row in stored.get("values", {}).get("status", ()):
        coming = begins(row["since"])[:10] > edition
        yield row["since"], row["value"], row.get("note", ""), coming
