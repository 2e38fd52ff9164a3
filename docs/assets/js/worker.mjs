// The one worker of the site: Pyodide with the guide's own Python.
// In: request texts for calc.door.  Out: its answers as text, and before them objects that tell how far the start is.
// Nothing is fetched from anywhere but this site.
import built from "../../rt/manifest.mjs";
import {download, fetched} from "./downloads.mjs";
import {recall, remember, INITIAL_HEAP} from "./snapshot.mjs";

const HOME = new URL("../../rt/", import.meta.url);
const PUT_AWAY_MS = 300;

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

// The list of files may come from the browser's cache and be older than the site: then it is asked for anew.
async function start() {
  try {
    return await startFrom(built);
  } catch (error) {
    const fresh = await (await fetched(new URL("manifest.json", HOME), {cache: "no-cache"})).json();
    if (fresh.hash === built.hash) throw error;
    return startFrom(fresh);
  }
}

async function startFrom(manifest) {
  const began = performance.now();
  const base = new URL(`${manifest.hash}/`, HOME);
  const files = download(base, manifest.files);
  const calc = files.take("calc.bin").then((response) => response.arrayBuffer());
  const boot = (snapshot) => Promise.race([files.lost, load(base, manifest, snapshot)]);
  const snapshot = self.name === "returning" ? await recall(base) : null; // looking for what isn't there takes time
  let python = snapshot && await boot(snapshot).catch(() => null);
  const from = python ? "snapshot" : "cold";
  python ??= await boot();
  postMessage({progress: "starting"});
  const booted = performance.now();
  if (from === "cold") prepare(python, base, await calc);
  files.done();
  const door = using(python, "calc.door", ({handle}) => handle.copy());
  postMessage({ready: since(began), from, boot: since(began) - since(booted), calc: since(booted)});
  return door;
}

const since = (moment) => Math.round(performance.now() - moment);

async function load(base, manifest, snapshot) {
  const {loadPyodide} = await import(new URL("pyodide.mjs", base));
  return loadPyodide({
    indexURL: base.href,
    stdLibURL: new URL("stdlib.bin", base).href,
    lockFileContents: manifest.lock, // no packages: nothing to look up anywhere
    packageBaseUrl: base.href,
    ...(snapshot ? {_loadSnapshot: snapshot} : {_makeSnapshot: true}),
  });
}

// Puts calc where Python's imports find it (runtime_start.py says how), has it read its catalog, and takes the picture.
function prepare(python, base, calc) {
  python.FS.writeFile("/calc.bin", new Uint8Array(calc));
  using(python, "sitecustomize", (packs) => packs.add_file("/calc.bin"));
  python.FS.unlink("/calc.bin");
  using(python, "calc.door", (door) =>
    door.handle('{"call": "step", "name": "requests_per_day", "value": "1", "steps": 1}'));
  using(python, "sitecustomize", (packs) => packs.started());
  keep(python, base);
}

// Call with a module of Python and let go of it: Python's memory can be kept only while nothing is held.
function using(python, name, what) {
  const module = python.pyimport(name);
  const result = what(module);
  module.destroy();
  return result;
}

// A picture of Python's memory, as it is before it has seen anything of the reader's, makes the next start quicker.
// It is taken at once and put away once the reader has been answered.
function keep(python, base) {
  try {
    if (python._module.HEAP8.length !== INITIAL_HEAP) return;
    const picture = python.makeMemorySnapshot();
    setTimeout(async () => { if (await remember(base, picture)) postMessage({kept: true}); }, PUT_AWAY_MS);
  } catch { /* only slower next time */ }
}
