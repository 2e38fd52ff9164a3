"""A reader's own week against windows of prices, minute by minute: what the week means is built here, not read."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calc.door import catalog
from calc.facts.week import read
from tests.calc.asking import ask
from tests.oracle.naive_bill import Calendar, Row, Usage, ratio_at
from tests.oracle.test_everything_at_once import LAND, catalog_of, folder, ours, whole_row

__all__ = ["folder"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTES = 7 * 24 * 60
Week = list[Fraction]  # requests in each minute of the reader's own week
OFFSETS = (Fraction(0), Fraction(1), Fraction(-8), Fraction(11, 2), Fraction(-7, 2), Fraction(23, 4), Fraction(14))
PRICES = Path(__file__).parents[2] / "prices"
# A few weeks of each row of DeepSeek: plain ones, with a holiday, and half of one.
WHEN = ("2025-03-05", "2026-08-20", "2026-08-26", "2026-09-23", "2026-09-30", "2026-10-05", "2026-11-23")


@st.composite
def weeks(draw: Any) -> tuple[str, Week]:
    """A week as somebody may write it, and the minutes that this means."""
    week: Week = [Fraction(0)] * MINUTES
    said = []
    for _ in range(draw(st.integers(1, 5))):
        days = sorted(draw(st.lists(st.integers(0, 6), min_size=1, unique=True)))
        start = draw(st.integers(0, 1439))
        length = draw(st.sampled_from((60, 61, 90, 240, 480, 720, 1440)) if start == 0 else st.integers(60, 1439))
        weight = draw(st.sampled_from(("", "x0.3", "×2", " x 10", "x0.125", "x7")))
        at = [(day * 1440 + start + step) % MINUTES for day in days for step in range(length)]
        if len(set(at)) < len(at) or any(week[minute] for minute in at):
            continue
        for minute in at:
            week[minute] = Fraction(weight.strip("x× ") or "1")
        names = FULL if draw(st.booleans()) else DAYS
        hours = f"{start // 60:02}:{start % 60:02}{draw(st.sampled_from(('-', '–', ' - ')))}{_end(start + length)}"
        said.append(f"{draw(st.sampled_from((',', ' ', ', '))).join(names[day] for day in days)} {hours} {weight}")
    return draw(st.sampled_from(("; ", ";", "\n"))).join(said), week


def _end(minute: int) -> str:
    minute = minute - 1440 if minute > 1440 else minute
    return f"{minute // 60:02}:{minute % 60:02}"


def share_and_ratio(
    row: Row, week: Week, offset: Fraction, asked: str, calendars: dict[str, Calendar]
) -> tuple[Fraction, Fraction]:
    """The share of requests at another rate than the base, and the mean of the rates, over the week (UTC) of a day."""
    day = date.fromisoformat(asked)
    monday = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=day.weekday())
    ahead = int(offset * 60)
    moved = changed = Fraction(0)
    for minute in range(MINUTES):
        sent = week[(minute + ahead) % MINUTES]
        if sent:
            ratio = ratio_at(row, monday + timedelta(minutes=minute), calendars, False)
            moved += sent * ratio
            changed += sent * (ratio != 1)
    return changed / sum(week), moved / sum(week)


@settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(weeks(), st.sampled_from(OFFSETS), st.sampled_from(("2026-03-05", "2026-04-28", "2026-05-02")))
def test_any_week_against_windows_with_weekdays_and_holidays(
    folder: Path, made: tuple[str, Week], offset: Fraction, asked: str
) -> None:
    said, week = made
    row = whole_row("all-tokens", ">")
    row["fees"] = {"gateway_fee_frac": "0"}
    usage = Usage(fresh=900, profile=read("hours_profile", said), utc_offset_hours=offset)
    found = ours(catalog_of(folder, [row]), usage, asked)
    _, ratio = share_and_ratio(row, week, offset, asked, LAND)
    assert math.isclose(found["value"], 900 * ratio / 1_000_000, rel_tol=1e-11), (said, offset, asked)


@settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(weeks(), st.sampled_from(OFFSETS), st.sampled_from(WHEN))
def test_any_week_against_the_hours_of_deepseek(made: tuple[str, Week], offset: Fraction, asked: str) -> None:
    said, week = made
    calendars = {"cn-public-holidays": _china()}
    rows = _deepseek()
    assert rows
    for model in rows:
        row = _row_on(rows[model], asked)
        if row is None:
            continue
        scenario = {"api_model": f"deepseek/{model}", "hours_profile": said, "utc_offset_hours": float(offset)}
        share, ratio = share_and_ratio(row, week, offset, asked, calendars)
        assert math.isclose(ask("api_peak_frac", scenario, asked)["value"], share, abs_tol=1e-11), (model, said)
        blended = ask("api_blended_input_usd_per_mtok", scenario, asked)["value"]
        assert math.isclose(blended, Fraction(row["input_usd_per_mtok"]) * ratio, rel_tol=1e-11), (model, said)


def _deepseek() -> dict[str, list[Row]]:
    """The rows with windows, by model."""
    items = yaml.safe_load((PRICES / "api" / "deepseek.yml").read_text(encoding="utf-8"))["items"]
    return {
        key: one["prices"]
        for key, one in items.items()
        if any("windows" in row for row in one["prices"])
        and f"deepseek/{key}" in catalog().at(catalog().edition).ids("api_model")
    }


def _row_on(rows: list[Row], asked: str) -> Row | None:
    """The row at noon of a day, if it has windows."""
    begun = [row for row in rows if str(row["since"])[:16] <= f"{asked}T12:00" and not row.get("announced")]
    row = begun[-1] if begun else None
    ended = row is not None and str(row.get("until", "9")) <= asked
    return row if row is not None and row.get("windows") and not ended else None


def _china() -> Calendar:
    item = yaml.safe_load((PRICES / "calendars" / "china.yml").read_text(encoding="utf-8"))["items"][
        "cn-public-holidays"
    ]
    first, last = (date.fromisoformat(str(item[key])) for key in ("covers_from", "covers_through"))
    days = frozenset(date.fromisoformat(str(day)) for day in item["days"])
    return Calendar(days, first, last, Fraction(item["utc_offset_hours"]))


def test_the_rows_of_deepseek_are_met() -> None:
    """The days above find rows with windows, with and without holidays."""
    rows = [_row_on(one, day) for one in _deepseek().values() for day in WHEN]
    found = [row for row in rows if row is not None]
    assert {bool(row["windows"][0].get("except_calendar")) for row in found} == {True, False}


@settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(weeks(), st.integers(1, 9))
def test_the_same_week_is_written_the_same(made: tuple[str, Week], times: int) -> None:
    """However it is cut and spelled, and times whatever number its weights are; and what was read is read again."""
    said, week = made
    once = read("hours_profile", said)
    assert once in ("around-the-clock", "office", "evenings", "nights") or read("hours_profile", once) == once
    pieces = "; ".join(
        f"{DAYS[start // 1440]} {_end(start % 1440)}-{_end(end - start // 1440 * 1440)} x{float(weight * times):g}"
        for start, end, weight in _cut(week)
    )
    if len(pieces) <= 2000:
        assert read("hours_profile", pieces) == once


def _cut(week: Week) -> list[tuple[int, int, Fraction]]:
    """Runs of one weight, cut at each midnight and at some odd minutes besides."""
    cuts = [0, *(at for at in range(1, MINUTES) if week[at] != week[at - 1] or at % 1440 in (0, 777)), MINUTES]
    return [(start, end, week[start]) for start, end in pairwise(cuts) if week[start]]


@pytest.mark.parametrize("offset", [0, 5.5, -9.5])
def test_a_weight_for_each_hour_of_the_week(offset: float) -> None:
    """168 numbers as rows of 24, as a log of requests gives them."""
    counts = [(hour * 37 + hour * hour) % 101 for hour in range(168)]
    said = "; ".join(
        f"{DAYS[day]} [{' '.join(str(one) for one in counts[24 * day : 24 * day + 24])}]" for day in range(7)
    )
    week = [Fraction(counts[minute // 60]) for minute in range(MINUTES)]
    row = _row_on(_deepseek()["deepseek-flash"], "2026-11-23")
    assert row is not None
    share, _ = share_and_ratio(row, week, Fraction(offset), "2026-11-23", {"cn-public-holidays": _china()})
    scenario = {"api_model": "deepseek/deepseek-flash", "hours_profile": said, "utc_offset_hours": offset}
    assert math.isclose(ask("api_peak_frac", scenario)["value"], share, abs_tol=1e-11)
    assert math.isclose(ask("peak_to_mean", scenario)["value"], max(counts) * sum(map(bool, counts)) / sum(counts))
