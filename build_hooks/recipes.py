"""The recipe of a live part: in the form in which the browser sends it back, on the element that it fills."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from calc.model import GRAPH
from calc.parts import kinds
from calc.parts.markup import Page, attributes, compact
from calc.tables.drift import CHEAPEST, MIDDLE, SAME_MODEL

LABELS = {"verdict": "The verdict", "coming": "What comes next"}
BLOCKS = {
    "coming": "section",
    "verdict": "section",
    "flips": "div",
    "results": "div",
    "table": "div",
    "chart": "figure",
}
DAY = "as_of"
# Parts that follow few inputs, with those, and with the choice that their recipe has to make for that.  Where neither
# the day nor one of these is changed they are as the build wrote them, and the browser need not load what they rest on.
FOLLOW: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("table", "coming"): ((), ""),
    ("table", "every_price"): ((), "api_model"),
    ("table", "observed"): ((), ""),
    ("table", "provider_events"): ((), ""),
    ("chart", "price_history"): ((), "api_model"),
    ("chart", "street_prices"): ((), "hardware"),
    ("chart", "tier_cheapest"): (("input_tok_per_request", "output_tok_per_request"), ""),
    ("chart", "tier_median"): (("input_tok_per_request", "output_tok_per_request"), ""),
}
TABLES_OF_TIERS = {"drift_cheapest": CHEAPEST, "drift_middle": MIDDLE, "drift_same_model": SAME_MODEL}
OF_TIERS = {q for quantities in TABLES_OF_TIERS.values() for q in quantities}


def as_sent(value: Any) -> Any:
    """A value as JavaScript writes it: it has one kind of number, so that a whole one has no point."""
    if isinstance(value, dict):
        return {key: as_sent(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_sent(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def follows(kind: str, args: Mapping[str, Any]) -> str:
    """The names that a part follows, where they are few; empty where it may follow any."""
    inputs, choice = FOLLOW.get((kind, str(args.get(kind))), ((), "nothing"))
    if args.get("table") in TABLES_OF_TIERS:
        return _names(TABLES_OF_TIERS[args["table"]], {"price_tier"})
    if kind == "number" and args["q"] in OF_TIERS:
        return _names((args["q"],), args.get("with", {}))
    return " ".join((DAY, *inputs)) if not choice or choice in args.get("with", {}) else ""


def _names(quantities: Sequence[str], chosen: Collection[str]) -> str:
    """All that may be pinned and moves one of the quantities; what their recipes choose moves nothing."""
    below = GRAPH.descendants
    moving = (one for one in GRAPH.nodes if one not in chosen and any(q in below[one] for q in quantities))
    return " ".join((DAY, *moving))


def block(page: Page, kind: str, **args: Any) -> str:
    """The element of a live block with what stands in it by default."""
    sent = as_sent(args)
    named = attributes(
        class_=f"part part--{kind}",
        data_part=kind,
        data_args=compact(sent),
        data_follows=follows(kind, sent),
        aria_label=LABELS.get(kind, ""),
    )
    return f"<{BLOCKS[kind]}{named}>{kinds.render(page, kind, sent)['html']}</{BLOCKS[kind]}>"
