// Boots the packed runtime under node, as worker.mjs does in a browser, and calls a function for each argument.
// Usage: node run_packed.mjs JOB.json OUT.json
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {dirname, join} from "node:path";
import {gunzipSync} from "node:zlib";

process.on("uncaughtException", (error) => {
  console.error(error.message); // Python's traceback, without Pyodide's one-line source
  process.exit(1);
});

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const manifest = JSON.parse(readFileSync(join(job.runtime, "manifest.json"), "utf8"));
const pack = (name) => gunzipSync(readFileSync(join(job.runtime, name)));
const library = join(dirname(process.argv[2]), "stdlib.zip"); // node's Pyodide reads it from a file
writeFileSync(library, pack("stdlib.bin"));
const {loadPyodide} = await import(pathToFileURL(join(job.runtime, "pyodide.mjs")));
const py = await loadPyodide({
  indexURL: `${job.runtime}/`,
  stdLibURL: library,
  lockFileContents: manifest.lock,
  packageBaseUrl: `${job.runtime}/`,
});
py.FS.writeFile("/calc.bin", new Uint8Array(pack("calc.bin")));
py.pyimport("sitecustomize").add_file("/calc.bin");
py.FS.mkdirTree("/more"); // the catalog's other packs, as files
for (const name of readdirSync(join(job.runtime, "more"))) {
  py.FS.writeFile(`/more/${name}`, new Uint8Array(pack(join("more", name))));
}
py.runPython("import json");
py.globals.set("source", job.source);
py.globals.set("arguments", JSON.stringify(job.arguments));
py.globals.set("function", job.function);
py.runPython("exec(compile(source, 'test', 'exec'), globals())");
writeFileSync(process.argv[3], py.runPython("json.dumps([globals()[function](one) for one in json.loads(arguments)])"));
process.exit(0);
