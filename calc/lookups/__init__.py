"""Lookups: the only nodes that read facts.  Most are a table, the choice that picks the record, and a field."""

from calc.lookups import api, drift, local, memory, other_prices, speed

__all__ = ["api", "drift", "local", "memory", "other_prices", "speed"]
