"""Runs inside Pyodide under node: finds the standard library modules that calc uses, and compiles them.

Bytecode must carry the exact magic number of the runtime that reads it, so the compiler is that runtime.
This file is read as text by runtime_pack.mjs; nothing imports it.
"""

import hashlib
import importlib
import importlib.util
import io
import json
import marshal
import pkgutil
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)  # zip entries carry no clock, so that equal input gives equal bytes
UNCHECKED_HASH = 0b01  # the importer takes the bytecode as it is; there is no source beside it
STDLIB = "/lib/python{}{}.zip".format(*sys.version_info[:2])
# Imported by Pyodide in a browser's worker, or once bytecode is read from a zip, but not under node.
ALWAYS = ("encodings.ascii", "encodings.cp437", "encodings.idna", "encodings.latin_1", "zipimport")


def modules_of(package: str) -> list[str]:
    """Every module of a package, the command line aside: a browser has no shell."""
    found = [package]
    for info in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if not info.name.endswith(".__main__"):
            found.append(info.name)
    return sorted(found)


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


def pyc(source: bytes, shown_as: str, optimize: int) -> bytes:
    """One module as bytecode without a source check; `shown_as` is the file name in tracebacks."""
    code = compile(source, shown_as, "exec", dont_inherit=True, optimize=optimize)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH.to_bytes(4, "little") + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def zipped(entries: dict[str, bytes], deflate: bool) -> bytes:
    """The entries as a zip file whose bytes depend on nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
            archive.writestr(info, entries[name], compresslevel=9 if deflate else None)
    return buffer.getvalue()


def pack_stdlib(names: list[str], deflate: bool) -> bytes:
    """The named modules as a zip of bytecode, docstrings and asserts left out."""
    entries = {}
    with zipfile.ZipFile(STDLIB) as stock:
        files = set(stock.namelist())
        for name in names:
            path = name.replace(".", "/")
            path = f"{path}/__init__" if f"{path}/__init__.py" in files else path
            if f"{path}.py" not in files:
                raise RuntimeError(f"{name} was imported, but {path}.py is not in {STDLIB}")
            entries[f"{path}.pyc"] = pyc(stock.read(f"{path}.py"), f"{STDLIB}/{path}.py", optimize=2)
    return zipped(entries, deflate)


def pack_package(root: str, deflate: bool) -> bytes:
    """A package's own modules as bytecode with docstrings (readers see them), its data files as they are."""
    entries = {}
    base = Path(root)
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base.parent).as_posix()
        if path.is_dir() or "__pycache__" in path.parts or path.name in ("__main__.py", "py.typed"):
            continue
        if path.suffix == ".py":
            entries[f"{name}c"] = pyc(path.read_bytes(), f"/app/{name}", optimize=0)
        elif path.suffix == ".json":
            entries[name] = path.read_bytes()
    return zipped(entries, deflate)


def digest(names: list[str]) -> str:
    """Short name of a list of modules, for the cache."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
