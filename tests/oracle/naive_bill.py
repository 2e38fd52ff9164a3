"""A biller written from the words of `prices/README.md` and of the help of inputs, never from the code of `calc`.

It is slow and naive on purpose: fractions, one quarter of an hour of the week after the other, one class of tokens
after the other.  Rows are those of the YAML, as plain dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
CLASSES = {
    "fresh": "input",
    "read": "cache_read",
    "written": "cache_write",
    "written_1h": "cache_write_1h",
    "output": "output",
    "reasoning": "output",
}
QUARTER = timedelta(minutes=15)
QUARTERS_PER_WEEK = 7 * 24 * 4
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MILLION = 1_000_000


@dataclass(frozen=True)
class Usage:
    """One request, and how such requests are sent."""

    fresh: int = 0
    read: int = 0
    written: int = 0
    written_1h: int = 0
    output: int = 0
    reasoning: int = 0
    tool_calls: int = 0
    batch_frac: Fraction = Fraction(0)
    region: str = "standard"
    profile: str = "around-the-clock"
    utc_offset_hours: Fraction = Fraction(0)

    @property
    def prompt(self) -> int:
        """All tokens in."""
        return self.fresh + self.read + self.written + self.written_1h


@dataclass(frozen=True)
class Calendar:
    """Days on which a window does not hold, and for which days the list is complete."""

    days: frozenset[date]
    first: date
    last: date
    utc_offset_hours: Fraction


@dataclass(frozen=True)
class Bill:
    """known: `value` by the row in force, `low` to `high` by all that may hold; floor: at least `value`."""

    status: str
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


def moment_of(text: str) -> datetime:
    """When a date of any precision or an instant begins."""
    if "T" in text:
        return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def asked_for(text: str) -> datetime:
    """The moment that is asked for: a day speaks for its noon."""
    return moment_of(text) if "T" in text else moment_of(text) + timedelta(hours=12)


def rows_that_may_hold(rows: list[Row], asked: str) -> list[Row]:
    """The row in force and, after it, the one that was announced for a day that has passed and nobody checked."""
    now = asked_for(asked)
    real = [row for row in rows if "cancelled" not in row]
    begun = [row for row in real if moment_of(row["since"]) <= now]
    held = [row for row in begun if not row.get("announced")]
    if not held:
        return []

    def is_over(row: Row) -> bool:
        return "until" in row and moment_of(row["until"]) <= now

    current = held[-1]
    after = [row for row in begun if row.get("announced") and moment_of(row["since"]) > moment_of(current["since"])]
    waiting = [row for row in after if not is_over(row)]
    return [current, *waiting] if waiting or not is_over(current) else []


def bill(rows: list[Row], usage: Usage, asked: str, calendars: dict[str, Calendar]) -> Bill:
    """What one request costs."""
    found = [
        _of_row(row, usage, asked, calendars, unknown_is_free)
        for row in rows_that_may_hold(rows, asked)
        for unknown_is_free in (False, True)
    ]
    if not found:
        return Bill("unknown")
    if any(one.status == "unknown" for one in found):
        return Bill("unknown")
    values = [one.value for one in found if one.value is not None]
    if any(one.status == "floor" for one in found):
        return Bill("floor", min(values))
    return Bill("known", values[0], min(values), max(values))


def _of_row(row: Row, usage: Usage, asked: str, calendars: dict[str, Calendar], unknown_is_free: bool) -> Bill:
    factor = _hours(row, usage, asked, calendars, unknown_is_free)
    parts = [_class(row, usage, name, factor) for name in CLASSES]
    parts.append(_tools(row, usage))
    known = [one for one in parts if one is not None]
    if len(known) < len(parts):
        return Bill("floor", sum(known, Fraction(0))) if any(known) else Bill("unknown")
    fee = Fraction(row.get("fees", {}).get("gateway_fee_frac", "0"))
    return Bill("known", sum(known, Fraction(0)) * (1 + fee))


def _tools(row: Row, usage: Usage) -> Fraction | None:
    if not usage.tool_calls:
        return Fraction(0)
    price = row.get("fees", {}).get("tool_usd_per_1000_calls")
    return None if price is None else usage.tool_calls * Fraction(price) / 1000


def _class(row: Row, usage: Usage, name: str, factor: Fraction) -> Fraction | None:
    """What one class of tokens costs; None where a rate or a ratio that it needs is not stated."""
    tokens = getattr(usage, name)
    if not tokens:
        return Fraction(0)
    region = row.get("regions", {}).get(usage.region)
    if usage.region != "standard" and region is None:
        return None
    if region is not None and "rate_ratio" not in region:
        pieces: list[tuple[Row, Fraction]] = [(region, Fraction(1))]
    else:
        pieces = list(_pieces(row, usage.prompt, name))
    rate = f"{CLASSES[name]}_usd_per_mtok"
    if any(rate not in piece for piece, _ in pieces):
        return None
    usd = sum((Fraction(piece[rate]) * share * tokens / MILLION for piece, share in pieces), Fraction(0))
    if region is not None and "rate_ratio" in region:
        usd *= Fraction(region["rate_ratio"])
    if usage.batch_frac:
        batch = _reached(row, usage.prompt).get("batch") or row.get("batch") or {}
        ratio = batch.get(f"{CLASSES[name]}_ratio")
        if ratio is None:
            return None
        usd = usd * (1 - usage.batch_frac) + usd * usage.batch_frac * Fraction(ratio)
    return usd * factor


def _in_tier(tier: Row, prompt: int) -> bool:
    return bool(prompt > tier["prompt_tok"] or (tier["when"] == ">=" and prompt == tier["prompt_tok"]))


def _reached(row: Row, prompt: int) -> Row:
    """The last tier that the prompt is in, or the row."""
    return ([row] + [tier for tier in row.get("tiers", []) if _in_tier(tier, prompt)])[-1]


def _pieces(row: Row, prompt: int, name: str) -> Iterator[tuple[Row, Fraction]]:
    """Which rates the tokens of a class pay, each with the share of them that pays it."""
    tiers = row.get("tiers", [])
    excess = bool(tiers) and tiers[0].get("scope") == "excess"
    if not excess or name in ("output", "reasoning"):
        yield _reached(row, prompt), Fraction(1)
        return
    edges = [0, *(tier["prompt_tok"] for tier in tiers), None]
    for rates, start, end in zip([row, *tiers], edges, edges[1:], strict=False):
        inside = max(0, min(prompt, prompt if end is None else end) - start)
        if inside:
            yield rates, Fraction(inside, prompt)


def _hours(row: Row, usage: Usage, asked: str, calendars: dict[str, Calendar], unknown_is_free: bool) -> Fraction:
    """What the windows make of every rate: at an instant one ratio, on a day the mean over the week's requests."""
    if "T" in asked:
        return ratio_at(row, moment_of(asked), calendars, unknown_is_free)
    day = date.fromisoformat(asked)
    monday = moment_of((day - timedelta(days=day.weekday())).isoformat())
    quarters = [monday + number * QUARTER for number in range(QUARTERS_PER_WEEK)]
    ahead = timedelta(hours=float(usage.utc_offset_hours))
    ratios = [
        ratio_at(row, quarter, calendars, unknown_is_free)
        for quarter in quarters
        if _in_use(usage.profile, quarter + ahead)
    ]
    return sum(ratios, Fraction(0)) / len(ratios)


def _in_use(profile: str, local: datetime) -> bool:
    hour = local.hour
    return {
        "around-the-clock": True,
        "office": local.weekday() < 5 and 9 <= hour < 18,
        "evenings": 18 <= hour < 23,
        "nights": hour >= 23 or hour < 7,
    }[profile]


def ratio_at(row: Row, now: datetime, calendars: dict[str, Calendar], unknown_is_free: bool) -> Fraction:
    """What the windows make of every rate at a moment."""
    for window in row.get("windows", []):
        if WEEKDAYS[now.weekday()] in window["weekdays"] and any(_within(span, now) for span in window["hours_utc"]):
            calendar = calendars.get(window.get("except_calendar", ""))
            if calendar is None or not _free(calendar, now, unknown_is_free):
                return Fraction(window["rate_ratio"])
    return Fraction(1)


def _within(span: str, now: datetime) -> bool:
    start, end = span.split("-")
    clock = now.strftime("%H:%M")
    return start <= clock < end


def _free(calendar: Calendar, now: datetime, if_unknown: bool) -> bool:
    day = (now + timedelta(hours=float(calendar.utc_offset_hours))).date()
    return day in calendar.days if calendar.first <= day <= calendar.last else if_unknown
