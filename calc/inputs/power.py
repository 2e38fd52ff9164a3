"""Electricity: what it costs, what is charged, and for how many hours."""

from __future__ import annotations

from collections.abc import Mapping

from calc.engine.nodes import Node, call_of
from calc.engine.rules import Formula, Lookup, Switch
from calc.inputs import serving
from calc.inputs.declare import choice, number
from calc.quantities import defaults
from calc.units import HOURS_PER_DAY

GROUP = "power"


def _by_boundary(rules: Mapping[str, Formula]) -> Switch:
    """One rule for each boundary of power."""
    return Switch("power_boundary", {boundary: call_of(rule) for boundary, rule in rules.items()})


def nodes() -> list[Node]:
    """The inputs of this group, in the order of forms."""
    boundaries = (
        ("whole-machine", "the whole machine"),
        ("card-only", "the card only"),
        ("marginal", "only what the work adds"),
    )
    return [
        choice(
            "tariff",
            "Electricity",
            "Region and sector whose mean price is paid; your marginal rate may differ.",
            "us/residential",
            table="tariff",
            group=GROUP,
        ),
        number(
            "electricity_usd_per_kwh",
            "Power price",
            "What a kilowatt-hour costs you.",
            Lookup("tariff", "tariff", "electricity_usd_per_kwh"),
            within=(0, 5),
            step=0.01,
            group=GROUP,
        ),
        choice(
            "power_boundary",
            "Charged with",
            "Which power is charged to this workload; the last choice is for a machine that is on anyway.",
            "whole-machine",
            boundaries,
            group=GROUP,
        ),
        number(
            "load_power_w",
            "Power at work",
            "Power at the meter while generating, all units together.",
            _by_boundary(defaults.LOAD_POWER),
            within=(0, 1e6),
            step=10,
            group=GROUP,
        ),
        number(
            "idle_power_w",
            "Power at rest",
            "Power at the meter while waiting, all units together.",
            _by_boundary(defaults.IDLE_POWER),
            within=(0, 1e6),
            step=5,
            group=GROUP,
        ),
        number(
            "powered_hours_per_day",
            "Hours switched on",
            "Hours a day that the box is on, in the mean of a week; by default your hours of use.",
            call_of(serving.hours_of_use_per_day),
            within=(0, HOURS_PER_DAY),
            step=1,
            group=GROUP,
        ),
        number(
            "busy_hours_per_day",
            "Hours at work",
            "Hours a day that the box generates; by default what this volume needs.",
            call_of(defaults.busy_hours_per_day),
            within=(0, HOURS_PER_DAY),
            step=1,
            group=GROUP,
        ),
    ]
