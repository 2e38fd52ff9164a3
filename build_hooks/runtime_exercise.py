"""Runs inside Pyodide under node: has calc do all it can, to find which modules of the standard library it uses.

Imports as little as it can itself, because what it imports is packed too.
This file is read as text by runtime_pack.mjs; nothing imports it.
"""

import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable

STDLIB = "/lib/python{}{}.zip".format(*sys.version_info[:2])
# Imported by name where text is decoded, which depends on what is asked.
ALWAYS = ("encodings.ascii", "encodings.latin_1")


def modules_of(package: str) -> list[str]:
    """Every module of a package, the command line aside: a browser has no shell."""
    [root] = importlib.import_module(package).__path__
    paths = [f"{folder}/{file}" for folder, _, files in os.walk(root) for file in files if file.endswith(".py")]
    dotted = (path.removeprefix(root).removesuffix(".py").replace("/", ".") for path in paths)
    names = {f"{package}{name}".removesuffix(".__init__") for name in dotted}
    return sorted(name for name in names if not name.endswith(".__main__"))


def exercise(package: str, requests: Callable[[Callable[[str], str]], Iterable[str]]) -> None:
    """Import all of calc, ask the door everything it can be asked, and print a traceback once."""
    for name in modules_of(package):
        importlib.import_module(name)
    door = importlib.import_module(f"{package}.door")
    for request in requests(door.handle):
        answer = json.loads(door.handle(request))
        if "result" not in answer and "error" not in answer:
            raise RuntimeError(f"the door answered {request[:200]} with neither result nor error")
    try:
        raise ValueError("loads what is needed to show an error")
    except ValueError:
        traceback.format_exc()


def stdlib_modules() -> list[str]:
    """Names of the modules that were loaded from the standard library's zip, in order."""
    for name in ALWAYS:
        importlib.import_module(name)
    loaded = {name: getattr(module, "__spec__", None) for name, module in list(sys.modules.items())}
    found = {spec.name for spec in loaded.values() if spec and (spec.origin or "").startswith(STDLIB)}
    return sorted(found | {name.rpartition(".")[0] for name in found if "." in name})
