"""What would change the answer: the inputs that flip it, most frequent first, each with the value at which it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calc import results
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Floor, Unknown
from calc.quantities.break_even import DEAREST_USD_PER_KWH
from calc.sentences import Ref, Segment
from calc.tables.answer import MOE
from calc.units import round12

Flip = tuple[str, list[Segment]]


def flips(evaluation: Evaluation) -> list[Flip]:
    """Sentences with the side each speaks for."""
    if evaluation.get("memory_suffices") is False:
        found: list[Flip | None] = [_memory(evaluation), _experts(evaluation)]
    else:
        found = [_volume(evaluation), _experts(evaluation), _power_price(evaluation), _boundary(evaluation)]
    # What speaks for the box changes nothing where the box is the cheaper one already.
    if _box_pays(evaluation) and evaluation.get("memory_suffices") is not False:
        found = [found[0], found[1] if evaluation.get("overflow_requests_per_day") else None, found[2]]
    privacy: Flip = (
        "rental",
        ["If privacy, working offline or control is what binds you, none of this matters: run it yourself."],
    )
    return [flip for flip in found if flip is not None] + [privacy]


def _memory(evaluation: Evaluation) -> Flip:
    """What would make it fit: a shorter context or a smaller file, as far as either is known."""
    longest = evaluation.get("longest_context_tok")
    if isinstance(longest, Unknown) or not longest:
        return ("local", ["More memory, or fewer bits: the weights leave no room on this hardware."])
    return ("local", ["A shorter context: ", ref(evaluation, "longest_context_tok"), " fit on this hardware."])


def ref(evaluation: Evaluation, q: str, overrides: Mapping[str, Any] | None = None) -> Ref:
    """A number for a sentence, under overrides."""
    branch = evaluation.overlay(overrides or {})
    return Ref(q, results.words(branch, q), dict(overrides or {}))


def _box_pays(evaluation: Evaluation) -> bool:
    """Whether the box, with what it sends elsewhere, is known to cost no more than the API."""
    total, bill = evaluation.get("local_total_usd_per_month"), evaluation.get("api_usd_per_month")
    known = not isinstance(total, Unknown | Floor) and not isinstance(bill, Unknown | Floor)
    return known and round12(total) <= round12(bill)


def _volume(evaluation: Evaluation) -> Flip | None:
    tipping = evaluation.get("break_even_requests_per_day")
    if isinstance(tipping, Unknown):
        return None
    room = ref(evaluation, "capacity_requests_per_day")
    if tipping is None:
        return (
            "api",
            ["No volume: within the ", room, " requests a day that the box can serve it never catches up."],
        )
    if round12(tipping) == 0:
        return (
            "local",
            ["No volume: however small it is, the box costs no more than the API; it can serve ", room, "."],
        )
    point = ref(evaluation, "break_even_requests_per_day")
    if _box_pays(evaluation):
        return ("api", ["Volume: below ", point, " requests a day the API costs less; the box can serve ", room, "."])
    costs_less = " requests a day the box costs no more than the API; it can serve "
    return ("local", ["Volume: from ", point, costs_less, room, "."])


def _experts(evaluation: Evaluation) -> Flip | None:
    """The same hardware with a mixture of experts instead of a dense model."""
    if evaluation.get("open_model") == MOE["open_model"]:
        return None
    unset = ("decode_tok_per_s", "prefill_tok_per_s")
    if any(name in evaluation.pins for name in unset):
        return None
    tipping = evaluation.overlay(MOE).get("break_even_requests_per_day")
    if isinstance(tipping, Unknown) or tipping is None:
        return None
    point = ref(evaluation, "break_even_requests_per_day", MOE)
    room = ref(evaluation, "capacity_requests_per_day", MOE)
    return (
        "local",
        [
            "A mixture of experts on the same hardware: from ",
            point,
            " requests a day, and it can serve ",
            room,
            ".",
        ],
    )


def _power_price(evaluation: Evaluation) -> Flip | None:
    tipping = evaluation.get("break_even_electricity_usd_per_kwh")
    now = evaluation.get("electricity_usd_per_kwh")
    if isinstance(tipping, Unknown) or isinstance(now, Unknown):
        return None
    if tipping is None:
        free = {"electricity_usd_per_kwh": 0}
        cost = ref(evaluation, "local_total_usd_per_month", free)
        return ("api", ["Not cheaper power: even with free electricity the box costs ", cost, " a month."])
    point, yours = ref(evaluation, "break_even_electricity_usd_per_kwh"), ref(evaluation, "electricity_usd_per_kwh")
    if tipping >= DEAREST_USD_PER_KWH:
        return ("local", ["No power price: even at ", point, " a kilowatt-hour the box stays cheaper."])
    word = "Power at or below " if tipping < now else "Power above "
    side = "local" if tipping < now else "api"
    return (side, [word, point, " a kilowatt-hour; yours is ", yours, "."])


def _boundary(evaluation: Evaluation) -> Flip | None:
    """Hardware that is paid for, in a machine that is on anyway."""
    if evaluation.get("hardware_owned") is True and evaluation.get("power_boundary") == "marginal":
        return None
    paid = {"hardware_owned": True, "power_boundary": "marginal"}
    branch = evaluation.overlay(paid)
    total, bill = branch.get("local_total_usd_per_month"), evaluation.get("api_usd_per_month")
    if isinstance(total, Unknown | Floor) or isinstance(bill, Unknown | Floor):
        return None
    cost = ref(evaluation, "local_total_usd_per_month", paid)
    side = "local" if total <= bill else "api"
    ending = "dearer than the API still" if total > bill else "cheaper than the API" if total < bill else "like the API"
    return (
        side,
        [
            "What the box is charged with: owned already, in a machine that is on anyway, it costs ",
            cost,
            f" a month, {ending}.",
        ],
    )
