"""Claims that compare are bound to an expression over quantities and facts; this evaluates them.

An expression is a comparison: names of quantities, `fact("key")`, 0, 1, + - * /, and < <= > >=, joined by and/or.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from calc.engine.evaluate import Evaluation
from calc.parts.explain import split_key

COMPARE: dict[type, Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
JOIN: dict[type, Callable[[Any], bool]] = {ast.And: all, ast.Or: any}
COMBINE: dict[type, Callable[[Any, Any], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class ClaimError(Exception):
    """An expression that cannot be evaluated; the message names the part."""


def holds(expression: str, evaluation: Evaluation) -> bool:
    """Whether a claim's expression is true in an evaluation.  Raises ClaimError."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError as broken:
        raise ClaimError(f"{expression!r}: {broken.msg}") from None
    if not isinstance(tree, ast.Compare | ast.BoolOp):
        raise ClaimError(f"{expression!r}: expected a comparison with < <= > or >=")
    return bool(_value(tree, evaluation))


def _value(node: ast.expr, evaluation: Evaluation) -> Any:
    if isinstance(node, ast.BoolOp):
        return JOIN[type(node.op)](_value(part, evaluation) for part in node.values)
    if isinstance(node, ast.Compare):
        return _compare(node, evaluation)
    if isinstance(node, ast.BinOp) and type(node.op) in COMBINE:
        return COMBINE[type(node.op)](_value(node.left, evaluation), _value(node.right, evaluation))
    if isinstance(node, ast.Name):
        return _quantity(node.id, evaluation)
    if isinstance(node, ast.Call):
        return _fact(node, evaluation)
    if isinstance(node, ast.Constant) and node.value in (0, 1):
        return node.value
    raise ClaimError(f'{ast.unparse(node)!r}: expected a quantity, fact("key"), 0 or 1')


def _compare(node: ast.Compare, evaluation: Evaluation) -> bool:
    left = _value(node.left, evaluation)
    for sign, right_node in zip(node.ops, node.comparators, strict=True):
        if type(sign) not in COMPARE:
            raise ClaimError(f"{ast.unparse(node)!r}: expected < <= > or >=")
        right = _value(right_node, evaluation)
        if not COMPARE[type(sign)](left, right):
            return False
        left = right
    return True


def _quantity(name: str, evaluation: Evaluation) -> float:
    if name not in evaluation.graph.nodes:
        raise ClaimError(f"{name}: no such quantity")
    value = evaluation.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ClaimError(f"{name}: has no number in the default scenario")
    return float(value)


def _fact(node: ast.Call, evaluation: Evaluation) -> float:
    if not isinstance(node.func, ast.Name) or node.func.id != "fact" or len(node.args) not in (1, 2):
        raise ClaimError(f'{ast.unparse(node)!r}: expected fact("key")')
    words = [str(part.value) for part in node.args if isinstance(part, ast.Constant)]
    fact = evaluation.snapshot.fact(*split_key(words[0]))
    if fact is None:
        raise ClaimError(f"{words[0]}: no such fact on {evaluation.snapshot.day}")
    if len(words) == 2:
        return float(getattr(fact, words[1]))
    return fact.number
