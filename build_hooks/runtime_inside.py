"""Runs inside Pyodide under node: compiles what runtime_exercise.py found to be used.

Bytecode must carry the exact magic number of the runtime that reads it, so the compiler is that runtime.
This file is read as text by runtime_pack.mjs; nothing imports it.
"""

import gzip
import hashlib
import importlib.util
import io
import marshal
import re._parser  # type: ignore[import-not-found]
import zipfile
from pathlib import Path
from typing import Any

import sitecustomize  # type: ignore[import-not-found]  # runtime_start.py, inside Pyodide

EPOCH = (1980, 1, 1, 0, 0, 0)  # zip entries carry no clock, so that equal input gives equal bytes
UNCHECKED_HASH = 0b01  # the importer takes the bytecode as it is; there is no source beside it
# Parts of calc whose docstrings nobody is shown: those of quantities are in pages, the top of calc is what a console
# offers.  What inputs, lookups and wiring say of their nodes they hand over as text.
UNSEEN = {"calculators", "chart", "engine", "facts", "figures", "inputs", "lookups", "parts", "tables", "wiring"}
STDLIB: str = sitecustomize.LIBRARY


def bytecode(source: bytes, shown_as: str, optimize: int) -> bytes:
    """One module as marshalled code; `shown_as` is the file name in tracebacks."""
    return marshal.dumps(compile(source, shown_as, "exec", dont_inherit=True, optimize=optimize))


def pyc(source: bytes, shown_as: str) -> bytes:
    """One module as a file of bytecode without a source check."""
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH.to_bytes(4, "little") + importlib.util.source_hash(source)
    return head + bytecode(source, shown_as, optimize=2)


def zipped(entries: dict[str, bytes]) -> bytes:
    """The entries as a zip file whose bytes depend on nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(entries):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), entries[name])
    return buffer.getvalue()


def pack(modules: dict[str, tuple[bool, bytes]], files: dict[str, bytes], made: dict[str, Any]) -> bytes:
    """A pack, as runtime_start.py reads it."""
    return marshal.dumps({"modules": modules, "files": files, **made})


def travelling(data: bytes) -> bytes:
    """As it travels: compressed once, whatever the host does."""
    return gzip.compress(data, 9, mtime=0)


def pack_stdlib(names: list[str], learnt: list[tuple[Any, ...]]) -> bytes:
    """The named modules, docstrings and asserts left out, as a zip.

    Python itself reads from it what it needs before `sitecustomize`; the others are a pack inside.
    """
    entries: dict[str, bytes] = {}
    modules: dict[str, tuple[bool, bytes]] = {}
    early = {*sitecustomize.EARLY, "sitecustomize"}
    with zipfile.ZipFile(STDLIB) as stock:
        for name in names:
            path, is_package = _place(name, set(stock.namelist()))
            source, shown_as = stock.read(f"{path}.py"), f"{STDLIB}/{path}.py"
            if name in early:
                entries[f"{path}.pyc"] = pyc(source, shown_as)
            else:
                modules[name] = (is_package, bytecode(source, shown_as, optimize=2))
    entries["modules.bin"] = pack(modules, {}, made(learnt))
    return travelling(zipped(entries))


def _place(name: str, files: set[str]) -> tuple[str, bool]:
    """Where the library has a module, without its suffix, and whether it is a package."""
    path = name.replace(".", "/")
    if f"{path}/__init__.py" in files:
        return f"{path}/__init__", True
    if f"{path}.py" not in files:
        raise RuntimeError(f"{name} was imported, but {path}.py is not in {STDLIB}")
    return path, False


def pack_package(root: str, files: dict[str, bytes], learnt: list[tuple[Any, ...]]) -> bytes:
    """A package's own modules, with docstrings where readers see them, and data files by path."""
    modules: dict[str, tuple[bool, bytes]] = {}
    base = Path(root)
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base.parent).as_posix()
        if path.is_dir() or "__pycache__" in path.parts or path.name in ("__main__.py", "py.typed"):
            continue
        if path.suffix == ".py":
            dotted = name.removesuffix(".py").replace("/", ".")
            optimize = 2 if dotted.split(".")[1] in UNSEEN else 0
            code = bytecode(path.read_bytes(), f"/app/{name}", optimize)
            modules[dotted.removesuffix(".__init__")] = (path.name == "__init__.py", code)
    return travelling(pack(modules, files, made(learnt)))


def made(learnt: list[tuple[Any, ...]]) -> dict[str, Any]:
    """What was computed from text while packing, ready to be used."""
    codes: dict[str, Any] = {}
    patterns: dict[tuple[Any, int], Any] = {}
    for kind, text, flags in learnt:
        if kind == sitecustomize.PATTERN:
            patterns[text, flags] = _pattern(text, flags)
        else:
            codes[text] = compile(text, "<string>", kind, dont_inherit=True)
    return {"codes": codes, "patterns": patterns}


def _pattern(text: Any, flags: int) -> tuple[Any, ...]:
    """What `re` hands to its engine for a pattern, in plain types."""
    parsed = re._parser.parse(text, flags)
    code = [int(one) for one in re._compiler._code(parsed, flags)]
    names = dict(parsed.state.groupdict)
    numbered: list[Any] = [None] * parsed.state.groups
    for name, number in names.items():
        numbered[number] = name
    return (text, int(flags | parsed.state.flags), code, parsed.state.groups - 1, names, tuple(numbered))


def digest(names: list[str], learnt: list[tuple[Any, ...]]) -> str:
    """Short name of what a library holds, for the cache."""
    return hashlib.sha256(repr((names, learnt)).encode()).hexdigest()[:16]
