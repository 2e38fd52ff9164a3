// A bare Pyodide in which nothing is installed takes the wheel of calc from a site, as anybody's notebook would, and
// runs a piece of Python.  Whatever it asks of any other address fails and is told.
// Usage: node run_served.mjs PYODIDE_DIR/ SITE_ADDRESS CACHE_DIR/ CODE
import {pathToFileURL} from "node:url";
import {join} from "node:path";

process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});
const [pyodide, site, cache, code] = process.argv.slice(2);
const asked = [];
const plainFetch = globalThis.fetch;
globalThis.fetch = (input, options) => {
  const address = String(input.url ?? input);
  asked.push(address);
  if (!address.startsWith(site)) throw new Error(`asked ${address}`);
  return plainFetch(input, options);
};
const home = new URL("data/pyodide/", site).href;
const {loadPyodide} = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const lockFileContents = await (await fetch(`${home}pyodide-lock.json`)).json();
const py = await loadPyodide({indexURL: pyodide, lockFileContents, packageBaseUrl: home, packageCacheDir: cache});
const before = py.runPython("import importlib.util; importlib.util.find_spec('calc') is not None");
await py.loadPackage("local-or-api", {messageCallback() {}});
console.log(JSON.stringify({before, answer: JSON.parse(py.runPython(code)), asked}));
process.exit(0);
