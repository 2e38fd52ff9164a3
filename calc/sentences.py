"""Sentences made of segments: text, or a reference to a quantity, so that the numbers in them are bound too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from calc import text
from calc.engine.gaps import brief
from calc.engine.span import span
from calc.errors import Missing
from calc.options import REGION_WORDS, Doubt, assumptions, doubts_of
from calc.units import MONTHS_PER_YEAR, round12


@dataclass(frozen=True)
class Ref:
    """A number in a sentence: the quantity, the overrides it stands under, and its text."""

    q: str
    text: str
    overrides: Mapping[str, Any] = field(default_factory=dict)


Segment = str | Ref


class Look:
    """Looks up values for a sentence; what is unknown is None, and its reason is kept."""

    def __init__(self, evaluate: Callable[..., Any]) -> None:
        self._evaluate = evaluate

    def value(self, name: str, *under: Any) -> tuple[bool, Any]:
        """Whether the node is known, and its value (None is "never") or the reason why it is not."""
        try:
            return True, self._evaluate(name, *under)
        except Missing as missing:
            return False, str(missing)

    def known(self, name: str, *under: Any) -> Any:
        """The value of the node, or None where it is not known, or never."""
        known, value = self.value(name, *under)
        return value if known else None

    def doubts(self) -> list[Sequence[Doubt]]:
        """The doubts about the price of the API, and of the host of the very model."""
        return doubts_of(self.known)

    def number(self, name: str) -> float | None:
        """The value where it is a number, else None."""
        value = self.known(name)
        return float(value) if isinstance(value, int | float) else None

    def is_false(self, name: str) -> bool:
        """Whether the node is known to be false."""
        return self.value(name) == (True, False)

    def reason(self, name: str) -> str:
        """Why a node is unknown: the first reasons; the explanation has them all."""
        known, value = self.value(name)
        return "" if known else brief(value)

    def ref(self, name: str) -> Ref:
        """A reference to the node with its text: a range where a price is in doubt."""
        others = [self.value(name, case) for case in assumptions(self.doubts())]
        found = [*others, self.value(name)]  # what is looked at last is what the sentence rests on
        if not all(known for known, _ in found):
            return Ref(name, text.UNKNOWN)
        value = found[-1][1]
        ends = span(name, [one for _, one in found]) if others else ()
        return Ref(name, text.words(value, name, *ends))


HEADLINES = {
    "api": "Call the API.",
    "local": "Run it yourself.",
    "rental": "Rent the hardware.",
    "none": "This can't be told.",
}


def headline(option: str, look: Look) -> str:
    """The answer in a few words."""
    if option == "api" and look.number("local_total_usd_per_month") is None and not look.is_false("memory_suffices"):
        return "The API is all that can be priced."
    if option == "local" and (look.number("overflow_requests_per_day") or 0) > 0:
        return "Run what fits, and call the API for the rest."
    return HEADLINES[option]


def segments(option: str, look: Look, twin: bool = True) -> list[Segment]:
    """What decides, in a sentence or three; `twin`: the other answer too, for who needs this very model."""
    if option == "none":
        return [f"Neither side has a known price: {look.reason('api_usd_per_month')}."]
    if look.is_false("memory_suffices"):
        return [*_no_room(look, option), *_in_doubt(look, option, twin)]
    if look.number("local_total_usd_per_month") is None:
        return [*_no_box(look, option), *_in_doubt(look, option, twin)]
    first = {"api": _api_wins, "local": _local_wins, "rental": _rental_wins}[option](look)
    return [*first, *_capacity(look), *(_twin(look) if twin else ()), *_in_doubt(look, option, twin)]


def _in_doubt(look: Look, option: str, twin: bool) -> Iterator[str]:
    """Why a bill of the sentence is a range, and the other answer where the other price makes one."""
    bills = ("api_usd_per_month", *(("hosted_twin_usd_per_month",) if twin else ()))
    for doubt in (one for model in look.doubts() for one in model):
        (case,) = assumptions([[doubt]])
        if any(look.value(bill, case) != look.value(bill) for bill in bills):
            yield f" {doubt.reason}"
            other = look.value("cheapest_option", case)[1]
            if other != option:
                yield f" If so, the answer is another: {HEADLINES[other]}"


def _no_room(look: Look, option: str) -> list[Segment]:
    """The model does not fit: what it would cost otherwise, and what is missing."""
    needed, usable = look.ref("memory_needed_gib"), look.ref("memory_usable_gib")
    return [
        *_bill(look, option),
        "Your box can't run this: the model needs ",
        needed,
        " at this context, and ",
        usable,
        " can be used.",
    ]


def _no_box(look: Look, option: str) -> list[Segment]:
    reason = look.reason("local_total_usd_per_month")
    return [*_bill(look, option), f"What the box would cost is unknown: {reason}."]


def _bill(look: Look, option: str) -> list[Segment]:
    """What the option costs that is not the own box, as far as it is known."""
    if option == "rental":
        start: list[Segment] = ["Rented by the hour it costs ", look.ref("rental_total_usd_per_month"), " a month"]
        if look.number("api_usd_per_month") is None:
            return [*start, *_no_api(look), " "]
        return [*start, "; the API ", look.ref("api_usd_per_month"), ". "]
    if look.number("api_usd_per_month") is not None:
        return ["It costs ", look.ref("api_usd_per_month"), " a month. "]
    return []


def _api_wins(look: Look) -> list[Segment]:
    bill, power = look.number("api_usd_per_month"), look.number("electricity_usd_per_month")
    start: list[Segment] = ["It costs ", look.ref("api_usd_per_month"), " a month"]
    total = look.ref("local_total_usd_per_month")
    bought = look.number("ownership_usd_per_month") != 0
    if bill is None or power is None or round12(bill) >= round12(power):
        return [
            *start,
            f"; your box, {'with power and its share of the purchase' if bought else 'all told'}, ",
            total,
            ".",
        ]
    start += ["; the electricity of your box alone would be ", look.ref("electricity_usd_per_month")]
    if look.number("local_total_usd_per_month") == power:
        return [*start, "."]
    return [*start, f", and {'with its share of the purchase' if bought else 'all told'} ", total, "."]


def _local_wins(look: Look) -> list[Segment]:
    start: list[Segment] = ["Your box costs ", look.ref("local_total_usd_per_month"), " a month all told"]
    if look.number("api_usd_per_month") is None:
        return [*start, *_no_api(look)]
    start += ["; the API ", look.ref("api_usd_per_month")]
    months = look.number("break_even_months")
    if months is None:
        return [*start, "."]
    if months == 0:
        return [*start, ", and there is nothing to pay back."]
    return [*start, ", so the box pays for itself in ", *_payback(look, "break_even_months")]


def _no_api(look: Look) -> list[Segment]:
    return ["; what the API would charge is unknown: ", look.reason("api_usd_per_month"), "."]


def _rental_wins(look: Look) -> list[Segment]:
    start: list[Segment] = [
        "Rented by the hour it costs ",
        look.ref("rental_total_usd_per_month"),
        " a month",
    ]
    if look.number("api_usd_per_month") is None:
        return [*start, "; your own box ", look.ref("local_total_usd_per_month"), *_no_api(look)]
    return [
        *start,
        "; the API ",
        look.ref("api_usd_per_month"),
        ", your own box ",
        look.ref("local_total_usd_per_month"),
        ".",
    ]


def _capacity(look: Look) -> list[Segment]:
    if (look.number("overflow_requests_per_day") or 0) > 0:
        return [
            " The box can serve only ",
            look.ref("capacity_requests_per_day"),
            " of the ",
            look.ref("requests_per_day"),
            " requests a day; the rest goes to the API.",
        ]
    if (look.number("peak_load_frac") or 0) > 1:
        return [
            " At the peak it is asked for ",
            look.ref("peak_load_frac"),
            " of what it can do, so requests will queue.",
        ]
    return []


def _twin(look: Look) -> list[Segment]:
    """The other answer: which comparator you name decides.  Where a region is asked for, silence would mislead."""
    if look.number("hosted_twin_usd_per_month") is None:
        region = REGION_WORDS.get(look.known("api_region"), "")
        if region in ("", REGION_WORDS["standard"]) or look.known("hosted_twin_model") is None:
            return []
        return [f" What a host charges to serve this very model {region} is unknown."]
    start: list[Segment] = [
        " If it must be this very model, a host charges ",
        look.ref("hosted_twin_usd_per_month"),
        " a month",
    ]
    known, months = look.value("twin_break_even_months")
    if not known:
        return [*start, "."]
    if months is None:
        return [*start, ", and even so the box never pays for itself."]
    if months == 0:
        return [*start, ", and the box you own saves money from the first day."]
    return [*start, ", and the box pays for itself in ", *_payback(look, "twin_break_even_months")]


def _payback(look: Look, months: str) -> list[Segment]:
    """How long until the purchase is back, and whether the box is to last as long."""
    spent, years = look.number(months), look.number("lifetime_years")
    if spent is None or years is None or spent <= years * MONTHS_PER_YEAR:
        return [look.ref(months), "."]
    return [look.ref(months), ", later than the ", look.ref("lifetime_years"), " it is to last."]


def plain(parts: Sequence[Segment]) -> str:
    """The sentence as plain text."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)
