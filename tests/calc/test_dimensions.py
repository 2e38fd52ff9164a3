"""Every formula run with units: adding watts to dollars, or forgetting a factor, fails here."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pint
import pytest

from calc import units
from calc.engine.nodes import Node
from calc.engine.rules import Call, FirstKnown, Lookup, Reader, Rule, Same, Search, Switch
from calc.model import GRAPH
from calc.units import UNITS, unit_of
from tests.calc.dimensions import CONSTANTS, dimension, expression, of, quantity, registry, with_units

# Texts and flags that a formula may be handed; it is run for each.
CHOICES: dict[str, tuple[Any, ...]] = {
    "hardware_kind": ("card", "machine"),
    "hardware_owned": (False, True),
    "draft": ("none",),
    "weights_fit": (True,),
    "weights_may_fit": (True,),
    "embeddings": ("tied", "untied"),
    "hosted_twin_model": ("host/model",),
    "hardware": ("maker/card",),
    "rental_hardware": ("maker/card", "maker/other"),
    "hours_profile": ("office", "mon 09:00-12:00; tue 09:00-10:00 x0.5"),
}
# Magnitudes that send a formula down another branch: a mixture of experts, money without interest, prices that stay.
BRANCHES: dict[str, list[dict[str, float]]] = {
    "modelled_decode_tok_per_s": [{}, {"active_params_b": 1.0}],
    "ownership_usd_per_month": [{"cost_of_money_frac_per_year": 0.0}],
    "break_even_months": [{"api_price_change_frac_per_year": 0.0, "api_usd_per_month": 9.0}],
    "concurrency_gain_ratio": [{}],
    "context_speed_ratio": [{}, {"mean_context_tok": 4096.0}],
    "shared_weights_frac": [{"expert_pick_frac": 0.5, "active_params_b": 1.0}],
    "step_weights_frac": [{"shared_weights_frac": 0.5, "expert_pick_frac": 0.5}],
    "peak_queue_wait_s": [{"peak_load_frac": 0.5}],
    "cap_decode_ratio": [{"cap_power_frac": 0.5}],
    "cap_prefill_ratio": [{"cap_power_frac": 0.5}],
    "price_half_life_months": [{"cheapest_then_usd_per_mtok": 8.0}],
    "median_half_life_months": [{"median_then_usd_per_mtok": 8.0}],
}
# Interest and drift are worked out month by month, months being counts, so there an answer "a month" is that of one
# month.  tests/cases checks by hand that years and months are not mixed up.
COUNTED: dict[str, list[dict[str, float]]] = {
    "ownership_usd_per_month": [{"cost_of_money_frac_per_year": 0.12}],
    "break_even_months": [{"api_price_change_frac_per_year": 0.5, "api_usd_per_month": 9.0}],
    "api_price_drift_ratio": [{}],
    "cheapest_price_change_frac_per_year": [{}],
    "median_price_change_frac_per_year": [{}],
}
# Nodes that are words, flags or records, so they have no unit.
WORDS = {"text", "choice", "flag", "record"}
# The classes of tokens that an API bills.
TOKEN_CLASSES = ("input", "cache_read", "cache_write", "cache_write_1h", "output")
# Defaults that are nothing at all; nothing has any unit.
NOTHING = {"idle_marginal", "none_given"}


def calls(rule: Rule) -> Iterator[Call | Search]:
    """The formulas inside a rule."""
    yield from found_in(rule, Call)
    yield from found_in(rule, Search)


def found_in[R: Rule](rule: Rule, kind: type[R]) -> Iterator[R]:
    """The rules of one kind inside a rule."""
    if isinstance(rule, kind):
        yield rule
    elif isinstance(rule, Switch | FirstKnown):
        for part in rule.cases.values() if isinstance(rule, Switch) else rule.rules:
            yield from found_in(part, kind)


def numeric(node: Node) -> bool:
    return node.value_kind not in WORDS


FORMULAS = [
    pytest.param(node.name, call.function, id=f"{node.name}:{call.function.__name__}")
    for node in GRAPH.nodes.values()
    if numeric(node) or node.name == "powered_hours_max"
    for call in calls(node.rule)
]


def run(name: str, function: Callable[..., Any], counted: bool, plain: str = "") -> Iterator[tuple[Any, Any]]:
    """The unit of each result and the unit it must have, over all branches of a formula."""
    ureg = registry(counted)
    known = BRANCHES | COUNTED if counted else BRANCHES
    if not counted and name in COUNTED and name not in BRANCHES:
        return
    for magnitudes in known.get(name, [{}]):
        for choice in _choices(function):
            with with_units(ureg, plain, counted):
                result = function(*_arguments(ureg, function, name, magnitudes, choice))
            if function.__name__ in NOTHING:
                assert result == 0
                continue
            assert result is not None, "this branch answers never: choose other magnitudes"
            yield dimension(result), dimension(of(ureg, expression(name)))


def _choices(function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    names = [name for name in inspect.signature(function).parameters if name in CHOICES]
    for picks in itertools.product(*(CHOICES[name] for name in names)):
        yield dict(zip(names, picks, strict=True))


def _arguments(
    ureg: pint.UnitRegistry[Any],
    function: Callable[..., Any],
    name: str,
    magnitudes: dict[str, float],
    choice: dict[str, Any],
) -> Iterator[Any]:
    def evaluate(target: str, _overrides: Any = None, _unset: Any = ()) -> Any:
        return quantity(ureg, target)

    for parameter in inspect.signature(function).parameters:
        if parameter == "evaluate":
            yield evaluate
        elif parameter in choice:
            yield choice[parameter]
        elif parameter in magnitudes:
            yield of(ureg, expression(parameter, name), magnitudes[parameter])
        else:
            yield quantity(ureg, parameter, name)


@pytest.mark.parametrize(("name", "function"), FORMULAS)
def test_the_result_has_the_unit_of_its_name(name: str, function: Callable[..., Any]) -> None:
    checked = 0
    for counted in (False, True) if name in COUNTED else (False,):
        for got, wanted in run(name, function, counted):
            assert got == wanted
            checked += 1
    assert checked or function.__name__ in NOTHING


@pytest.mark.parametrize("constant", CONSTANTS)
def test_a_forgotten_factor_is_seen(constant: str) -> None:
    """With the constant as a bare number at least one formula must come out in a wrong unit, or not at all."""
    assert any(_breaks(param.values, constant) for param in FORMULAS)


def _breaks(formula: Any, plain: str) -> bool:
    name, function = formula
    try:
        return any(got != wanted for got, wanted in run(name, function, False, plain))
    except (pint.DimensionalityError, ValueError):  # a bare number compared with a quantity is the latter
        return True


def test_every_constant_has_a_unit() -> None:
    plain = {name for name, value in vars(units).items() if name.isupper() and isinstance(value, int | float)}
    assert plain == set(CONSTANTS), "give each constant its unit in tests/calc/dimensions.py"


def test_every_unit_of_the_registry_is_an_expression_of_base_units() -> None:
    ureg = registry()
    for unit in UNITS.values():
        of(ureg, unit.dimension)


def test_base_units_are_independent() -> None:
    ureg = registry()
    assert of(ureg, "W").dimensionality != of(ureg, "kW").dimensionality
    assert of(ureg, "s").dimensionality != of(ureg, "hour").dimensionality


def test_what_has_no_unit_is_not_a_number() -> None:
    """A node that a reader sees as a number has a unit suffix, so it is among the formulas run here."""
    bare = [node.name for node in GRAPH.nodes.values() if node.unit is None and numeric(node)]
    assert bare == []


def test_a_lookup_reads_a_field_of_its_own_unit() -> None:
    for node in GRAPH.nodes.values():
        for rule in found_in(node.rule, Lookup):
            assert dimension_of(rule.field) == dimension_of(node.name), f"{node.name} reads {rule.field}"


def test_what_is_handed_on_keeps_its_unit() -> None:
    for node in GRAPH.nodes.values():
        for rule in found_in(node.rule, Same):
            assert dimension_of(rule.name) == dimension_of(node.name), f"{node.name} hands on {rule.name}"


def dimension_of(name: str) -> str:
    """The dimension of a name's unit; empty where it carries none."""
    unit = unit_of(name)
    return unit.dimension if unit else ""


def test_readers_are_few_and_known() -> None:
    """What reads facts by code, not by declaration, is checked by hand-worked cases; a new one needs some."""
    found = {node.name for node in GRAPH.nodes.values() if isinstance(node.rule, Reader)}
    rates = {f"api_{name}_usd_per_mtok" for name in TOKEN_CLASSES}
    batch = {f"api_batch_{name}_ratio" for name in TOKEN_CLASSES}
    peaks = {"api_peak_frac", "api_peak_rate_ratio", "api_peak_hours_frac"}
    extras = {"api_region_rate_ratio", "api_gateway_fee_frac", "api_tool_usd_per_1000_calls"}
    choices = {
        "speed_basis",
        "hardware_condition",
        "rental_hardware",
        "api_price_row",
        "api_price_doubts",
        "known_quants",
        "mean_context_tok",
    }
    memory = {f"{name}_gb" for name in ("weights_file_low", "weights_file_high")}
    memory |= {"buffer_copies_low_ratio", "buffer_copies_high_ratio", "runtime_low_gib", "runtime_high_gib"}
    ends = {f"{what}_{end}_ratio" for what in ("reading", "attention", "host", "link") for end in ("low", "high")}
    drift = {"tier_history_months", "median_history_months", "tier_models_count"}
    drift |= {f"{which}_{when}_usd_per_mtok" for which in ("cheapest", "median") for when in ("then", "now")}
    drift |= {"price_cuts_count", "price_rises_count"}
    assert found == rates | batch | peaks | extras | choices | memory | drift | ends
