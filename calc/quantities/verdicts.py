"""The verdict: which option is cheapest, and the sentence that says so, in words that fit the case."""

from __future__ import annotations

from calc import units as u
from calc.chain import LINKS, chain_binds
from calc.engine.nodes import quantity
from calc.options import Evaluate
from calc.sentences import Look, headline, plain, segments

TOTALS = {
    "api": "api_usd_per_month",
    "local": "local_total_usd_per_month",
    "rental": "rental_total_usd_per_month",
}


FITS = {"local": "memory_suffices", "rental": "rental_memory_fits"}


CHEAPEST = (("api", "the API"), ("local", "the own box"), ("rental", "a rented box"), ("none", "none that is known"))


@quantity(looks_at=(*TOTALS.values(), *FITS.values()), value_kind="choice", choices=CHEAPEST, label="Cheapest")
def cheapest_option(evaluate: Evaluate) -> str:
    """The cheapest way to serve this workload among those whose cost is known and in whose
    memory the model fits: api, local, rental, or none.

    Formula: least of API bill, own box and overflow, rented box; the API where they tie.
    """
    look = Look(evaluate)
    costs = {option: look.number(name) for option, name in TOTALS.items()}
    shut_out = {option for option, name in FITS.items() if look.is_false(name)}
    known = {option: u.round12(cost) for option, cost in costs.items() if cost is not None and option not in shut_out}
    return min(known, key=lambda option: known[option]) if known else "none"


@quantity(
    looks_at=(
        *TOTALS.values(),
        "api_price_doubts",
        "hosted_twin_model",
        "electricity_usd_per_month",
        "capacity_requests_per_day",
        "overflow_requests_per_day",
        "hosted_twin_usd_per_month",
        "twin_break_even_months",
        "break_even_months",
        "peak_load_frac",
        "served_requests_per_day",
        "requests_per_day",
        "memory_suffices",
        "memory_needed_gib",
        "memory_usable_gib",
        "api_region",
    ),
    value_kind="text",
    label="Verdict",
)
def verdict(evaluate: Evaluate, cheapest_option: str) -> str:
    """The answer in a sentence, for this workload and on cost alone.

    Formula: the cheapest option, and what decides.
    """
    look = Look(evaluate)
    return f"{headline(cheapest_option, look)} {plain(segments(cheapest_option, look))}"


@quantity(looks_at=(*LINKS, "api_price_doubts", "hosted_twin_model"), value_kind="text", label="The link that binds")
def binding_link(evaluate: Evaluate) -> str:
    """Which link of the chain from fit to break-even ends the matter, in a sentence.

    Formula: the first of memory, speed, capacity, peak and cost that does not hold.
    """
    return plain(chain_binds(Look(evaluate)))
