"""The recipe of a live part: in the form in which the browser sends it back, on the element that it fills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calc.parts import kinds
from calc.parts.markup import Page, attributes, compact

LABELS = {"verdict": "The verdict", "coming": "What comes next"}
BLOCKS = {
    "coming": "section",
    "verdict": "section",
    "flips": "div",
    "results": "div",
    "table": "div",
    "chart": "figure",
}
# Parts that follow the day and nothing else, with the choice that their recipe has to make for that.
DATED = {
    ("table", "coming"): "",
    ("table", "every_price"): "api_model",
    ("table", "observed"): "",
    ("table", "provider_events"): "",
    ("chart", "price_history"): "api_model",
    ("chart", "street_prices"): "hardware",
}


def as_sent(value: Any) -> Any:
    """A value as JavaScript writes it: it has one kind of number, so that a whole one has no point."""
    if isinstance(value, dict):
        return {key: as_sent(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_sent(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_dated(kind: str, args: Mapping[str, Any]) -> bool:
    """Whether a part follows the day and nothing else: then it is asked for only where the day is another."""
    choice = DATED.get((kind, str(args.get(kind))))
    return choice is not None and (not choice or choice in args.get("with", {}))


def block(page: Page, kind: str, **args: Any) -> str:
    """The element of a live block with what stands in it by default."""
    sent = as_sent(args)
    named = attributes(
        class_=f"part part--{kind}",
        data_part=kind,
        data_args=compact(sent),
        data_dated="yes" if is_dated(kind, sent) else "",
        aria_label=LABELS.get(kind, ""),
    )
    return f"<{BLOCKS[kind]}{named}>{kinds.render(page, kind, sent)['html']}</{BLOCKS[kind]}>"
