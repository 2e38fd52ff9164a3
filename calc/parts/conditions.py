"""What stands beside a price: tiers, hours, batch, what is announced, and whether the model is still sold."""

from __future__ import annotations

from typing import Any

from calc import text
from calc.facts.catalog import Snapshot


def conditions(snapshot: Snapshot, model: str) -> str:
    """The conditions of an API model's price on the snapshot's day, in words."""
    priced, status = snapshot.price(model), snapshot.fact("api_model", model, "status")
    said = [] if status is None or status.value == "active" else [status.value]
    if priced is not None:
        for tier in priced.row.tiers:
            size = text.words(float(tier.prompt_tok), "prompt_tok")
            said.append(f"{'from' if tier.when == '>=' else 'above'} {size}: {_rates(tier)}")
        said += [f"× {window.rate_ratio} in {', '.join(window.hours_utc)} UTC" for window in priced.row.windows]
        if priced.row.batch:
            said.append("batch discount")
    coming = snapshot.announced(model)
    if coming is not None:
        said.append(f"announced for {text.day(coming.row.since)}: {_rates(coming.row)}")
    return "; ".join(said)


def _rates(row: Any) -> str:
    """Input and output rate of a price row or tier in words."""
    words = [text.words(float(rate), "usd_per_mtok") for rate in (row.input_usd_per_mtok, row.output_usd_per_mtok)]
    return f"{words[0]} in, {words[1]} out"
