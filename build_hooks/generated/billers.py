"""Who bills API models, what their tiers are called, and what became of a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from calc.catalog import Snapshot
from calc.moments import begins

TIERS = {"small": "small-tier", "mid": "mid-tier", "frontier": "frontier"}
BILLERS = {
    "anthropic": "Anthropic",
    "cerebras": "Cerebras",
    "deepinfra": "DeepInfra",
    "deepseek": "DeepSeek",
    "google": "Google",
    "groq": "Groq",
    "mistral": "Mistral",
    "openai": "OpenAI",
    "openrouter": "OpenRouter",
    "xai": "xAI",
}


def biller_name(model: str) -> str:
    """Who bills a model, as they write themselves; an id that is not listed stands for itself."""
    biller = model.split("/")[0]
    return BILLERS.get(biller, biller)


def statuses(stored: Mapping[str, Any], edition: str) -> Iterator[tuple[str, str, str, bool]]:
    """Each state of a model: its day, the state, what there is to say, and whether it is still to come."""
    for row in stored.get("values", {}).get("status", ()):
        coming = begins(row["since"])[:10] > edition
        yield row["since"], row["value"], row.get("note", ""), coming


def is_over(snapshot: Snapshot, model: str) -> bool:
    """Whether a model has been retired."""
    fact = snapshot.fact("api_model", model, "status")
    return fact is not None and fact.value == "retired"
