"""Owning the box: its price, what comes back, and the care it takes."""

from __future__ import annotations

from calc.engine.evaluate import Evaluation
from calc.engine.nodes import Node
from calc.engine.rules import Lookup, Reader, Switch
from calc.inputs.declare import choice, flag, number

GROUP = "money"


def _condition(evaluation: Evaluation, _name: str) -> str:
    known = evaluation.snapshot.fact("hardware", evaluation.get("hardware"), "used_usd")
    return "used" if known else "new"


def nodes() -> list[Node]:
    """The inputs of this group, in the order of forms."""
    conditions = (("used", "used"), ("new", "new"))
    price = Switch(
        "hardware_condition",
        {
            "used": Lookup("hardware", "hardware", "used_usd"),
            "new": Lookup("hardware", "hardware", "new_usd"),
        },
    )
    return [
        choice(
            "hardware_condition",
            "Bought",
            "Used or new; new where no used price is known.",
            Reader(_condition, ("hardware",)),
            conditions,
            group=GROUP,
        ),
        number(
            "hardware_usd",
            "Price of the hardware",
            "Street price of one piece.",
            price,
            within=(0, 1e7),
            step=50,
            group=GROUP,
        ),
        number(
            "host_usd",
            "Price of the host",
            "The machine around the card, where it has to be bought too.",
            0,
            within=(0, 1e7),
            step=50,
            group=GROUP,
        ),
        flag(
            "hardware_owned",
            "Owned already",
            "The hardware is paid for and would lie idle: nothing to buy.",
            False,
            group=GROUP,
        ),
        number(
            "lifetime_years",
            "Lifetime",
            "Years until it is sold or given up.",
            3,
            within=(0.1, 30),
            step=1,
            group=GROUP,
        ),
        number(
            "resale_frac",
            "Resale",
            "Share of the purchase that resale brings back; it may exceed the purchase.",
            0,
            within=(0, 5),
            step=0.1,
            group=GROUP,
        ),
        number(
            "cost_of_money_frac_per_year",
            "Cost of money",
            "Yearly interest on what is tied up.",
            0,
            within=(0, 1),
            step=0.01,
            group=GROUP,
        ),
        number(
            "labour_hours_per_month",
            "Care",
            "Hours a month that somebody looks after the box.",
            0,
            within=(0, 720),
            step=1,
            group=GROUP,
        ),
        number(
            "labour_usd_per_hour",
            "An hour of care",
            "What that hour is worth; your own figure.",
            50,
            within=(0, 1e4),
            step=5,
            group=GROUP,
        ),
    ]
