"""What the options cost: over the volume, and at the reader's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calc import results
from calc.chart import Axis, Bar, Chart, Mark, Point, Series, bars, line
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Floor, Unknown
from calc.engine.sweep import number
from calc.facts.fact import Fact
from calc.figures.pieces import Draw, behind, count, usd
from calc.options import OPTIONS, Option
from calc.parts.markup import Args, Page
from calc.tables.answer import option_name

VOLUME_STEPS = 8
SHORT = {"api": "API", "hosted-twin": "hosted twin", "local": "own box", "rental": "rented box"}


def spread(evaluation: Evaluation) -> list[Evaluation]:
    """The scenario where price and speed of the box are at the ends of what was observed."""
    ends: list[dict[str, float]] = [{}, {}]
    evaluation.get("hardware_usd")
    fact = evaluation.fact_of("hardware_usd")
    if fact is not None and fact.low is not None and fact.high is not None and "hardware_usd" not in evaluation.pins:
        ends[0]["hardware_usd"], ends[1]["hardware_usd"] = float(fact.low), float(fact.high)
    slow, fast = (number(evaluation.get(f"decode_{end}_tok_per_s")) for end in ("low", "high"))
    if slow is not None and fast is not None and slow < fast and "decode_tok_per_s" not in evaluation.pins:
        ends[0]["decode_tok_per_s"], ends[1]["decode_tok_per_s"] = fast, slow
    return [evaluation.overlay(end) for end in ends if end]


def _volumes(evaluation: Evaluation) -> tuple[list[float], float | None, float | None]:
    """The volumes that a chart over volume looks at, the box's capacity and the tipping point."""
    asked = number(evaluation.get("requests_per_day")) or 0.0
    full = number(evaluation.get("capacity_requests_per_day"))
    tip = number(evaluation.get("break_even_requests_per_day"))
    top = max(1.5 * asked, 1.15 * (tip or 0.0), 10.0)
    if full is not None and full < 8 * max(asked, 1.0):
        top = max(top, 1.12 * full)
    steps = [top * step / VOLUME_STEPS for step in range(VOLUME_STEPS + 1)]
    return sorted({*steps, asked, *([full] if full is not None and full < top else [])}), full, tip


def cost_by_volume(page: Page, _args: Args) -> Chart | None:
    """What each option costs a month over the volume, with the reader and the tipping point marked."""
    ev = page.evaluation
    volumes, full, tip = _volumes(ev)
    ends = spread(ev)  # no end depends on the volume: so what they share is computed once, not at each
    branches = {volume: [one.overlay({"requests_per_day": volume}) for one in (ev, *ends)] for volume in volumes}
    series = [one for option in OPTIONS if (one := _option_series(page, option, branches)) is not None]
    if not series:
        return None
    asked = number(ev.get("requests_per_day")) or 0.0
    cheapest = next((o.total for o in OPTIONS if o.id == ev.get("cheapest_option")), "api_usd_per_month")
    marks = [Mark(asked, number(ev.get(cheapest)), "you", "you")]
    if full is not None and full < volumes[-1]:
        marks.append(Mark(full, None, "the box is full", "limit"))
    if tip:
        branch = ev.overlay({"requests_per_day": tip})
        marks.append(Mark(tip, number(branch.get("local_total_usd_per_month")), "tipping point", "tip"))
    return line(
        "cost-by-volume",
        _volume_title(ev, tip),
        tuple(series),
        Axis("requests a day", count),
        Axis("$ a month", usd),
        tuple(marks),
    )


def _around(
    ev: Evaluation, ends: Sequence[Evaluation], option: Option
) -> tuple[float | None, float | None, float | None]:
    """What an option costs a month, with the least and the most: by prices in doubt, by what was seen of the box."""
    value, *span = results.settled(ev, option.total)
    usd_per_month = number(value)
    seen = [end.get(option.total) for end in ends] if option.id == "local" else []
    found = [one for each in (*seen, *span) if (one := number(each)) is not None]
    if not found or usd_per_month is None:
        return usd_per_month, None, None
    return usd_per_month, min(usd_per_month, *found), max(usd_per_month, *found)


def _option_series(page: Page, option: Option, branches: Mapping[float, Sequence[Evaluation]]) -> Series | None:
    points = tuple(Point(volume, *_around(ev, ends, option)) for volume, (ev, *ends) in branches.items())
    if all(point.y is None for point in points):
        return None
    return Series(_label(page, option), option.role, points, label_text=SHORT[option.id])


def _label(page: Page, option: Option) -> str:
    return f"{option.label}: {option_name(page, option.id)}"


def _volume_title(ev: Evaluation, tip: float | None) -> str:
    if isinstance(ev.get("local_total_usd_per_month"), Unknown | Floor):
        return "What the API costs by volume; the box can't be priced"
    if tip is None:
        return "The box never catches up with the API within what it can serve"
    if tip == 0:
        return "The box is never dearer than the API"
    _, low, high = results.settled(ev, "break_even_requests_per_day")
    shown = count(tip)
    if low != high:  # a price is in doubt, and at one of the two the answer may be never
        shown = f"{count(low or 0)} to {count(high)}" if high else f"{shown} or never"
    return f"The box catches up with the API at {shown} requests a day"


def cost_bars(page: Page, _args: Args) -> Chart | None:
    """What each option costs a month at the reader's volume."""
    ev = page.evaluation
    ends = spread(ev)
    found = [
        Bar(_label(page, one), one.role, *_around(ev, ends, one), text=results.words(ev, one.total)) for one in OPTIONS
    ]
    asked = count(number(ev.get("requests_per_day")) or 0)
    return bars("cost-bars", f"What {asked} requests a day cost a month", tuple(found), Axis("$ a month", usd))


def facts(page: Page, _args: Args) -> list[Fact]:
    """The facts behind every option's total."""
    return behind(page, *(option.total for option in OPTIONS))


CHARTS: dict[str, Draw] = {"cost_by_volume": cost_by_volume, "cost_bars": cost_bars}
