// The one worker of the site: Pyodide with the guide's own Python.
// In: request texts for calc.door.  Out: its answers as text, and before them objects that tell how far the start is.
// Nothing is fetched from anywhere but this site.
import {recall, remember, INITIAL_HEAP} from "./snapshot.mjs";

const HOME = new URL("../../rt/", import.meta.url);
const plainFetch = self.fetch.bind(self);

const handle = start().catch((error) => {
  postMessage({failed: String(error)});
  return null;
});

self.onmessage = async ({data}) => {
  const door = await handle;
  if (!door) return;
  try {
    postMessage(door(data));
  } catch (error) {
    const {id} = JSON.parse(data);
    postMessage(JSON.stringify({id, error: {type: "crash", input: "", message: String(error)}}));
  }
};

async function start() {
  const began = performance.now();
  const answer = await plainFetch(new URL("manifest.json", HOME), {cache: "no-cache"});
  if (!answer.ok) throw new Error(`manifest.json: HTTP ${answer.status}`);
  const manifest = await answer.json();
  const base = new URL(`${manifest.hash}/`, HOME);
  const files = fetchAll(base, manifest.files);
  const snapshot = await recall(base);
  let python = snapshot && await boot(base, manifest, snapshot).catch(() => null);
  const from = python ? "snapshot" : "cold";
  python ??= await boot(base, manifest);
  postMessage({progress: "starting"});
  python.unpackArchive(await (await files["calc.zip"].take()).arrayBuffer(), "zip", {extractDir: "/app"});
  python.runPython("import sys\nif '/app' not in sys.path: sys.path.insert(0, '/app')\nfrom calc.door import handle");
  let door = python.globals.get("handle");
  if (from === "cold") {
    door('{"call": "step", "name": "requests_per_day", "value": "1", "steps": 1}'); // reads the catalog beforehand
    door = keep(python, base, door);
  }
  self.fetch = plainFetch;
  postMessage({ready: Math.round(performance.now() - began), from});
  return door;
}

async function boot(base, manifest, snapshot) {
  const {loadPyodide} = await import(new URL("pyodide.mjs", base));
  return loadPyodide({
    indexURL: base.href,
    stdLibURL: new URL("stdlib.zip", base).href,
    lockFileContents: manifest.lock, // no packages: nothing to look up anywhere
    packageBaseUrl: base.href,
    ...(snapshot ? {_loadSnapshot: snapshot} : {_makeSnapshot: true}),
  });
}

// A picture of Python's memory, as it is before it has seen anything of the reader's, makes the next start quicker.
function keep(python, base, door) {
  try {
    if (python._module.HEAP8.length !== INITIAL_HEAP) return door;
    door.destroy();
    remember(base, python.makeMemorySnapshot());
  } catch { /* only slower next time */ }
  return python.globals.get("handle");
}

// Start every download at once, count what arrives, and hand it over when Pyodide asks for the same address.
function fetchAll(base, files) {
  const total = Object.values(files).reduce((sum, file) => sum + file.gzip, 0);
  const arrived = {};
  const tell = (name, share) => {
    arrived[name] = share * files[name].gzip;
    postMessage({progress: "loading", bytes: Object.values(arrived).reduce((sum, part) => sum + part, 0), total});
  };
  const wanted = {};
  for (const name of ["pyodide.asm.wasm", "stdlib.zip", "calc.zip"]) {
    const response = plainFetch(new URL(name, base)).then((got) => counted(got, name, files[name].bytes, tell));
    response.catch((error) => postMessage({failed: String(error)}));
    let taken = false; // a body can be read once; who asks again gets it from the browser's cache
    wanted[name] = {take: () => (taken ? plainFetch(new URL(name, base)) : (taken = true, response))};
  }
  for (const name of ["pyodide.mjs", "pyodide.asm.mjs"]) {
    import(new URL(name, base)).then(() => tell(name, 1), (error) => postMessage({failed: String(error)}));
  }
  self.fetch = (input, options) => {
    const address = String(input.url ?? input);
    const name = address.startsWith(base.href) ? address.slice(base.href.length) : "";
    return wanted[name] ? wanted[name].take() : plainFetch(input, options);
  };
  return wanted;
}

function counted(response, name, bytes, tell) {
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  let seen = 0;
  const count = new TransformStream({
    transform(chunk, out) {
      seen += chunk.byteLength;
      tell(name, Math.min(1, seen / bytes));
      out.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count), {headers: {"content-type": response.headers.get("content-type")}});
}
