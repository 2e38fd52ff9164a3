"""Which link of the chain binds: fit, speed, capacity, peak or cost, in the order in which they end the matter."""

from __future__ import annotations

from calc.sentences import Look, Segment

# What the sentence looks at.
LINKS = (
    "memory_suffices",
    "memory_fits",
    "memory_needed_gib",
    "memory_usable_gib",
    "decode_tok_per_s",
    "overflow_requests_per_day",
    "capacity_requests_per_day",
    "requests_per_day",
    "peak_load_frac",
    "local_total_usd_per_month",
    "local_running_usd_per_month",
    "api_usd_per_month",
    "break_even_months",
)


def chain_binds(look: Look) -> list[Segment]:
    """The sentence that says which link binds."""
    if look.is_false("memory_suffices"):
        return [
            "Memory binds: it takes ", look.ref("memory_needed_gib"), ", and ", look.ref("memory_usable_gib"),
            " can be used.",
        ]  # fmt: skip
    if look.number("decode_tok_per_s") is None:
        return [f"Speed can't be told: {look.reason('decode_tok_per_s')}."]
    if (look.number("overflow_requests_per_day") or 0) > 0:
        return [
            "Capacity binds: the box serves ", look.ref("capacity_requests_per_day"), " of the ",
            look.ref("requests_per_day"), " requests a day.",
        ]  # fmt: skip
    if (look.number("peak_load_frac") or 0) > 1:
        return ["The peak binds: the busiest hour asks for ", look.ref("peak_load_frac"), " of what the box can do."]
    return _money(look)


def _money(look: Look) -> list[Segment]:
    does = "runs partly from the host's memory" if look.is_false("memory_fits") else "fits"
    if any(look.number(name) is None for name in ("local_total_usd_per_month", "api_usd_per_month")):
        return [f"It {does} and keeps up; what it costs can't be told."]
    if look.value("break_even_months") == (True, None):
        return [
            f"Cost binds: the box {does} and keeps up, and yet its bill of ", look.ref("local_running_usd_per_month"),
            " a month to run saves nothing against the API's ", look.ref("api_usd_per_month"), ".",
        ]  # fmt: skip
    return [f"Nothing binds: it {does}, keeps up, and pays for itself in ", look.ref("break_even_months"), "."]
