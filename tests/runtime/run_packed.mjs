// Boots the packed runtime under node, as worker.mjs does in a browser, and calls a function for each argument.
// Usage: node run_packed.mjs JOB.json OUT.json
import {readFileSync, writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {join} from "node:path";

process.on("uncaughtException", (error) => {
  console.error(error.message); // Python's traceback, without Pyodide's one-line source
  process.exit(1);
});

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const manifest = JSON.parse(readFileSync(join(job.runtime, "manifest.json"), "utf8"));
const {loadPyodide} = await import(pathToFileURL(join(job.runtime, "pyodide.mjs")));
const py = await loadPyodide({
  indexURL: `${job.runtime}/`,
  stdLibURL: join(job.runtime, "stdlib.zip"),
  lockFileContents: manifest.lock,
  packageBaseUrl: `${job.runtime}/`,
});
py.unpackArchive(new Uint8Array(readFileSync(join(job.runtime, "calc.zip"))), "zip", {extractDir: "/app"});
py.runPython("import json, sys; sys.path.insert(0, '/app')");
py.globals.set("source", job.source);
py.globals.set("arguments", JSON.stringify(job.arguments));
py.globals.set("function", job.function);
py.runPython("exec(compile(source, 'test', 'exec'), globals())");
writeFileSync(process.argv[3], py.runPython("json.dumps([globals()[function](one) for one in json.loads(arguments)])"));
process.exit(0);
