// Loads the wheel of calc through its lock file into a stock Pyodide, as a notebook would, and asks the door.
// Usage: node run_wheel.mjs PYODIDE_DIR/ WHEEL_DIR/ REQUEST
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {join} from "node:path";

process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});
const [pyodide, wheels, request] = process.argv.slice(2);
const {loadPyodide} = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const lockFileContents = JSON.parse(readFileSync(join(wheels, "pyodide-lock.json"), "utf8"));
const py = await loadPyodide({indexURL: pyodide, lockFileContents, packageBaseUrl: wheels});
await py.loadPackage("local-or-api", {messageCallback() {}});
py.globals.set("request", request);
console.log(py.runPython("from calc.door import handle\nhandle(request)"));
process.exit(0);
