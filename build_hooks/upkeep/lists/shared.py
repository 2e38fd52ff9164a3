"""What the price lists have in common: keys, exact ids, and the kinds of prices that are not compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

# Key -> figure.  Rates as in our rows; of batch `batch.<rate>`, of tiers `> 272000.<rate>`, of both
# `> 272000.batch.<rate>`; `regions.<place>` is a ratio, `fees.tool_usd_per_1000_calls` what a tool costs.
Rates = dict[str, Decimal]
PER_MTOK = Decimal(1_000_000)
CALLS = "fees.tool_usd_per_1000_calls"
NOON = "12:00"

# What a list carries and nobody compares: the kind, and why.
KINDS = {
    "priority": "a faster lane at a higher price; our rows are of the standard one",
    "fast": "a faster lane at a higher price; our rows are of the standard one",
    "ultrafast": "a faster lane at a higher price; our rows are of the standard one",
    "flex": "a slower lane at a lower price; our rows are of the standard one",
    "decisions": "another endpoint of the same model; our rows are of text that is generated",
    "sound": "tokens of sound; our rows are of text",
    "pictures": "tokens of pictures; our rows are of text",
    "other tools": "tools that our rows do not follow: maps, files, search by depth",
    "cache for 12 hours": "kept longer than the two lengths that our rows know",
    "cache for an hour, in a tier or as batch": "our tiers and batches know one length of caching",
    "reasoning": "our rows bill it as output",
    "second name": "the same figure again under an older key",
    "not sorted": "a key that this comparison does not know yet",
}


class RatesOf(Protocol):
    """What a list says of a model (biller, ids to try) on a day at a time of it (UTC); None: not there."""

    def __call__(self, biller: str, ids: Iterable[str], day: str, clock: str = NOON) -> Rates | None:
        """Look a model up."""


@dataclass(frozen=True)
class Dataset:
    """A price list: its name, the version read, its rates, and which kinds of prices it has that are not compared."""

    name: str
    version: str
    rates: RatesOf
    others: Callable[[str, Iterable[str], str], set[str]]


def tier(above: object) -> str:
    """The key of a tier: the tokens that its prompt exceeds."""
    return f"> {int(str(above))}"


def bare(own_id: str) -> str:
    """An id without its owner, in lower case: `Qwen/Qwen3-32B` -> `qwen3-32b`."""
    return own_id.rpartition("/")[2].lower()


def first(found: Iterable[Any]) -> Any:
    """The first that is there."""
    return next((one for one in found if one is not None), None)


def within(spans: Iterable[tuple[str, str]], clock: str) -> bool:
    """Whether a time of day lies in one of the spans; 00:00 at the end is midnight."""
    for start, end in spans:
        until = "24:00" if end == "00:00" else end
        if start <= clock < until or (until < start and not until <= clock < start):
            return True
    return False
