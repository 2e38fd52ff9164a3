"""Calculators: a question, the inputs shown, the quantities shown, the charts and tables.  And named workloads."""

from __future__ import annotations

from calc.calculators import machine, money
from calc.calculators.declare import Calculator, Group, Preset
from calc.calculators.presets import HOUR_PRESETS, PRESETS

__all__ = ["CALCULATORS", "HOUR_PRESETS", "PRESETS", "Calculator", "Group", "Preset", "calculator"]

CALCULATORS = (*money.CALCULATORS, *machine.CALCULATORS)


def calculator(slug: str) -> Calculator:
    """The calculator of a slug.  Raises KeyError that lists the slugs."""
    for one in CALCULATORS:
        if one.slug == slug:
            return one
    raise KeyError(f"no calculator {slug!r}; there are {', '.join(one.slug for one in CALCULATORS)}")
