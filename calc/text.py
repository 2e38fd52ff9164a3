"""Numbers to words: the one place where a value becomes text, the same at build and in the browser."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from calc.units import Unit, round12, unit_of

NEVER = "never"
UNKNOWN = "unknown"
ONE = {"# months": "# month", "# years": "# year", "# tokens": "# token", "# bytes": "# byte"}
MONEY = ("money", "sum", "rate")  # styles of amounts, which keep their "$"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def digits(value: float, style: str) -> str:
    """The digits of a value in a style, without its unit.  Percent: of a share."""
    value = round12(value)
    if style == "percent":
        return f"{_significant(round12(value * 100), 3)}%"
    if style == "rate":
        return _rate(value)
    if style == "money" or (style == "sum" and abs(value) < 100):
        return _money(value)
    if style == "sum":
        return _grouped(value, 0)
    if style == "span":
        return _significant(value, 2)
    if style == "count" and abs(value) >= 10:
        return _grouped(value, 0)
    return _significant(value, 3)


def _grouped(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if text.strip("-0.,") else text.lstrip("-")


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _significant(value: float, count: int) -> str:
    if value == 0:
        return "0"
    decimals = max(0, count - 1 - math.floor(math.log10(abs(value))))
    return _trim(_grouped(value, min(decimals, 12)))


def _money(value: float) -> str:
    size = abs(value)
    if size >= 1000:
        return _grouped(value, 0)
    if size >= 0.1 or size == 0:
        return _grouped(value, 2)
    decimals = 1 - math.floor(math.log10(size))
    return _two_decimals(_grouped(value, max(2, min(decimals, 12))))


def _two_decimals(text: str) -> str:
    """Without needless zeros, but with two decimals."""
    whole, _, rest = _trim(text).partition(".")
    return f"{whole}.{rest.ljust(2, '0')}"


def _rate(value: float) -> str:
    """Four significant digits, at least two decimals: no published rate is rounded away."""
    if value == 0:
        return "0.00"
    decimals = max(2, 3 - math.floor(math.log10(abs(value))))
    return _two_decimals(_grouped(value, min(decimals, 12)))


def about_value(value: float) -> float:
    """The nearest of 1, 2, 2.5, 5, 10 x 10^n: 25.2 -> 25, 97.2 -> 100."""
    if value == 0 or not math.isfinite(value):
        return value
    power = 10.0 ** math.floor(math.log10(abs(round12(value))))
    steps = [step * power for step in (1, 2, 2.5, 5, 10)]
    nearest = min(steps, key=lambda step: abs(step - abs(value)))
    return round12(math.copysign(nearest, value))


def words(value: object, name: str, low: object = None, high: object = None, style: str = "exact") -> str:
    """A value of the node `name` as the reader sees it, unit included: "$16.20", "252–324 kWh", "never".

    A range of which one end only is a number reaches to never: "42.4 months to never".
    `style`: exact, about (rounded to a handy number) or bare (no unit).
    """
    if isinstance(low, int | float) and high is None:
        return f"{_one(float(low), unit_of(name), style)} to {NEVER}"
    if isinstance(high, int | float) and low is None:
        return f"{NEVER} to {_one(float(high), unit_of(name), style)}"
    if value is None:
        return NEVER
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value)
    unit = unit_of(name)
    if isinstance(low, int | float) and isinstance(high, int | float):
        return _range(low, high, unit, style)
    return _one(float(value), unit, style)


def _one(value: float, unit: Unit | None, style: str) -> str:
    kind = unit.style if unit else "plain"
    shown = _about(value, kind) if style == "about" else digits(value, kind)
    return _with_unit(shown, unit, style)


def _range(low: float, high: float, unit: Unit | None, style: str) -> str:
    kind = unit.style if unit else "plain"
    write = _about if style == "about" else digits
    first, last = write(low, kind), write(high, kind)
    if first == last:
        return _with_unit(first, unit, style)
    if kind in MONEY:
        return f"{_with_unit(first, unit, style)}–{_with_unit(last, unit, style)}"
    if kind == "percent":
        first = first.removesuffix("%")
    return _with_unit(f"{first}–{last}", unit, style)


def _about(value: float, kind: str) -> str:
    if kind == "percent":
        return digits(about_value(value), kind)
    return _trim(_grouped(about_value(value), 6))


def _with_unit(shown: str, unit: Unit | None, style: str) -> str:
    if unit is None or (style == "bare" and unit.style not in MONEY):
        return shown
    minus = shown.startswith("−") and unit.pattern.startswith("$")
    pattern = ONE.get(unit.pattern, unit.pattern) if shown == "1" else unit.pattern
    body = pattern.replace("#", shown.removeprefix("−") if minus else shown)
    return f"−{body}" if minus else body


def field(value: object, name: str) -> str:
    """A value as it stands in an input field: nothing rounded away, no unit but the per cent sign."""
    if isinstance(value, tuple):
        return "–".join(field(part, name) for part in value)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return words(value, name)
    unit = unit_of(name)
    if unit is not None and unit.style == "percent":
        return f"{_trim(_grouped(round12(value * 100), 8))}%"
    return _trim(_grouped(round12(value), 8))


def plain(value: float) -> str:
    """A number for links and JSON texts: shortest form at 12 significant digits."""
    value = round12(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


@lru_cache(maxsize=1024)
def day(text: str) -> str:
    """A date of any precision in words: 2026-05-16 -> 16 May 2026, 2026-05 -> May 2026, 2026-Q2 -> Q2 2026.

    An instant too: 2026-09-10T04:00Z -> 10 Sep 2026, 04:00 UTC.
    """
    if "T" in text:
        date_part, clock = text.removesuffix("Z").split("T")
        return f"{day(date_part)}, {clock} UTC"
    parts = text.split("-")
    if len(parts) == 3:
        return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}" if parts[1].startswith("Q") else f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return text


def first_day(text: str) -> date:
    """The first day of a date of any precision.  Raises ValueError where there is no such day."""
    parts = text.split("-")
    if len(parts) == 2 and parts[1].startswith("Q"):
        quarter = int(parts[1][1:])
        if not 1 <= quarter <= 4:
            raise ValueError(f"no quarter {quarter}")
        return date(int(parts[0]), 3 * quarter - 2, 1)
    numbers = [int(part) for part in parts] + [1, 1]
    return date(numbers[0], numbers[1], numbers[2])
