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
  const booted = performance.now();
  if (from === "cold") await bring(python, await files["calc.bin"].take());
  if (from === "cold") {
    using(python, "calc.door", (door) =>
      door.handle('{"call": "step", "name": "requests_per_day", "value": "1", "steps": 1}')); // reads the catalog
    using(python, "sitecustomize", (packs) => packs.started());
    keep(python, base);
  }
  const door = using(python, "calc.door", ({handle}) => handle.copy());
  self.fetch = plainFetch;
  postMessage({ready: since(began), from, boot: since(began) - since(booted), calc: since(booted)});
  return door;
}

const since = (moment) => Math.round(performance.now() - moment);

async function boot(base, manifest, snapshot) {
  const {loadPyodide} = await import(new URL("pyodide.mjs", base));
  return loadPyodide({
    indexURL: base.href,
    stdLibURL: new URL("stdlib.bin", base).href,
    lockFileContents: manifest.lock, // no packages: nothing to look up anywhere
    packageBaseUrl: base.href,
    ...(snapshot ? {_loadSnapshot: snapshot} : {_makeSnapshot: true}),
  });
}

// Put calc where Python's imports find it (runtime_start.py says how).
async function bring(python, response) {
  python.FS.writeFile("/calc.bin", new Uint8Array(await response.arrayBuffer()));
  using(python, "sitecustomize", (packs) => packs.add_file("/calc.bin"));
  python.FS.unlink("/calc.bin");
}

// Call with a module of Python and let go of it: Python's memory can be kept only while nothing is held.
function using(python, name, what) {
  const module = python.pyimport(name);
  const result = what(module);
  module.destroy();
  return result;
}

// A picture of Python's memory, as it is before it has seen anything of the reader's, makes the next start quicker.
function keep(python, base) {
  try {
    if (python._module.HEAP8.length === INITIAL_HEAP) remember(base, python.makeMemorySnapshot());
  } catch { /* only slower next time */ }
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
  for (const name of ["pyodide.asm.wasm", "stdlib.bin", "calc.bin"]) {
    const ask = async (told) => {
      const got = await plainFetch(new URL(name, base));
      if (!got.ok) throw new Error(`${name}: HTTP ${got.status}`);
      return opened(got, name, counter(files[name].bytes, told));
    };
    const response = ask((share) => tell(name, share));
    response.catch((error) => postMessage({failed: String(error)}));
    let taken = false; // a body can be read once; who asks again gets it from the browser's cache
    wanted[name] = {take: () => (taken ? ask(() => {}) : (taken = true, response))};
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

function counter(bytes, told) {
  let seen = 0;
  return new TransformStream({
    transform(chunk, out) {
      seen += chunk.byteLength;
      told(Math.min(1, seen / bytes));
      out.enqueue(chunk);
    },
  });
}

// Packs are compressed by the build, so that they travel small from hosts that compress little as well.
function opened(response, name, count) {
  const arriving = response.body.pipeThrough(count);
  const body = name.endsWith(".bin") ? arriving.pipeThrough(new DecompressionStream("gzip")) : arriving;
  return new Response(body, {headers: {"content-type": response.headers.get("content-type")}});
}
