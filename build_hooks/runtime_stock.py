"""The standard library that the packer boots with: Pyodide's own, with `sitecustomize`, and less of what idles.

Pyodide brings an event loop and an installer of packages.  Nothing of calc waits and nothing is installed, but
importing asyncio, ssl, subprocess, zipfile and what they need was a fifth of a start.  Some of what calc does import
brings along more than it is used for.  The console has the whole library beside this one.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

START = Path(__file__).resolve().with_name("runtime_start.py")
EPOCH = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = ("asyncio/",)
STAND_INS = {
    "asyncio/__init__.py": '''
"""Nothing of calc waits, so there is no event loop.  Pyodide's core asks for the module and for this name."""

def get_event_loop():
    raise RuntimeError("this Python was built without asyncio")
''',
    "pyodide/webloop.py": '''
"""No event loop.  Pyodide's snapshots count on these references to JavaScript, in this order."""

from pyodide_js._api import scheduleCallback

def _initialize_event_loop():
    pass
''',
    "pyodide/_package_loader.py": '''
"""Nothing is installed: only the places that Pyodide's start asks for."""

from pyodide_js import loadedPackages

class _Place:
    def __init__(self, path):
        self.path = path

    def __str__(self):
        return self.path

SITE_PACKAGES, DSO_DIR = _Place("/site-packages"), _Place("/usr/lib")

def init_loaded_packages():
    pass
''',
    "html/entities.py": '''
"""calc escapes and never unescapes: the names of two thousand signs were a twelfth of the library."""

html5 = None
''',
    "ipaddress.py": '''
"""`urllib.parse` imports it for addresses in brackets; calc asks it to quote and to read queries, no more."""
''',
}
# Written below modules of Pyodide: its start would load what only an error or a prompt needs.
ADDED = {
    "_pyodide/__init__.py": """

def set_excepthook():
    import sys
    import traceback

    def show(*error):
        traceback.print_exception(*error)

    sys.excepthook = show
""",
    "_pyodide/_base.py": '''

_eval_code = eval_code

def eval_code(source, globals=None, *args, **options):
    """What Pyodide's start asks is a few imports on one line; only other code needs a syntax tree to find its value."""
    before, _, last = source.rpartition("; ")
    if args or options or not (source == "{}" or before.startswith("import ") and last.replace(".", "").isidentifier()):
        return _eval_code(source, globals, *args, **options)
    exec(before, globals)
    return eval(last, globals)
''',
}


def prepare(stock: Path, out: Path) -> None:
    """Write the packer's library from Pyodide's `python_stdlib.zip`."""
    own = {**STAND_INS, "sitecustomize.py": START.read_text("utf-8")}
    with zipfile.ZipFile(stock) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name not in own and not name.startswith(LEFT_OUT):
                target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name) + ADDED.get(name, "").encode())
        for name, text in own.items():
            target.writestr(zipfile.ZipInfo(name, EPOCH), text)
