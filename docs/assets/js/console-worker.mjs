// The console's own Python, apart from the calculator's: whatever runs here can be ended without the site noticing.
// In: {id, code, scenario}.  Out: {ready} or {failed}, lines of {out}, and {id, value} or {id, error}.
// Nothing is fetched from anywhere but this site: its own runtime, and the whole standard library beside it.
const HOME = new URL("../../rt/", import.meta.url);
const RUNNER = new URL("../py/console.py", import.meta.url);
const WHOLE = "/lib/whole/python314.zip";
const MOST_LINES = 2000; // of one run: a loop that prints must not fill the page
const plainFetch = self.fetch.bind(self);
let lines = 0;
let names = null;

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

async function fetched(address, how, options) {
  const answer = await plainFetch(address, options);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  return opened(answer, String(address))[how]();
}

// The site's packs travel compressed (worker.mjs).
function opened(answer, address) {
  const packed = answer.ok && address.endsWith(".bin");
  return packed ? new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))) : answer;
}

async function start() {
  const manifest = await fetched(new URL("manifest.json", HOME), "json", {cache: "no-cache"}); // that of today's site
  const base = new URL(`python-${manifest.python}/`, HOME);
  const guide = new URL(`calc-${manifest.calc}/`, HOME);
  self.fetch = async (input, options) => opened(await plainFetch(input, options), String(input.url ?? input));
  // All at once, and whichever fails, it is said once.
  const [calc, library, runner, python] = await Promise.all([
    fetched(new URL("calc.bin", guide), "arrayBuffer"),
    fetched(new URL("python_stdlib.zip", base), "arrayBuffer"),
    fetched(RUNNER, "text"),
    boot(base, manifest),
  ]);
  self.fetch = plainFetch;
  python.setStdout({batched: tell});
  python.setStderr({batched: tell});
  python.setStdin({error: true});
  put(python, "/calc.bin", calc);
  put(python, WHOLE, library);
  python.runPython(runner, {filename: "/console.py", globals: own(python)});
  own(python).get("begin")("/calc.bin", WHOLE, (name) => bring(new URL(`more/${name}.bin`, guide)));
  postMessage({ready: true});
  return own(python).get("run");
}

async function boot(base, manifest) {
  const {loadPyodide} = await import(new URL("pyodide.mjs", base));
  return loadPyodide({
    indexURL: base.href,
    stdLibURL: new URL("stdlib.bin", base).href, // the site's own start, in less than half the time
    lockFileContents: manifest.lock, // no packages: nothing to look up anywhere
    packageBaseUrl: base.href,
  });
}

// More of the catalog, when what a reader runs asks for it: Python waits, and so does nobody else.
function bring(address) {
  const asked = new XMLHttpRequest();
  asked.open("GET", address, false);
  asked.responseType = "arraybuffer";
  asked.send();
  if (asked.status !== 200) throw new Error(`${address}: HTTP ${asked.status}`);
  return new Uint8Array(asked.response);
}

function put(python, path, bytes) {
  python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
  python.FS.writeFile(path, new Uint8Array(bytes));
}

function own(python) {
  names ??= python.toPy({__name__: "console"});
  return names;
}

function tell(text) {
  lines += 1;
  if (lines < MOST_LINES) postMessage({out: text});
  else if (lines === MOST_LINES) postMessage({out: "… more was printed than this page shows"});
}
