"""Runs what a reader types, inside the console's own worker: the last expression's value is shown, as Python does.

The worker loads this file, calls `begin` once and `run(code, scenario)` for each input; what is printed goes through
standard output.
"""

import ast
import json
import linecache
import sys
import traceback
import zlib
from collections.abc import Callable
from typing import Any

GZIP = 31  # the format that zlib expects
MOST_SIGNS = 20_000  # of one value; a page is no place for more
NAME = "your code"
names: dict = {"__name__": "__main__", "__builtins__": __builtins__}
count = 0
known = None


def begin(pack: str, whole: str, bring: Callable[[str], Any]) -> None:
    """Take in the guide's code, and let everything else come from the whole standard library from now on.

    `bring` gets more of the catalog, by name and compressed.
    The site's own start holds only what its pages use (build_hooks/runtime_start.py).  Packages that are loaded
    already find their other parts in the whole library, too.
    """
    import sitecustomize as packs

    packs.started()
    taken = {name for name in packs.MODULES if name in sys.modules}  # imported, and run when somebody first uses them
    for name in [name for name in packs.MODULES if name.split(".")[0] != "calc" and name not in taken]:
        del packs.MODULES[name]
    packs.add_file(pack)
    sys.path[:] = [whole if path == packs.LIBRARY else path for path in sys.path]
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__path__", None)
        origin = getattr(getattr(module, "__spec__", None), "origin", None) or ""
        if isinstance(path, list) and origin.startswith(packs.LIBRARY):
            path.append(f"{whole}/{name.replace('.', '/')}")
    from calc import door

    door.packs().bring = lambda name: zlib.decompress(bring(name).to_bytes(), wbits=GZIP)


def run(code: str, scenario: str) -> str:
    """Run one input; the answer, as JSON, is the value's text or the error's, or neither."""
    global count
    count += 1
    shown = f"<{NAME}, input {count}>"
    linecache.cache[shown] = (len(code), None, code.splitlines(keepends=True), shown)
    _set_scenario(scenario)
    try:
        value = _value(code, shown)
        text = "" if value is None else _text(value)
    except BaseException as error:
        return json.dumps({"error": _said(error)})
    if value is not None:
        names["_"] = value
    return json.dumps({"value": text[:MOST_SIGNS] + (" …" if len(text) > MOST_SIGNS else "")})


def _set_scenario(scenario: str) -> None:
    """The reader's scenario under its name; one that the reader has changed in the console stays until it changes."""
    global known
    if scenario != known:
        known = scenario
        names["scenario"] = json.loads(scenario)


def _value(code: str, shown: str) -> object:
    """Run all statements; the value of the last one, if it is an expression."""
    tree = ast.parse(code, shown)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, shown, "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), shown, "eval"), names)


def _text(value: object) -> str:
    """A value as it is shown: a list of answers one a line, other containers laid out."""
    if isinstance(value, list | tuple) and value and all(type(one).__name__ == "Answer" for one in value):
        return "\n".join(map(repr, value))
    if not isinstance(value, list | tuple | dict | set):
        return repr(value)
    from pprint import pformat  # of the whole library, which is there by the time somebody types

    return pformat(value, width=96, sort_dicts=False)


def _said(error: BaseException) -> str:
    """The traceback as far as it is the reader's own code; what calc refuses says its sentence alone."""
    told = traceback.TracebackException.from_exception(error, capture_locals=False)
    _trim(told)
    return "".join(told.format()).rstrip()


def _trim(told: traceback.TracebackException | None) -> None:
    while told is not None:
        told.stack = traceback.StackSummary.from_list([frame for frame in told.stack if NAME in frame.filename])
        if told.__context__ is not None and not told.__suppress_context__:
            _trim(told.__context__)
        told = told.__cause__
