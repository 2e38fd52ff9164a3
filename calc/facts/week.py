"""A week of requests as people write it: `mon-fri 09:00-12:00 13:00-18:00; sat 10:00-14:00 x0.3`.

Pieces stand apart by semicolons.  A piece names weekdays (none: each day), hours, and a weight: requests per hour
against those of the other pieces.  Hours that end before they begin run over midnight.  A day can also be a row of
24 weights, from midnight on: `mon [0 0 0 0 0 0 0 0 1 3 ...]`.  Clocks are the reader's own; minutes count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from math import gcd

from calc.errors import CalcError, did_you_mean, said
from calc.facts.moments import MINUTES_PER_DAY, MINUTES_PER_HOUR

Span = tuple[int, int]  # minutes of the week, the end exclusive
Weighted = tuple[int, int, int]  # and the weight
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS_PER_DAY = MINUTES_PER_DAY // MINUTES_PER_HOUR
MINUTES_PER_WEEK = len(WEEKDAYS) * MINUTES_PER_DAY
ALWAYS = "around-the-clock"
NAMED = {
    ALWAYS: "mon-sun 00:00-24:00",
    "office": "mon-fri 09:00-18:00",
    "evenings": "mon-sun 18:00-23:00",
    "nights": "mon-sun 23:00-07:00",
}
EXAMPLE = "mon-fri 09:00-12:00 13:00-18:00; sat 10:00-14:00 x0.3"
LONGEST = 2000  # characters
FINEST = 1000  # weights have three decimals
GREATEST = 1_000_000  # times the least weight, or nearly

_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?", re.ASCII)
_WEIGHT = re.compile(r"(\d{0,7})(?:\.(\d{1,3}))?", re.ASCII)
_ROW = re.compile(r"([^\[\]]*)\[([^\[\]]*)\]")
# As typed -> as read: signs that look alike, no spaces around what joins, a break of line like a semicolon.
_PLAIN = ((r"[‐-―−]", "-"), (r"[×*]", "x"), (r"\s*\n\s*", ";"), (r"\s*([-,])\s*", r"\1"), (r"\s*x\s*(?=[-.\d])", " x"))


@lru_cache(maxsize=64)
def read(name: str, typed: str) -> str:
    """A week as typed, in the one way of writing it; the name of it, where it has one.

    Raises CalcError about the input `name`: with the piece, what was expected there, and the next step.
    """
    plain = typed.strip().lower()
    _short(name, plain)
    for found, instead in _PLAIN:
        plain = re.sub(found, instead, plain)
    minutes = [0] * MINUTES_PER_WEEK
    for piece in filter(None, (one.strip() for one in plain.split(";"))):
        try:
            _paint(minutes, _spans(piece))
        except _Fault as fault:
            expected, got, hint = fault.args
            raise CalcError("bad_hours", name, expected, f"{got} in {said(piece)}", hint) from None
    try:
        written = _written(minutes)
    except _Fault as fault:
        raise CalcError("bad_hours", name, fault.args[0], said(typed), fault.args[2]) from None
    _short(name, written)
    return next((key for key, week in NAMED.items() if week == written), written)


@lru_cache(maxsize=256)
def spans(week: str) -> tuple[Weighted, ...]:
    """The hours of a week, by name or as `read` writes them: spans of minutes from Monday on, each with its weight."""
    minutes = [0] * MINUTES_PER_WEEK
    for piece in NAMED.get(week, week).split("; "):
        _paint(minutes, _spans(piece))
    return tuple((start, end, weight) for start, end, weight in _runs(minutes) if weight)


def around(start: int, end: int) -> Iterator[Span]:
    """A span of the week, cut in two where it runs over the week's end."""
    turns = start // MINUTES_PER_WEEK * MINUTES_PER_WEEK
    start, end = start - turns, end - turns
    yield start, min(end, MINUTES_PER_WEEK)
    if end > MINUTES_PER_WEEK:
        yield 0, end - MINUTES_PER_WEEK


class _Fault(Exception):  # noqa: N818 - becomes an error once the input's name is known
    """What was expected, what came, and the next step."""


def _short(name: str, text: str) -> None:
    if len(text) > LONGEST:
        hint = "write days with the same hours as one piece, such as mon-fri"
        raise CalcError("bad_hours", name, f"at most {LONGEST:,} characters", f"{len(text):,}", hint)


def _spans(piece: str) -> Iterator[Weighted]:
    """The spans of one piece."""
    row = _ROW.fullmatch(piece)
    words = (row[1] if row else piece).split()
    last = words.pop() if not row and words and words[-1][0] == "x" else "x1"
    named: list[str] = []
    while words and words[0][0].isalpha():
        named += words.pop(0).split(",")
    days = [day for word in named for day in _days(word)] or range(len(WEEKDAYS))
    if row:
        found = list(_row(row[2]))
        if words:
            raise _Fault("weekdays before the weights", said(" ".join(words)), "as in mon-fri [0 0 1 ...]")
    else:
        weight = _weight(last[1:])
        if not weight:
            raise _Fault("a weight above 0", said(last), "leave out the hours without requests")
        found = [(*_hours(one), weight) for one in ",".join(words).split(",")]
    return (
        (day * MINUTES_PER_DAY + start, day * MINUTES_PER_DAY + end, weight)
        for day in days
        for start, end, weight in found
    )


def _days(word: str) -> Iterator[int]:
    """A weekday, or all from one to another, over Sunday too."""
    first, _, last = word.partition("-")
    start, end = _day(first), _day(last or first)
    return ((start + step) % len(WEEKDAYS) for step in range((end - start) % len(WEEKDAYS) + 1))


def _day(word: str) -> int:
    for index, full in enumerate(FULL):
        if len(word) > 2 and full.startswith(word):
            return index
    raise _Fault("a weekday such as mon, or days such as mon-fri", said(word), did_you_mean(word, (*WEEKDAYS, *FULL)))


def _hours(word: str) -> Span:
    """From one time to another, in minutes of the day; over midnight the end lies past 24:00."""
    first, sign, last = word.partition("-")
    if not sign:
        raise _Fault("hours such as 09:00-17:00", said(word) if word else "none", "write from and to, a hyphen between")
    start, end = _minute(first), _minute(last)
    if start in (end, MINUTES_PER_DAY):
        raise _Fault("hours that end after they begin", said(word), "a whole day is 00:00-24:00")
    return start, end if end > start else end + MINUTES_PER_DAY


def _minute(word: str) -> int:
    found = _CLOCK.fullmatch(word)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if minute < MINUTES_PER_HOUR and hour * MINUTES_PER_HOUR + minute <= MINUTES_PER_DAY:
            return hour * MINUTES_PER_HOUR + minute
    hint = "5 pm is 17:00" if word.endswith("m") else "write 9:30 or 17:00"
    raise _Fault("a time from 00:00 to 24:00", said(word) if word else "none", hint)


def _row(text: str) -> Iterator[Weighted]:
    weights = text.replace(",", " ").split()
    if len(weights) != HOURS_PER_DAY:
        hint = "one for each hour from midnight on, 0 where there are no requests"
        raise _Fault(f"{HOURS_PER_DAY} weights in brackets", f"{len(weights)}", hint)
    for hour, weight in enumerate(weights):
        yield hour * MINUTES_PER_HOUR, (hour + 1) * MINUTES_PER_HOUR, _weight(weight)


def _weight(word: str) -> int:
    """A weight in thousandths."""
    found = _WEIGHT.fullmatch(word)
    weight = int(found[1] or 0) * FINEST + int((found[2] or "").ljust(3, "0")) if found else 0
    if not word.strip(".") or not found or weight > GREATEST * FINEST:
        hint = "a weight is requests per hour against those of the other hours, to three decimals"
        raise _Fault(f"a weight such as x0.3 or x2, at most {GREATEST:,}", said(f"x{word}"), hint)
    return weight


def _paint(minutes: list[int], found: Iterable[Weighted]) -> None:
    """Lay spans over the minutes of a week, each minute once."""
    for start, end, weight in found:
        for first, last in around(start, end):
            if weight and any(minutes[first:last]):
                taken = next(at for at in range(first, last) if minutes[at])
                hint = "weights do not add up: let one piece end where the other begins"
                raise _Fault("each hour once", f"{_at(taken)} again", hint)
            if weight:
                minutes[first:last] = [weight] * (last - first)


def _at(minute: int) -> str:
    return f"{WEEKDAYS[minute // MINUTES_PER_DAY]} {clock(minute % MINUTES_PER_DAY)}"


def clock(minute: int) -> str:
    """A time of day; past midnight that of the next day, but midnight itself is 24:00."""
    hour, rest = divmod(minute if minute <= MINUTES_PER_DAY else minute - MINUTES_PER_DAY, MINUTES_PER_HOUR)
    return f"{hour:02}:{rest:02}"


def _runs(minutes: list[int]) -> Iterator[Weighted]:
    """The minutes as runs of one weight."""
    start = 0
    for weight, run in groupby(minutes):
        end = start + len(list(run))
        yield start, end, weight
        start = end


def _written(minutes: list[int]) -> str:
    """The one way of writing a week: the shorter one of pieces and rows, weights against each other."""
    used = sorted(filter(None, set(minutes)))
    if MINUTES_PER_WEEK - minutes.count(0) < MINUTES_PER_HOUR:
        raise _Fault("at least an hour of requests a week", "", f"as in {EXAMPLE}")
    if used[-1] // gcd(*used) > GREATEST:
        hint = f"the greatest may be {GREATEST:,} times the least"
        raise _Fault("weights that differ less", "", hint)
    as_said = dict(zip(used, _scaled(used), strict=True)) | {0: "0"}
    days = [minutes[day * MINUTES_PER_DAY :][:MINUTES_PER_DAY] for day in range(len(WEEKDAYS))]
    pieces = _pieces(days, as_said)
    rows = _rows(days, as_said)
    return rows if rows and len(rows) < len(pieces) else pieces


def _scaled(used: list[int]) -> list[str]:
    """Weights against the greatest where three decimals say it; else the smallest whole numbers that do."""
    most, least = used[-1], gcd(*used)
    if all(weight * FINEST % most == 0 for weight in used):
        return [f"{weight / most:.3f}".rstrip("0").rstrip(".") for weight in used]
    return [str(weight // least) for weight in used]


def _pieces(days: list[list[int]], as_said: dict[int, str]) -> str:
    runs = [[run for run in _runs(day) if run[2]] for day in days]
    for before, after in zip(runs, [*runs[1:], runs[0]], strict=True):
        if before and after and before[-1][1] == MINUTES_PER_DAY and after[0][0] == 0:
            start, _, weight = before[-1]
            if after[0][2] == weight and after[0][1] < start:  # a night: less than a day, over one midnight
                before[-1] = (start, MINUTES_PER_DAY + after.pop(0)[1], weight)
    found: dict[tuple[int, tuple[Span, ...]], list[int]] = {}
    for day, its in enumerate(runs):
        for weight in dict.fromkeys(run[2] for run in its):
            hours = tuple((start, end) for start, end, one in its if one == weight)
            found.setdefault((weight, hours), []).append(day)
    return "; ".join(
        f"{_listed(on)} {' '.join(f'{clock(start)}-{clock(end)}' for start, end in hours)}"
        + (f" x{as_said[weight]}" if as_said[weight] != "1" else "")
        for (weight, hours), on in found.items()
    )


def _rows(days: list[list[int]], as_said: dict[int, str]) -> str:
    """Each day as 24 weights; nothing where a weight changes within an hour."""
    found: dict[str, list[int]] = {}
    for day, minutes in enumerate(days):
        if any(start % MINUTES_PER_HOUR for start, _, _ in _runs(minutes)):
            return ""
        if any(minutes):
            found.setdefault(" ".join(as_said[one] for one in minutes[::MINUTES_PER_HOUR]), []).append(day)
    return "; ".join(f"{_listed(on)} [{row}]" for row, on in found.items())


def _listed(days: list[int]) -> str:
    """Weekdays in few words: mon-fri, or mon,wed."""
    said: list[list[int]] = []
    for day in days:
        if said and said[-1][-1] == day - 1:
            said[-1].append(day)
        else:
            said.append([day])
    return ",".join(WEEKDAYS[one[0]] + (f"-{WEEKDAYS[one[-1]]}" if one[1:] else "") for one in said)
