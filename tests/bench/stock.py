"""Stock Pyodide with calc as source, in a worker like ours: what the start is compared with."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

WORKER = """import {loadPyodide} from "./pyodide.mjs";
const started = (async () => {
  const python = await loadPyodide({indexURL: new URL("./", import.meta.url).href});
  const calc = await (await fetch(new URL("calc.zip", import.meta.url))).arrayBuffer();
  python.unpackArchive(calc, "zip", {extractDir: "/app"});
  python.runPython("import sys; sys.path.insert(0, '/app')\\nfrom calc.door import handle");
  return python.globals.get("handle");
})();
onmessage = async ({data}) => postMessage((await started)(data));
"""


def lay_out(pyodide: Path, calc: Path, folder: Path) -> None:
    """Put the published files of Pyodide, calc as a zip of sources, and the worker into a folder of the site."""
    folder.mkdir(parents=True)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"):
        shutil.copyfile(pyodide / name, folder / name)
    with zipfile.ZipFile(folder / "calc.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(calc.rglob("*")):
            if path.suffix in (".py", ".json"):
                archive.write(path, f"calc/{path.relative_to(calc).as_posix()}")
    (folder / "worker.mjs").write_text(WORKER, encoding="utf-8")
