"""Runs as `sitecustomize` in the reader's Python, before anything but the codecs: makes its imports cheap.

What is slow about starting Python in a browser is work on text whose outcome never changes: opening modules one by
one, compiling what `dataclasses` and `namedtuple` write, compiling regular expressions.  All of it is done once, by
runtime_inside.py in this very Python, and travels in packs.  What a pack does not hold takes the usual way, so that
a pack can make a start quicker, never different.

A pack is one marshalled dict: `modules` {name: (is package, bytecode)}, `files` {path: bytes},
`codes` {text: code}, `patterns` {(pattern, flags): arguments of `_sre.compile`}.
This file is read as text by runtime_stock.py; nothing of the build imports it.
"""

from __future__ import annotations

import gc
import marshal
import sys
import zipimport

TYPE_CHECKING = False
if TYPE_CHECKING:  # in truth a start imports no more than the above
    from types import CodeType, ModuleType
    from typing import Any

gc.disable()  # nothing of a start is garbage; `started` turns it on again
LIBRARY = "/lib/python{}{}.zip".format(*sys.version_info[:2])
EARLY = tuple(sys.modules)  # already there: these stay modules of the zip
MODULES: dict[str, tuple[bool, bytes]] = {}
FILES: dict[str, bytes] = {}
CODES: dict[str, CodeType] = {}
PATTERNS: dict[tuple[Any, int], Any] = {}
LATE = ("ast", "difflib", "tokenize", "traceback")  # imported by name and used by few: they run when first used
MISSED: list[tuple[str, Any, int]] = []  # while packing: what was not in any pack
PATTERN, SOURCE, EXPRESSION = "pattern", "exec", "eval"


class Packs:
    """Finds and loads the modules of packs; Python's import system calls these names."""

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> Any:
        """The spec of a module that a pack holds."""
        if name not in MODULES:
            return None
        is_package = MODULES[name][0]
        origin = f"{LIBRARY}/{name.replace('.', '/')}{'/__init__' if is_package else ''}.pyc"
        spec = type(__spec__)(name, cls, origin=origin, is_package=is_package)  # type: ignore[arg-type]
        spec.has_location = True
        return spec

    @staticmethod
    def create_module(spec: Any) -> None:
        """None: an ordinary module object will do."""

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Run a module, at once or when somebody first uses it."""
        if module.__name__ in LATE:
            module.__class__ = Late
        else:
            _run(module)

    @staticmethod
    def get_data(path: str) -> bytes:
        """A data file of a pack."""
        return FILES[path.removeprefix(f"{LIBRARY}/")]


class Late(type(sys)):  # type: ignore[misc]
    """A module that has not run yet."""

    def __getattr__(self, name: str) -> Any:
        if self.__class__ is Late:  # while it runs, it is a module like others
            self.__class__ = type(sys)  # type: ignore[assignment]
            _run(self)
        return getattr(self, name)


def _run(module: ModuleType) -> None:
    """Run a module; its bytecode is needed no more."""
    exec(marshal.loads(MODULES.pop(module.__name__)[1]), module.__dict__)


def add(pack: bytes) -> None:
    """Take in a pack."""
    parts = marshal.loads(pack)
    MODULES.update(parts["modules"])
    FILES.update(parts["files"])
    CODES.update(parts["codes"])
    PATTERNS.update(parts["patterns"])


def read(path: str) -> bytes:
    """A file."""
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib is slow to load
        return file.read()


def add_file(path: str) -> None:
    """Take in a pack that lies in a file."""
    add(read(path))


def started() -> None:
    """All that a start imports is there and stays: the collector need not look at it again."""
    gc.freeze()
    gc.enable()


def _missed(kind: str, text: Any, flags: int) -> None:
    if PACKING:
        MISSED.append((kind, text, flags))


def _code(kind: str, text: str) -> CodeType:
    if text in CODES:
        return CODES[text]
    _missed(kind, text, 0)
    return compile(text, "<string>", kind, dont_inherit=True)


def _hook() -> None:
    """Have the three makers of code ask the packs first.  Each is patched before the next import uses it."""
    import collections

    own: Any = collections
    own.eval = lambda text, names=None: eval(_code(EXPRESSION, text), names)
    import re._compiler  # type: ignore[import-not-found]

    compile_pattern = re._compiler.compile

    def compiled(pattern: Any, flags: int = 0) -> Any:
        found = PATTERNS.get((pattern, int(flags)))
        if found:
            return re._compiler._sre.compile(*found)
        _missed(PATTERN, pattern, int(flags))
        return compile_pattern(pattern, flags)

    re._compiler.compile = compiled
    import dataclasses

    own = dataclasses
    own.exec = lambda text, names, into: exec(_code(SOURCE, text), names, into)


try:
    add(zipimport.zipimporter(LIBRARY).get_data(f"{LIBRARY}/modules.bin"))
    PACKING = False
except OSError:  # the packer's own start, which learns what to pack
    PACKING = True
sys.meta_path.insert(0, Packs)
_hook()
