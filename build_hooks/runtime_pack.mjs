// Boots Pyodide under node, exercises calc in it, and writes what a browser needs.
// Usage: node runtime_pack.mjs JOB.json   (written by runtime.py, which also reads the answer from standard output)
import {existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {join} from "node:path";

// A traceback of Python is what helps; node's own report would print Pyodide's one-line source around it.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const {loadPyodide, version} = await import(pathToFileURL(join(job.pyodide, "pyodide.mjs")));
const stock = JSON.parse(readFileSync(join(job.pyodide, "pyodide-lock.json"), "utf8"));
const lock = {info: stock.info, packages: {}};

const py = await loadPyodide({
  indexURL: job.pyodide,
  lockFileContents: lock,
  packageBaseUrl: job.pyodide,
  env: {
    PYTHONHASHSEED: "0", // sets are written to bytecode in hash order: the same order every time
    PYTHONNODEBUGRANGES: "1", // tracebacks keep their lines and lose their columns, which are a fifth of the bytes
  },
});
const text = (path) => readFileSync(path, "utf8");
for (const file of job.inside) py.runPython(text(file), {filename: file});

py.FS.mkdirTree("/src/calc");
py.mountNodeFS("/src/calc", job.calc);
py.runPython("import sys; sys.path.insert(0, '/src'); sys.dont_write_bytecode = True");

const bytes = (expression) => {
  const proxy = py.runPython(expression);
  const copy = proxy.toJs();
  proxy.destroy();
  return copy;
};
const calcZip = bytes("pack_package('/src/calc', deflate=True)");
writeFileSync(job.calcZip, calcZip);

// What the browser does first, so that what unpacking imports is counted as used too.
py.unpackArchive(calcZip, "zip", {extractDir: "/app"});
py.runPython("sys.path[0] = '/app'; exercise('calc', runtime_requests)");
py.runPython("modules = stdlib_modules()");
const stdlib = join(job.cache, `stdlib-${job.stdlibKey}-${py.runPython("digest(modules)")}.zip`);
const reused = existsSync(stdlib);
if (!reused) {
  const partial = `${job.calcZip}.stdlib`; // another build may be reading the cache
  writeFileSync(partial, bytes("pack_stdlib(modules, deflate=True)"));
  renameSync(partial, stdlib);
}

console.log(JSON.stringify({
  pyodide: version, lock, stdlib, reused, modules: JSON.parse(py.runPython("json.dumps(modules)")),
}));
process.exit(0); // Pyodide leaves a handle open that would keep node alive
