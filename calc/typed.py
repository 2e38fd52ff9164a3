"""One value as people type it or as JSON has it: numbers with units, ranges, flags, choices and their spellings."""

from __future__ import annotations

import math
import re
from typing import Any

from calc import text
from calc.engine.nodes import Node
from calc.engine.rules import CUSTOM
from calc.errors import AN_ID, CalcError, did_you_mean, said
from calc.facts import aliases
from calc.facts.catalog import Catalog

YES = {"true", "yes", "on", "1"}
NO = {"false", "no", "off", "0"}
NUMBER = re.compile(r"[-+−]?(\d[\d,_ ]*\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
RANGE = re.compile(r"\s*(?P<low>\S.*?)\s*(?:–|\.\.|\bto\b|(?<=[\d%kKmM$])\s*-\s*(?=[\d$.]))\s*(?P<high>\S.*)")
SCALES = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6}
MILLI = re.compile(r".*\d\s*m(W|s)", re.ASCII)  # no million: 500 ms and 350 mW are thousandths
KV_SPELLINGS = {
    **dict.fromkeys(("fp16", "bf16", "auto"), "f16"),
    **dict.fromkeys(("fp8", "fp8_e4m3", "fp8_e5m2", "int8", "q8"), "q8_0"),
    "q4": "q4_0",
}
# What people write for one of the choices of a node, once case and hyphens are set aside.
SPELLINGS = {
    "engine": {"llamacpp": "llama.cpp", "llama_cpp": "llama.cpp"},
    "kv_type": KV_SPELLINGS,
    "kv_value_type": KV_SPELLINGS,
    "quant": {
        "fp16": "f16",
        **dict.fromkeys(("int4", "w4a16", "gptq4", "gptq_int4", "autoround"), "gptq"),
        **dict.fromkeys(("awq4", "awq_int4", "awq_4bit"), "awq"),
        **{f"{width}_k_xl": f"ud_{width}_k_xl" for width in ("q2", "q3", "q5", "q6", "q8")},
    },
}
# What else a choice may be, where it is read from words of one's own.
OWN = {"hours_profile": "or days with hours, such as mon-fri 09:00-18:00"}
CUSTOM_TABLES = ("api_model", "hardware", "open_model", "tariff")


def parse_value(node: Node, value: Any, catalog: Catalog, day: str = "") -> Any:
    """One value for a node, on a day where that matters.  Raises CalcError that says what was expected."""
    if node.value_kind == "flag":
        return _flag(node, value)
    if node.value_kind in ("choice", "text", "record"):
        return _choice(node, value, catalog, day or catalog.edition)
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        value = value[1:-1].split(",")  # a range as JSON writes it, typed in a shell or a link
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise CalcError("not_a_number", node.name, "a number or [low, high]", said(value))
        low, high = (_number(node, part) for part in value)
    else:
        pair = RANGE.fullmatch(value) if isinstance(value, str) else None
        if not pair:
            return _number(node, value)
        low, high = _number(node, pair["low"]), _number(node, pair["high"])
    if low > high:
        raise CalcError("out_of_range", node.name, "the lower number first", f"{low:g} to {high:g}")
    return low if low == high else (low, high)


def _number(node: Node, value: Any) -> float:
    if isinstance(value, bool):
        raise CalcError("not_a_number", node.name, "a number", said(value))
    number = _as_float(value) if isinstance(value, int | float) else _typed_number(node, value)
    if not math.isfinite(number):
        raise CalcError("not_finite", node.name, "a finite number", _shown(value))
    low, high = bounds(node)
    if not low <= number <= high:
        raise CalcError(
            "out_of_range",
            node.name,
            _range_words(node, low, high),
            _shown(value),
            _percent_hint(node, number),
        )
    return number


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number beyond what a float holds
        return math.inf


def bounds(node: Node) -> tuple[float, float]:
    """The least and the greatest value a node may be set to."""
    share = node.unit is not None and node.unit.style == "percent" and node.low is None
    low = node.low if node.low is not None else 0.0
    high = node.high if node.high is not None else (1e6 if share else 1e15)
    return low, high


def _range_words(node: Node, low: float, high: float) -> str:
    return f"a number from {text.field(low, node.name)} to {text.field(high, node.name)}"


def _shown(value: Any) -> str:
    if isinstance(value, float) and math.isfinite(value):
        return text.plain(value)
    return said(str(value)).strip("'")


def _percent_hint(node: Node, number: float) -> str:
    is_share = node.unit is not None and node.unit.style == "percent"
    return f"{text.plain(number)}%?" if is_share and 1 < number <= 100 else ""


def _typed_number(node: Node, value: Any) -> float:
    """A number as people type it: "1,200", "1.2k", "$0.10", "30%", "334 W", "$0.10/kWh"."""
    unit = node.unit.symbol if node.unit else ""
    typed = _without_unit(str(value).strip(), unit) if isinstance(value, str) else ""
    if isinstance(value, str) and _is_of_another_unit(node, value):
        raise CalcError("not_a_number", node.name, f"a number in {unit}" if unit else "a number", said(value))
    scale = 1.0
    if typed.endswith("%"):
        typed, scale = typed[:-1].strip(), 0.01
    elif typed[-1:] in SCALES:
        typed, scale = typed[:-1].strip(), SCALES[typed[-1]]
    if typed.lower() in ("nan", "inf", "-inf", "+inf", "infinity", "-infinity"):
        return float(typed)
    if not NUMBER.fullmatch(typed):
        raise CalcError("not_a_number", node.name, "a number", said(value), "write it as 1200 or 1,200")
    if "," in typed and not re.fullmatch(r"[-+−]?\d{1,3}(,\d{3})*(\.\d*)?", typed):
        raise CalcError(
            "not_a_number",
            node.name,
            "a number with a decimal point",
            said(value),
            "a comma only groups thousands",
        )
    number = float(typed.replace(",", "").replace("_", "").replace(" ", "").replace("−", "-"))
    return float(text.plain(number * scale)) if scale != 1.0 else number


def _is_of_another_unit(node: Node, typed: str) -> bool:
    """Whether a sign says that something else was meant: dollars where none are asked for, a share of a count."""
    symbol, style = (node.unit.symbol, node.unit.style) if node.unit else ("", "")
    return ("$" in typed and "$" not in symbol) or ("%" in typed and style != "percent" and symbol != "×")


def _without_unit(typed: str, unit: str) -> str:
    """What is left without the unit, whole or without what it is for: 24 h of h/day, $0.10 of $/kWh."""
    bare = typed.removeprefix("$").strip()
    if unit in ("W", "s") and MILLI.fullmatch(bare):
        return typed
    for tail in (unit, unit.removeprefix("$"), unit.partition("/")[0]):
        if tail and len(bare) > len(tail) and bare.lower().endswith(tail.lower()):
            return bare[: -len(tail)].strip()
    return bare


def _flag(node: Node, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise CalcError("not_a_flag", node.name, "yes or no", said(value))


def choices(node: Node, catalog: Catalog) -> list[str]:
    """What a choice node may be set to."""
    if not node.table:
        return [key for key, _ in node.choices]
    snapshot = catalog.at(catalog.edition)
    if node.table == "quant":
        return sorted({key.split("@")[1] for key in snapshot.ids("model_file")}.union(snapshot.ids("quantisation")))
    if node.table == "api_region":
        return catalog.regions
    ids = list(snapshot.ids(node.table))
    return [*ids, CUSTOM] if node.table in CUSTOM_TABLES else ids


def _as_listed(name: str, word: str, allowed: list[str]) -> str:
    """The one choice that differs in case, hyphens and underscores only, or that goes by this other name.

    Q4_K_M is q4_k_m, fp16 is f16; RTX-3090 is no guess.
    """
    plain = word.strip().lower().replace("-", "_")
    same = [one for one in allowed if one.lower().replace("-", "_") == plain]
    return same[0] if len(same) == 1 else SPELLINGS.get(name, {}).get(plain, word)


def _choice(node: Node, value: Any, catalog: Catalog, day: str) -> str:
    allowed = choices(node, catalog) if node.value_kind == "choice" else None
    word = value if isinstance(value, str) else said(value)
    if allowed is not None and node.table == "api_model":
        return aliases.resolve(catalog, node.name, word, day, allowed)
    if allowed is not None and word not in allowed:
        word = _as_listed(node.name, word, allowed)
    if allowed is not None and word not in allowed and node.own and any(map(str.isdigit, word)):
        return node.own(node.name, word)
    if allowed is not None and word not in allowed:
        shown = ", ".join(allowed) if len(allowed) <= 8 else AN_ID
        hint = did_you_mean(word, allowed) or (
            "custom describes any other" if CUSTOM in allowed else OWN.get(node.name, "")
        )
        raise CalcError("unknown_choice", node.name, shown, repr(word), hint)
    return word
