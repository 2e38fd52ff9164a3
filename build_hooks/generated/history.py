"""The price history of an API model: a step line, and every price with where it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from build_hooks.generated.page import said_by
from calc import text
from calc.chart import Axis, Mark, Point, Series, figure_html, line
from calc.markup import Page, Row, table
from calc.moments import begins, day_of
from calc.rates import PriceRow

Rows = Sequence[PriceRow]
LINES = (("Output", "output_usd_per_mtok"), ("Input", "input_usd_per_mtok"))
AFTER_DAYS = 45  # how far an announced price is drawn beyond its day
BEFORE_DAYS = 60  # the least that the picture reaches back
LONG_DAYS, MIDDLE_DAYS = 800, 200  # a picture of more days has ticks at years, of fewer at quarters, else at months
SOLID, DASHED = "none", "3 5"


def chart(page: Page, name: str, rows: Rows) -> str:
    """The figure: output and input as steps, what is announced dashed, what was taken back left out."""
    edition = _place(page.evaluation.snapshot.edition)
    held = [row for row in rows if not row.announced and not row.cancelled]
    coming = [row for row in rows if row.announced and not row.cancelled and _place(row.since) > edition]
    if not held:
        return ""
    series = [made for line_ in LINES for made in _lines(*line_, held, coming, edition)]
    first = min(_place(held[0].since), edition - BEFORE_DAYS)
    last = max([edition, *(_place(row.since) + AFTER_DAYS for row in coming)])
    ticks = tuple(_ticks(first, last))
    drawn = line(
        "price-history",
        title(held, coming),
        series,
        Axis(
            "",
            _words,
            ticks=ticks,
            tick_texts=tuple(_tick_words(tick, tick == ticks[0]) for tick in ticks),
            low=first,
            zero=False,
        ),
        Axis("$ per 1M tokens", lambda usd: text.words(usd, "usd_per_mtok")),
        [Mark(edition, None, "this edition", "rule")] if coming else [],
    )
    return f'<figure class="part part--chart" data-search-exclude>{figure_html(drawn)}</figure>'


def title(held: Rows, coming: Rows) -> str:
    """The finding: which way the price went, and what is announced."""
    first, last = (float(row.output_usd_per_mtok) for row in (held[0], held[-1]))
    since = text.day(held[0].since)
    if first != last:
        said = f"Output {'fell' if last < first else 'rose'} from {_usd(first)} to {_usd(last)} since {since}"
    elif len({row.input_usd_per_mtok for row in held}) > 1:
        said = f"Output costs what it did on {since}; input has changed"
    else:
        said = f"The same price since {since}"
    if not coming:
        return said
    then = float(coming[0].output_usd_per_mtok)
    return f"{said}; {_usd(then)} announced for {text.day(coming[0].since)}"


def _usd(value: float) -> str:
    return text.words(value, "usd")


def _lines(label: str, field: str, held: Rows, coming: Rows, edition: float) -> Iterator[Series]:
    """What held, as a solid step line, and what is announced, as a dashed one that continues it."""
    points: list[Point] = []
    for row in held:
        points += _step(points, row, field)
    ends = held[-1].until
    points.append(Point(min(edition, _place(ends)) if ends else edition, points[-1].y))
    yield Series(label, "api", tuple(points), dash=SOLID)
    if coming:
        then = [Point(edition, points[-1].y)]
        for row in coming:
            then += _step(then, row, field)
        then.append(Point(then[-1].x + AFTER_DAYS, then[-1].y))
        yield Series(f"{label}, announced", "api", tuple(then), dash=DASHED, label_text=" ")


def _step(before: Sequence[Point], row: PriceRow, field: str) -> list[Point]:
    place = _place(row.since)
    level = [Point(place, before[-1].y)] if before else []
    return [*level, Point(place, float(getattr(row, field)))]


def _place(moment: str) -> float:
    return float(day_of(begins(moment)).toordinal())


def _words(place: float) -> str:
    return text.day(date.fromordinal(round(place)).isoformat())


def _ticks(first: float, last: float) -> Iterator[float]:
    """First days of years, of quarters where the history is short, of months where it is shorter still."""
    start, end = date.fromordinal(round(first)), date.fromordinal(round(last))
    step = 12 if last - first > LONG_DAYS else 3 if last - first > MIDDLE_DAYS else 1
    for year in range(start.year, end.year + 1):
        for month in range(1, 13, step):
            if start <= date(year, month, 1) <= end:
                yield float(date(year, month, 1).toordinal())


def _tick_words(place: float, first: bool) -> str:
    """A year where one begins, else a month; the first says its year too."""
    day = date.fromordinal(round(place))
    month = text.MONTHS[day.month - 1]
    return str(day.year) if day.month == 1 else f"{month} {day.year}" if first else month


def rows_table(page: Page, name: str, rows: Rows) -> str:
    """Every price with its day, where it was read and what there is to say of it; the newest first."""
    made = [Row(_row(page, row)) for row in reversed(rows)]
    return table(f"Every price of {name} that we know", ("From", "In", "Out", "Where we have it from"), made, (1, 2))


def _row(page: Page, row: PriceRow) -> tuple[str, ...]:
    first = {"first-observed": "first seen ", "inferred": "inferred, "}.get(row.basis, "")
    rates = (text.words(float(rate), "usd_per_mtok") for rate in (row.input_usd_per_mtok, row.output_usd_per_mtok))
    badges = "".join(f' <span class="badge badge--warn">{escape(words)}</span>' for words in _badges(row))
    return (
        f"{first}{text.day(row.since)}{badges}",
        *rates,
        said_by(page, row.source, row.how, row.checked, row.note),
    )


def _badges(row: PriceRow) -> Iterator[str]:
    if row.cancelled:
        yield f"taken back {text.day(row.cancelled)}"
    elif row.announced:
        yield "announced"
    if row.until:
        yield f"{'promotion ' if row.promotion else ''}until {text.day(row.until)}"
