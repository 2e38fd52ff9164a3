"""API models as they are sold: what their tiers are called, who bills them, whether they are still to be had."""

from __future__ import annotations

from calc.facts.catalog import Snapshot

TIERS = {"small": "small-tier", "mid": "middle-tier", "frontier": "frontier"}


def with_biller(snapshot: Snapshot, model: str) -> str:
    """A model and who bills it: hosts are in the names of their models already."""
    name, biller = str(snapshot.attribute("api_model", model, "name")), snapshot.maker("api_model", model)
    return name if name.endswith(f" on {biller}") else f"{name} at {biller}"


def is_over(snapshot: Snapshot, model: str) -> bool:
    """Whether a model has been retired on the day."""
    fact = snapshot.fact("api_model", model, "status")
    return fact is not None and fact.value == "retired"


def is_to_be_had(snapshot: Snapshot, model: str) -> bool:
    """Whether a model has a price on the day and has not been retired."""
    return snapshot.price(model) is not None and not is_over(snapshot, model)


def of_tier(snapshot: Snapshot, tier: str) -> list[str]:
    """The models of a tier that are to be had on the day."""
    found = (one for one in snapshot.ids("api_model") if snapshot.attribute("api_model", one, "tier") == tier)
    return [one for one in found if is_to_be_had(snapshot, one)]


def is_of(snapshot: Snapshot, model: str, open_model: str) -> bool:
    """Whether a model is an open one that somebody hosts."""
    return snapshot.attribute("api_model", model, "open_model") == open_model
