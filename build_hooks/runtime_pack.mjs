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
  stdLibURL: job.library,
  lockFileContents: lock,
  packageBaseUrl: job.pyodide,
  env: {
    PYTHONHASHSEED: "0", // sets are written to bytecode in hash order: the same order every time
    PYTHONNODEBUGRANGES: "1", // tracebacks keep their lines and lose their columns, which are a fifth of the bytes
  },
});
const text = (path) => readFileSync(path, "utf8");
py.runPython("import sitecustomize; learnt_before = list(sitecustomize.MISSED)");
for (const file of job.exercise) py.runPython(text(file), {filename: file});

py.FS.mkdirTree("/src/calc");
py.mountNodeFS("/src/calc", job.calc);
py.runPython("import sys; sys.path.insert(0, '/src'); sys.dont_write_bytecode = True");

const bytes = (expression) => {
  const proxy = py.runPython(expression);
  const copy = proxy.toJs();
  proxy.destroy();
  return copy;
};
// What calc and the library import, and what they make from text as they do; only then what packing imports.
py.runPython("exercise('calc', runtime_requests)");
py.runPython("modules = stdlib_modules(); learnt = sitecustomize.MISSED[len(learnt_before):]");
py.runPython(text(job.inside), {filename: job.inside});
py.FS.writeFile("/catalog.bin", new Uint8Array(readFileSync(job.catalog)));
py.runPython("files = {'calc/catalog.bin': Path('/catalog.bin').read_bytes()}");
writeFileSync(job.calcPack, bytes("pack_package('/src/calc', files, learnt)"));

const stdlib = join(job.cache, `stdlib-${job.stdlibKey}-${py.runPython("digest(modules, learnt_before)")}.bin`);
const reused = existsSync(stdlib);
if (!reused) {
  const partial = `${job.calcPack}.stdlib`; // another build may be reading the cache
  writeFileSync(partial, bytes("pack_stdlib(modules, learnt_before)"));
  renameSync(partial, stdlib);
}

console.log(JSON.stringify({
  pyodide: version, lock, stdlib, reused, modules: JSON.parse(py.runPython("json.dumps(modules)")),
}));
process.exit(0); // Pyodide leaves a handle open that would keep node alive
