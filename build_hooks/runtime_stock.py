"""The standard library that the packer boots with: Pyodide's own, with `sitecustomize`, and stand-ins for what idles.

Pyodide brings an event loop and an installer of packages.  Nothing of calc waits and nothing is installed, but
importing asyncio, ssl, subprocess, zipfile and what they need was a fifth of a start.
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
}


def prepare(stock: Path, out: Path) -> None:
    """Write the packer's library from Pyodide's `python_stdlib.zip`."""
    own = {**STAND_INS, "sitecustomize.py": START.read_text("utf-8")}
    with zipfile.ZipFile(stock) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name not in own and not name.startswith(LEFT_OUT):
                target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name))
        for name, text in own.items():
            target.writestr(zipfile.ZipInfo(name, EPOCH), text)
