// The one worker of the site: Pyodide with the guide's own Python.
// In: request texts for calc.door.  Out: its answers as text, and before them objects that tell how far the start is.
// Where an answer needs more of the catalog than came with the start, Python names the packs, and they are fetched.
// Nothing is fetched from anywhere but this site.
import built from "../../rt/manifest.mjs";
import {download, fetched, unpacked} from "./downloads.mjs";
import {recall, remember, INITIAL_HEAP} from "./snapshot.mjs";

const HOME = new URL("../../rt/", import.meta.url);
const CALC = "calc.bin";
const NEEDS = '{"needs":';
const PUT_AWAY_MS = 300;
// What the page says: `calc`, the build that it belongs to; `returning`, where this browser has kept Python's memory;
// `anew`, where nothing that the browser has kept is to be trusted.
const said = new URLSearchParams(self.name);
const how = said.has("anew") ? {cache: "reload"} : undefined;

class Unavailable extends Error {}
class Outdated extends Error {}

const answer = start().catch((error) => {
  postMessage({failed: String(error), outdated: error instanceof Outdated});
  return null;
});

self.onmessage = async ({data}) => {
  const reply = await answer;
  if (!reply) return;
  try {
    postMessage(await reply(data));
  } catch (error) {
    if (error instanceof Unavailable) return postMessage({failed: String(error)});
    const {id} = JSON.parse(data);
    postMessage(JSON.stringify({id, error: {type: "crash", input: "", message: String(error)}}));
  }
};

// The list of files may come from the browser's cache and be older than the site: then it is asked for anew.
// Python of another build than the page's would put its figures among those of the page, so it is not started.
async function start() {
  let failure = null;
  if (!how && fits(built)) {
    try {
      return await startFrom(built);
    } catch (error) {
      failure = error;
    }
  }
  const fresh = await (await fetched(new URL("manifest.json", HOME), {cache: "no-cache"})).json();
  if (!fits(fresh)) throw new Outdated(`the page belongs to ${said.get("calc")}, the site to ${fresh.calc}`);
  if (failure && fresh.calc === built.calc && fresh.python === built.python) throw failure;
  return startFrom(fresh);
}

function fits({calc}) {
  return [calc, null].includes(said.get("calc"));
}

async function startFrom(manifest) {
  const began = performance.now();
  const python = new URL(`python-${manifest.python}/`, HOME);
  const own = new URL(`calc-${manifest.calc}/`, HOME);
  const kept = new URL(`memory-${manifest.python}-${manifest.calc}`, HOME).href; // of all that memory is made from
  const files = download((name) => new URL(name, name === CALC ? own : python), manifest.files, how);
  const boot = (snapshot) => Promise.race([files.lost, load(python, manifest, snapshot)]);
  const snapshot = said.has("returning") ? await recall(kept) : null; // looking for what isn't there takes time
  let started = snapshot && await boot(snapshot).catch(() => null);
  const from = started ? "snapshot" : "cold";
  started ??= await boot();
  postMessage({progress: "starting"});
  const booted = performance.now();
  if (from === "cold") prepare(started, kept, await files.packs[CALC]);
  files.done();
  const reply = answerer(started, new URL("more/", own));
  postMessage({ready: since(began), from, boot: since(began) - since(booted), calc: since(booted)});
  return reply;
}

// Asks the door until it has all that it needs.  A pack is fetched once, whoever asks for it.
function answerer(python, home) {
  const [handle, take] = using(python, "calc.door", (door) => [door.handle.copy(), door.take.copy()]);
  const packs = new Map();
  const bring = async (name) => {
    const bytes = await pack(new URL(`${name}.bin`, home));
    put(python, bytes, (path) => using(python, "sitecustomize", (start) => {
      const held = start.read(path);
      take(name, held);
      held.destroy();
    }));
    postMessage({waiting: true}); // a sign of life
  };
  return async (text) => {
    for (const brought = new Set(); ;) {
      const reply = handle(text);
      if (!reply.startsWith(NEEDS)) return reply;
      const {needs} = JSON.parse(reply);
      if (needs.some((name) => brought.has(name))) throw new Error(`brought in vain: ${needs}`);
      postMessage({waiting: true});
      await Promise.all(needs.map((name) => {
        brought.add(name);
        if (!packs.has(name)) packs.set(name, bring(name));
        return packs.get(name);
      }));
      postMessage({waiting: false});
    }
  };
}

async function pack(address) {
  try {
    return await new Response(unpacked((await fetched(address, how)).body, address.href)).arrayBuffer();
  } catch (error) {
    throw new Unavailable(String(error));
  }
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
function prepare(python, kept, calc) {
  put(python, calc, (path) => using(python, "sitecustomize", (packs) => packs.add_file(path)));
  using(python, "calc.door", (door) =>
    door.handle('{"call": "step", "name": "requests_per_day", "value": "1", "steps": 1}'));
  using(python, "sitecustomize", (packs) => packs.started());
  keep(python, kept);
}

// Have something done with bytes that lie in a file.
function put(python, bytes, what) {
  const path = "/pack.bin";
  python.FS.writeFile(path, new Uint8Array(bytes));
  what(path);
  python.FS.unlink(path);
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
function keep(python, kept) {
  try {
    if (python._module.HEAP8.length !== INITIAL_HEAP) return;
    const picture = python.makeMemorySnapshot();
    setTimeout(async () => { if (await remember(kept, picture)) postMessage({kept: true}); }, PUT_AWAY_MS);
  } catch { /* only slower next time */ }
}
