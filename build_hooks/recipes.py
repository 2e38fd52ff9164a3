"""The recipe of a live part, in the form in which the browser sends it back."""

from __future__ import annotations

from typing import Any


def as_sent(value: Any) -> Any:
    """A value as JavaScript writes it: it has one kind of number, so that a whole one has no point."""
    if isinstance(value, dict):
        return {key: as_sent(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_sent(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
