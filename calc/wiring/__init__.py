"""Quantities that are more than one plain function: a choice picks the formula, or the first known value counts.

The formulas themselves are in `calc/quantities/`; what stands here says which of them holds when.
"""

from calc.wiring import memory, memory_ranges, offload, prompts, speed, speed_ranges

__all__ = ["memory", "memory_ranges", "offload", "prompts", "speed", "speed_ranges"]
