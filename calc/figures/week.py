"""The hours of use over the week, and under them the hours in which the API charges another rate."""

from __future__ import annotations

from collections.abc import Sequence

from calc import text
from calc.chart import Chart
from calc.chart.frame import Picture, chart, data_table, label, num, stroke
from calc.engine.gaps import Unknown
from calc.facts import hours
from calc.facts.fact import Fact
from calc.facts.moments import MINUTES_PER_DAY, MINUTES_PER_HOUR
from calc.facts.records_api import Window
from calc.facts.week import FULL, Weighted, around, clock, spans
from calc.figures.pieces import Draw, behind
from calc.lookups.api import held
from calc.parts.markup import Args, Page
from calc.results import choice_label

Spans = Sequence[Weighted]
ROW, BAR, STRIP = 26.0, 13.0, 5.0  # a day; its hours of use; the API's hours under them
LEFT, TOP, LINE = 40.0, 20.0, 20.0
FAINTEST = 0.25
TICKS = range(0, 25, 6)


def week(page: Page, _args: Args) -> Chart:
    """Each day as a bar of 24 hours, stronger where more requests come; the API's other hours as a strip below."""
    used = spans(page.evaluation.get("hours_profile"))
    shares = _shares(page)
    priced = [(window, _local(page, window)) for window, _ in shares]
    model = choice_label(page.evaluation, "api_model")
    title = _title(used, shares, model)
    most = max(weight for _, _, weight in used)
    rows = [
        (
            name.capitalize(),
            *(_said(found, day, top) for found, top in [(used, most), *((one, 0) for _, one in priced)]),
        )
        for day, name in enumerate(FULL)
    ]
    columns = ("", "Your requests", *(f"{model} at {_times(window)}" for window, _ in priced))
    desc = "; ".join(f"{row[0]}: {row[1]}" for row in rows)
    legend = ["Bars: your hours, stronger where there is more"]
    legend += [f"Strips: hours at {_times(window)} the rate" for window, _ in priced]
    return chart(
        "week",
        title,
        f"{desc}.",
        data_table(title, columns, rows),
        lambda _, width: _picture(used, priced, legend, width),
    )


def _shares(page: Page) -> list[tuple[Window, float]]:
    """The windows of the price in force, each with its share of the requests."""
    priced = page.evaluation.get("api_price_row")
    return [] if priced is None or isinstance(priced, Unknown) else held(page.evaluation, priced)


def _local(page: Page, window: Window) -> Spans:
    """A window in the reader's own time, over the week of the day, its holidays left out."""
    snapshot = page.evaluation.snapshot
    ahead = round(float(page.evaluation.get("utc_offset_hours")) * MINUTES_PER_HOUR)
    found = hours.window_spans(window, hours.monday_of(snapshot.day), snapshot.calendars)
    return [(first, last, 1) for start, end in found for first, last in around(start + ahead, end + ahead)]


def _title(used: Spans, shares: list[tuple[Window, float]], model: str) -> str:
    if not shares:
        whole = sum(end - start for start, end, _ in used) / MINUTES_PER_HOUR
        return f"You use it {text.words(whole, 'hours')} of the week"
    parts = [f"{text.words(share, 'frac')} of your requests at {_times(window)}" for window, share in shares]
    return f"By these hours, {model} bills {' and '.join(parts)} its rate"


def _times(window: Window) -> str:
    return f"{window.rate_ratio}×"


def _on(found: Spans, day: int) -> list[Weighted]:
    """The part of a week that lies on one day, in minutes of the day."""
    first = day * MINUTES_PER_DAY
    cut = [(max(start - first, 0), min(end - first, MINUTES_PER_DAY), weight) for start, end, weight in found]
    return sorted(one for one in cut if one[0] < one[1])


def _said(found: Spans, day: int, most: int) -> str:
    """The hours of a day in words, with their weight where it is not the greatest."""
    parts = [
        f"{clock(start)}–{clock(end)}" + (f" (×{weight / most:.3g})" if most and weight != most else "")
        for start, end, weight in _on(found, day)
    ]
    return ", ".join(parts) or "none"


def _picture(used: Spans, priced: list[tuple[Window, Spans]], legend: list[str], width: float) -> Picture:
    scale = (width - LEFT - 10) / MINUTES_PER_DAY
    bottom = TOP + len(FULL) * ROW
    most = max(weight for _, _, weight in used)
    body = [label(LEFT + 60 * hour * scale, 12, f"{hour}", anchor="middle") for hour in TICKS]
    for day, name in enumerate(FULL):
        y = TOP + day * ROW
        body.append(label(LEFT - 8, y + BAR, name[:3].capitalize(), "label label--row", "end"))
        body.append(_rect(LEFT, y, MINUTES_PER_DAY * scale, BAR, "hours hours--none"))
        for start, end, weight in _on(used, day):
            shade = FAINTEST + (1 - FAINTEST) * weight / most
            body.append(
                _rect(LEFT + start * scale, y, (end - start) * scale, BAR, "hours", f' fill-opacity="{shade:.2f}"')
            )
        for window, found in priced:
            dear = "dear" if float(window.rate_ratio) > 1 else "cheap"
            for start, end, _ in _on(found, day):
                body.append(
                    _rect(
                        LEFT + start * scale,
                        y + BAR + 2,
                        (end - start) * scale,
                        STRIP,
                        f"hours hours--{dear} series-api",
                    )
                )
    body += [stroke(LEFT + 60 * hour * scale, TOP - 4, LEFT + 60 * hour * scale, bottom - 4, "grid") for hour in TICKS]
    body += [label(0, bottom + 12 + i * LINE, words) for i, words in enumerate(legend)]
    return body, bottom + len(legend) * LINE


def _rect(x: float, y: float, width: float, height: float, classes: str, more: str = "") -> str:
    return f'<rect class="{classes}" x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}"{more}/>'


def facts(page: Page, _args: Args) -> list[Fact]:
    """The facts behind the API's hours."""
    return behind(page, "api_peak_rate_ratio", "api_peak_frac")


CHARTS: dict[str, Draw] = {"week": week}
