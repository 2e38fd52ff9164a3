"""The three workloads of the first page, as overrides: one definition for buttons and tables."""

from __future__ import annotations

from typing import Any

from calc.calculators import PRESETS, Preset
from calc.facts.catalog import Catalog
from calc.model import GRAPH
from calc.scenario import find
from calc.typed import parse_value

# What a button sets, another button takes back: so does a column.
NAMES = tuple(dict.fromkeys(name for preset in PRESETS for name in preset.values))


def overrides(preset: Preset, catalog: Catalog) -> dict[str, Any]:
    """A preset as overrides of a number: its own values, and the reader's pins of the other presets' taken back."""
    own = {name: parse_value(find(GRAPH, name), value, catalog) for name, value in preset.values.items()}
    return {name: own.get(name) for name in NAMES}


# One model for each tier, all of one maker, so that the tier differs and little else.  The guide's choice.
TIER_MODELS = (
    ("Small tier", "openai/gpt-6-luna"),
    ("Middle tier", "openai/gpt-6-sol"),
    ("Frontier", "openai/gpt-6-astra"),
)

# Open models shown for each piece of hardware: those that somebody measured, small to large, dense and sparse.
# The guide's choice.
POPULAR = (
    "meta/llama-3.1-8b",
    "openai/gpt-oss-20b",
    "google/gemma-4-26b-a4b",
    "qwen/qwen3.8-27b",
    "google/gemma-4-31b",
    "qwen/qwen3.6-35b-a3b",
    "meta/llama-3.3-70b",
    "openai/gpt-oss-120b",
)
