"""What the tiers of API models are called, and what became of a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from calc.catalog import Snapshot
from calc.moments import begins

TIERS = {"small": "small-tier", "mid": "mid-tier", "frontier": "frontier"}


def with_biller(snapshot: Snapshot, model: str) -> str:
    """A model and who bills it: hosts are in the names of their models already."""
    name, biller = str(snapshot.attribute("api_model", model, "name")), snapshot.maker("api_model", model)
    return name if name.endswith(f" on {biller}") else f"{name} at {biller}"


def statuses(stored: Mapping[str, Any], edition: str) -> Iterator[tuple[str, str, str, bool]]:
    """Each state of a model: its day, the state, what there is to say, and whether it is still to come."""
    for row in stored.get("values", {}).get("status", ()):
        coming = begins(row["since"])[:10] > edition
        yield row["since"], row["value"], row.get("note", ""), coming


def is_over(snapshot: Snapshot, model: str) -> bool:
    """Whether a model has been retired."""
    fact = snapshot.fact("api_model", model, "status")
    return fact is not None and fact.value == "retired"
