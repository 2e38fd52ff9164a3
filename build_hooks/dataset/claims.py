"""The rules of claims: evidence is a fact that exists, and `holds_if` compares, with no figure typed into it."""

from __future__ import annotations

import ast

from build_hooks.dataset.faults import Fault, did_you_mean
from build_hooks.dataset.nodes import Listed, Mapped, Scalar
from build_hooks.dataset.records import Item, text_of
from build_hooks.dataset.references import Index
from build_hooks.dataset.shape import label

_RATE_END = "_usd_per_mtok"
_PARTS = (
    ast.Expression, ast.Compare, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Name, ast.Load,
)  # fmt: skip
_FORM = 'names, fact("key"), 0 and 1, + - * /, and < <= > >='


def check_evidence(claims: Mapped, shown: str, index: Index, faults: list[Fault]) -> None:
    """Report evidence that is no fact, and expressions that are not allowed."""
    for name, claim in claims.entries.items():
        if not isinstance(claim, Mapped):
            continue
        evidence = claim.entries.get("evidence")
        for key in evidence.items if isinstance(evidence, Listed) else ():
            if isinstance(key, Scalar):
                _check_key(key.text, key.line, label(name, "evidence"), shown, index, faults)
        text = text_of(claim, "holds_if")
        if text:
            _check_expression(text, claim.line_of("holds_if"), label(name, "holds_if"), shown, index, faults)


def fact_exists(key: str, index: Index) -> bool:
    """Whether the key (`table.id.field`) is that of a fact; true while its table cannot be read whole."""
    table, _, rest = key.partition(".")
    record_id, _, field = rest.rpartition(".")
    if table in index.incomplete:
        return True
    if table == "model_file":
        record_id, _, quant = record_id.rpartition("@")
        model = index.ids("open_model").get(record_id)
        return "open_model" in index.incomplete or (
            model is not None and field == "model_file_gb" and _holds(model, "files", quant)
        )
    item = index.ids(table).get(record_id)
    if item is None:
        return False
    if field.endswith(_RATE_END) and table == "api_model":
        return any(
            isinstance(row, Mapped) and field in row.entries for _, rows in item.lists("rows") for row in _rows(rows)
        )
    return any(path[-1] == field for path, _ in item.lists("dated", "keyed") if path[0] != "files")


def _holds(item: Item, *path: str) -> bool:
    return any(found == path for found, _ in item.lists("dated", "keyed"))


def _rows(node: object) -> list[object]:
    return list(node.items) if isinstance(node, Listed) else []


def _check_key(key: str, line: int, place: str, shown: str, index: Index, faults: list[Fault]) -> None:
    if fact_exists(key, index):
        return
    table, _, rest = key.partition(".")
    record_id, _, _ = rest.rpartition(".")
    nearest = did_you_mean(record_id, index.ids(table)) if record_id not in index.ids(table) else ""
    hint = nearest or "write table.id.field, such as hardware.nvidia/rtx-3090.memory_gb"
    faults.append(Fault(shown, line, place, "the key of a fact", key, hint))


def _check_expression(text: str, line: int, place: str, shown: str, index: Index, faults: list[Fault]) -> None:
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        faults.append(Fault(shown, line, place, f"an expression of {_FORM}", text, "mend its syntax"))
        return
    if not any(isinstance(part, ast.Compare) for part in ast.walk(tree)):
        faults.append(Fault(shown, line, place, "a comparison", text, "use < <= > or >="))
    waiting: list[ast.AST] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Call) and _is_fact(part):
            _check_key(ast.literal_eval(part.args[0]), line, place, shown, index, faults)
        elif _is_allowed(part):
            waiting += ast.iter_child_nodes(part)
        else:
            hint = "put the figure into prices/ and name its fact"
            faults.append(Fault(shown, line, place, f"an expression of {_FORM}", ast.unparse(part), hint))


def _is_fact(call: ast.Call) -> bool:
    """Whether the call is `fact("...")`."""
    if not isinstance(call.func, ast.Name) or call.func.id != "fact" or call.keywords or len(call.args) != 1:
        return False
    return isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)


def _is_allowed(part: ast.AST) -> bool:
    if isinstance(part, ast.Constant):
        return type(part.value) is int and part.value in (0, 1)
    return isinstance(part, _PARTS)
