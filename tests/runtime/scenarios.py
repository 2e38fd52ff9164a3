"""Random scenarios within each input's range, the same ones in every run."""

import math
import random
from typing import Any

SEED = 20261123
MOST_CHANGES = 6
OPEN_END = 100.0  # an input without an upper limit is tried up to this many times its default


def scenarios(count: int, listing: list[dict[str, Any]]) -> list[dict[str, str]]:
    """`count` scenarios of one to six changed inputs, as a reader would type them."""
    dice = random.Random(SEED)
    inputs = [entry for entry in listing if entry["kind"] == "input"]
    return [
        {entry["name"]: _value(entry, dice) for entry in dice.sample(inputs, dice.randint(1, MOST_CHANGES))}
        for _ in range(count)
    ]


def _value(entry: dict[str, Any], dice: random.Random) -> str:
    if entry["choices"]:
        return dice.choice(entry["choices"])
    if isinstance(entry["default"], bool):
        return dice.choice(["yes", "no"])
    return f"{_number(entry, dice):.6g}"


def _number(entry: dict[str, Any], dice: random.Random) -> float:
    default = entry["default"] if isinstance(entry["default"], int | float) else 1.0
    is_share = entry["unit"] == "%" or entry["name"].endswith("_frac")
    low = entry["low"] if entry["low"] is not None else 0.0
    high = entry["high"] if entry["high"] is not None else (1.0 if is_share else OPEN_END * max(default, 1.0))
    if low <= 0 or dice.random() < 0.5:
        return dice.uniform(low, min(high, OPEN_END * max(abs(default), 1.0)))
    return math.exp(dice.uniform(math.log(low), math.log(high)))
