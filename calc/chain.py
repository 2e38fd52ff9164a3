"""Which link of the chain binds: fit, speed, capacity, peak or cost, in the order in which they end the matter."""

from __future__ import annotations

from calc import text
from calc.evaluate import Evaluation
from calc.nodes import Unknown
from calc.sentences import Ref, Segment
from calc.sweep import number


def ref(ev: Evaluation, q: str) -> Ref:
    """A number for the sentence."""
    value = ev.get(q)
    return Ref(q, text.UNKNOWN if isinstance(value, Unknown) else text.words(value, q))


def chain_binds(ev: Evaluation) -> list[Segment]:
    """The sentence that says which link binds."""
    if ev.get("memory_fits") is False:
        return [
            "Memory binds: it takes ",
            ref(ev, "memory_needed_gib"),
            ", and ",
            ref(ev, "memory_usable_gib"),
            " can be used.",
        ]
    if isinstance(ev.get("decode_tok_per_s"), Unknown):
        return ["Speed can't be told: nobody has measured this pair, and the family's law doesn't reach it."]
    if (number(ev.get("overflow_requests_per_day")) or 0) > 0:
        return [
            "Capacity binds: the box serves ", ref(ev, "capacity_requests_per_day"), " of the ",
            ref(ev, "requests_per_day"), " requests a day.",
        ]  # fmt: skip
    if (number(ev.get("peak_load_frac")) or 0) > 1:
        return ["The peak binds: the busiest hour asks for ", ref(ev, "peak_load_frac"), " of what the box can do."]
    return _money(ev)


def _money(ev: Evaluation) -> list[Segment]:
    if isinstance(ev.get("local_total_usd_per_month"), Unknown) or isinstance(ev.get("api_usd_per_month"), Unknown):
        return ["It fits and keeps up; what it costs can't be told."]
    if ev.get("break_even_months") is None:
        return [
            "Cost binds: the box fits and keeps up, and yet its bill of ", ref(ev, "local_running_usd_per_month"),
            " a month to run saves nothing against the API's ", ref(ev, "api_usd_per_month"), ".",
        ]  # fmt: skip
    return ["Nothing binds: it fits, keeps up, and pays for itself in ", ref(ev, "break_even_months"), "."]
