"""Renting: which hardware, its price, and the hours that are paid."""

from __future__ import annotations

from calc.engine.evaluate import Evaluation
from calc.engine.nodes import Node, call_of
from calc.engine.rules import Lookup, Reader
from calc.inputs.declare import choice, number
from calc.quantities import defaults
from calc.units import HOURS_PER_DAY

GROUP = "rental"


def _rental_hardware(evaluation: Evaluation, _name: str) -> str:
    own = evaluation.get("hardware")
    return own if evaluation.snapshot.fact("rental", own, "rental_usd_per_hour") else "nvidia/rtx-4090"


def nodes() -> list[Node]:
    """The inputs of this group, in the order of forms."""
    return [
        choice(
            "rental_hardware",
            "Rented hardware",
            "What you would rent by the hour to run the same model.",
            Reader(_rental_hardware, ("hardware",)),
            table="hardware",
            group=GROUP,
        ),
        number(
            "rental_usd_per_hour",
            "Rent",
            "Price of one hour.",
            Lookup("rental", "rental_hardware", "rental_usd_per_hour"),
            within=(0, 1e4),
            step=0.05,
            group=GROUP,
        ),
        number(
            "rental_hours_per_day",
            "Rented hours",
            "Hours a day that are paid; by default the busy hours, rounded up.",
            call_of(defaults.rental_hours_per_day),
            within=(0, HOURS_PER_DAY),
            step=1,
            group=GROUP,
        ),
    ]
