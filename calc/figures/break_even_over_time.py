"""Bill and break-even over time.

The box is today's throughout: its price, its power and its speed have hardly any history in our data, so it stands
still and the APIs move past it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from calc import text
from calc.chart import Axis, Chart, Mark, Series, line
from calc.engine.evaluate import Evaluation
from calc.engine.rules import CUSTOM
from calc.engine.sweep import number
from calc.facts.drift import TIER_NAMES, Cheapest, cheapest_over_time
from calc.facts.fact import Fact, row_fact
from calc.facts.history import first
from calc.facts.price_rows import PriceInForce
from calc.facts.turns import stretches
from calc.figures.days import Dated, looked_at, place, stairs, time_axis, until, whole
from calc.figures.pieces import Draw, behind, count, usd
from calc.lookups.drift import mix_of
from calc.options import API_PINS
from calc.parts.markup import Args, Page
from calc.results import choice_label
from calc.units import MONTHS_PER_YEAR

BILL, OWN = "api_usd_per_month", "local_total_usd_per_month"
VOLUME, MONTHS = "break_even_requests_per_day", "break_even_months"
PLAIN = "none"
Branches = Sequence[tuple[str, Evaluation | None]]


def _chosen(ev: Evaluation) -> list[tuple[str, Evaluation | None]]:
    """The scenario under each price row of the chosen model; None where it could not be called."""
    model = ev.get("api_model")
    if model == CUSTOM:
        return []
    all_known = whole(ev.snapshot)
    found: dict[str, Evaluation | None] = {}
    for since, stop, priced in stretches(all_known, model):
        if since <= all_known.moment:
            found[first(since)] = ev.overlay({"api_price_row": priced})
        if stop <= all_known.moment:
            found[first(stop)] = None  # until the next row, if it begins that day
    return list(found.items())


def _all_cheapest(ev: Evaluation) -> list[Cheapest]:
    """The cheapest models of the chosen tier, those after the day that is looked at too."""
    return cheapest_over_time(whole(ev.snapshot), str(ev.get("price_tier")), mix_of(ev))


def _cheapest(ev: Evaluation) -> list[tuple[str, Evaluation]]:
    """The scenario with the cheapest model of the tier, on each day on which another became it."""
    found: list[tuple[str, Evaluation]] = []
    before: PriceInForce | None = None
    for one in _all_cheapest(ev):
        if before is None or (one.priced.model, one.priced.row) != (before.model, before.row):
            unset = tuple(name for name in API_PINS if name in ev.pins)
            with_row = {"api_model": one.priced.model, "api_price_row": one.priced}
            found.append((one.day, ev.overlay(with_row, tuple(pin for pin in unset if pin not in with_row))))
        before = one.priced
    return found


def _values(branches: Branches, quantity: str) -> list[Dated]:
    return [(day, None if one is None else number(one.get(quantity))) for day, one in branches]


def _box(ev: Evaluation) -> str:
    """The box that stands still in these pictures, in words."""
    day = ev.snapshot.day
    return "today's box" if day == ev.snapshot.edition else f"the box as of {text.day(day)}"


def _tier(ev: Evaluation) -> str:
    """The tier that is looked at, in words."""
    return TIER_NAMES[str(ev.get("price_tier"))]


def bill_history(page: Page, _args: Args) -> Chart | None:
    """The bill of the chosen model and of its tier's cheapest over time, against the box of the day."""
    ev = page.evaluation
    cheapest, chosen = _cheapest(ev), _chosen(ev)
    if not cheapest:
        return None
    now, first = whole(ev.snapshot).day, min(one[0][0] for one in (cheapest, chosen) if one)
    tier = _tier(ev)
    lines = [Series(f"Cheapest {tier} model", "api", stairs(_values(cheapest, BILL), now), label_text="cheapest")]
    if any(value is not None for _, value in _values(chosen, BILL)):
        name = choice_label(ev, "api_model")
        lines.append(Series(name, "twin", stairs(_values(chosen, BILL), now), dash=PLAIN))
    own = number(ev.get(OWN))
    if own is not None:
        lines.append(Series(f"Own box: {_box(ev)}", "local", stairs([(first, own)], now), label_text="own box"))
    title = _bill_title(ev, until(ev.snapshot, _values(cheapest, BILL)), own, tier)
    axis = Axis("$ a month", usd)
    return line("bill-history", title, lines, time_axis(first, now), axis, looked_at(ev.snapshot))


def _bill_title(ev: Evaluation, found: Sequence[Dated], own: float | None, tier: str) -> str:
    values = [value for _, value in found if value is not None]
    if own is None or not values:
        return f"What the cheapest {tier} model would have charged for this workload"
    if values[0] > own >= values[-1]:
        return f"The cheapest {tier} model once cost more than {_box(ev)}, and then less"
    if values[-1] > own:
        return f"The cheapest {tier} model still costs more than {_box(ev)}"
    return f"The cheapest {tier} model has never cost more than {_box(ev)}"


def _is_never(branch: Evaluation | None, q: str) -> bool:
    return branch is not None and branch.get(q) is None


def _missing(branches: Branches, q: str) -> str:
    """What a point without a value says in the table of figures."""
    gaps = [_is_never(branch, q) for _, branch in branches if branch is None or number(branch.get(q)) is None]
    return "never" if all(gaps) else "never or unknown"


def _nevers(branches: Branches, q: str) -> list[Mark]:
    """The days from which on it never pays: the line has a gap there, and words say why."""
    marks, before = [], False
    for day, branch in branches:
        never = _is_never(branch, q)
        if never and not before:
            marks.append(Mark(place(day), None, f"never, from {text.day(day)}", "rule"))
        before = never
    return marks


@dataclass(frozen=True)
class Course:
    """A chart of what a quantity of the box would have been against the cheapest model of the tier, day by day."""

    id: str
    quantity: str
    name: str  # of its line
    at_end: str  # the words at the end of the line
    never: str  # "On no day since ... {never} the cheapest model"
    title: Callable[[Sequence[Dated], str], str]  # from the values up to the day and the tier
    unit: str
    scale: Literal["linear", "log"] = "linear"

    def drawn(
        self, ev: Evaluation, level: tuple[str, float | None, str], marks: Sequence[Mark] = ()
    ) -> Chart | str | None:
        """The chart, with a level line (name, value, words at its end); in words where there is no line to draw."""
        branches = _cheapest(ev)
        values = _values(branches, self.quantity)
        if all(value is None for _, value in values):
            return self._in_words(ev, branches)
        first, now = values[0][0], whole(ev.snapshot).day
        lines = [Series(self.name, "local", stairs(values, now), label_text=self.at_end)]
        if level[1] is not None:
            lines.append(Series(level[0], "other", stairs([(first, level[1])], now), label_text=level[2]))
        title = self.title(until(ev.snapshot, values), _tier(ev))
        axis = Axis(self.unit, count, scale=self.scale, missing=_missing(branches, self.quantity))
        all_marks = [*marks, *_nevers(branches, self.quantity), *looked_at(ev.snapshot)]
        return line(self.id, title, lines, time_axis(first, now), axis, all_marks)

    def _in_words(self, ev: Evaluation, branches: Branches) -> str | None:
        """The finding where there is no line to draw: never on each day, or not known."""
        if not branches:
            return None
        since, day = text.day(branches[0][0]), text.day(ev.snapshot.day)
        if all(_is_never(branch, self.quantity) for _, branch in branches):
            said = self.never.format(box=_box(ev))
            return f"On no day since {since} {said} the cheapest {_tier(ev)} model: the answer is never."
        return f"There is no break-even to draw as of {day}: what the box costs or can do is not known for that day."


def _tipping_title(values: Sequence[Dated], tier: str) -> str:
    known = [value for _, value in values if value is not None]
    against = f"Against the cheapest {tier} model"
    if not known:
        return f"{against} the box pays at no volume that it can serve"
    if values[-1][1] is None:
        return f"{against} the box used to pay at some volume; by now it does not at any"
    if known[0] < known[-1]:
        return f"{against} it takes ever more requests a day for the box to pay: {count(known[-1])}"
    return f"{against} the box pays from {count(known[-1])} requests a day"


def _payback_title(values: Sequence[Dated], tier: str) -> str:
    known = [value for _, value in values if value is not None]
    against = f"Against the cheapest {tier} model"
    if not known:
        return f"{against} the box never pays for itself"
    if values[-1][1] is None:
        return f"{against} the box once paid for itself in {text.words(known[0], MONTHS)}; by now it never does"
    return f"{against} the box pays for itself in {text.words(known[-1], MONTHS)}"


TIPPING = Course(
    "break-even-history",
    VOLUME,
    "Tipping point",
    "box pays from",
    "is there a volume at which {box} costs no more than",
    _tipping_title,
    "requests a day",
)
PAYBACK = Course(
    "payback-history",
    MONTHS,
    "Paid back after",
    "paid back after",
    "would {box} have paid for itself against",
    _payback_title,
    "months",
    "log",
)


def break_even_history(page: Page, _args: Args) -> Chart | str | None:
    """From how many requests a day the box would have been no dearer than the cheapest model of the tier."""
    ev = page.evaluation
    asked = number(ev.get("requests_per_day"))
    marks = [] if asked is None else [Mark(place(ev.snapshot.day), asked, "you", "you")]
    return TIPPING.drawn(ev, ("The box is full", number(ev.get("capacity_requests_per_day")), "box is full"), marks)


def payback_history(page: Page, _args: Args) -> Chart | str | None:
    """After how many months the box would have paid for itself against the cheapest model of the tier."""
    ev = page.evaluation
    years = number(ev.get("lifetime_years"))
    life = None if years is None else years * MONTHS_PER_YEAR
    return PAYBACK.drawn(ev, ("Lifetime of the box", life, "its lifetime"))


def facts(page: Page, _args: Args) -> list[Fact]:
    """The rows of the tier's cheapest models, and what the box costs."""
    rows = [one.priced for one in _all_cheapest(page.evaluation)]
    return [row_fact(one, "output_usd_per_mtok", one.row.output_usd_per_mtok) for one in rows] + behind(page, OWN)


CHARTS: dict[str, Draw] = {
    "bill_history": bill_history,
    "break_even_history": break_even_history,
    "payback_history": payback_history,
}
