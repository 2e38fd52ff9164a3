// The console's own Python, apart from the calculator's: whatever runs here can be ended without the site noticing.
// In: {id, code, scenario}.  Out: {ready} or {failed}, lines of {out}, and {id, value} or {id, error}.
// Nothing is fetched from anywhere but this site: its own runtime, and the whole standard library beside it.
const HOME = new URL("../../rt/", import.meta.url);
const RUNNER = new URL("../py/console.py", import.meta.url);
const TRIMMED = "/lib/python314.zip";
const WHOLE = "/lib/whole/python314.zip";
const MOST_LINES = 2000; // of one run: a loop that prints must not fill the page
let lines = 0;

const run = start().catch((error) => {
  postMessage({failed: String(error)});
  return null;
});

self.onmessage = async ({data: {id, code, scenario}}) => {
  const python = await run;
  if (!python) return;
  lines = 0;
  try {
    postMessage({id, ...JSON.parse(python(code, scenario))});
  } catch (error) {
    postMessage({id, error: String(error)});
  }
};

async function fetched(address, how) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  return answer[how]();
}

async function start() {
  const manifest = await fetched(new URL("manifest.json", HOME), "json");
  const base = new URL(`${manifest.hash}/`, HOME);
  const calc = fetched(new URL("calc.zip", base), "arrayBuffer");
  const library = fetched(new URL("python_stdlib.zip", base), "arrayBuffer");
  const runner = fetched(RUNNER, "text");
  const {loadPyodide} = await import(new URL("pyodide.mjs", base));
  const python = await loadPyodide({
    indexURL: base.href,
    stdLibURL: new URL("stdlib.zip", base).href, // the site's precompiled part, which starts in less than half the time
    lockFileContents: manifest.lock, // no packages: nothing to look up anywhere
    packageBaseUrl: base.href,
  });
  python.setStdout({batched: tell});
  python.setStderr({batched: tell});
  python.setStdin({error: true});
  python.unpackArchive(await calc, "zip", {extractDir: "/app"});
  python.FS.mkdirTree("/lib/whole");
  python.FS.writeFile(WHOLE, new Uint8Array(await library));
  python.runPython("import sys; sys.path.insert(0, '/app')");
  python.runPython(await runner, {filename: "/console.py", globals: own(python)});
  own(python).get("use_whole_library")(TRIMMED, WHOLE);
  postMessage({ready: true});
  return own(python).get("run");
}

let names = null;
function own(python) {
  names ??= python.toPy({__name__: "console"});
  return names;
}

function tell(text) {
  lines += 1;
  if (lines < MOST_LINES) postMessage({out: text});
  else if (lines === MOST_LINES) postMessage({out: "… more was printed than this page shows"});
}
