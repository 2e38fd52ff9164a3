// The files of the browser's Python: all asked for at once, counted as they arrive, handed over when Pyodide asks.
const WASM = "pyodide.asm.wasm";
const PACKS = ["stdlib.bin", "calc.bin"];
const SCRIPTS = ["pyodide.mjs", "pyodide.asm.mjs"];
const TELL_MS = 50;
const plainFetch = self.fetch.bind(self);

// Files by name: `at(name)` is where one is, `files` their sizes, `how` the options of each request.
// `lost` rejects as soon as one of them can't be had: Pyodide would wait for ever.
export function download(at, files, how) {
  const tell = teller(files);
  const open = async (name) => {
    const got = await fetched(at(name), how);
    const counted = got.body.pipeThrough(counter((bytes) => tell(name, bytes / files[name].bytes)));
    return new Response(unpacked(counted, name), {headers: {"content-type": got.headers.get("content-type")}});
  };
  const script = async (name) => {
    if (how) await (await fetched(at(name), how)).arrayBuffer(); // an import has no options: it takes what this brought
    await import(at(name));
    tell(name, 1);
  };
  const packs = Object.fromEntries(PACKS.map((name) => [name, open(name).then((pack) => pack.arrayBuffer())]));
  const module = WebAssembly.compileStreaming(open(WASM)); // as it arrives, before anybody asks
  const scripts = SCRIPTS.map(script);
  const lost = new Promise((_, reject) => {
    for (const one of [module, ...Object.values(packs), ...scripts]) one.catch(reject);
  });
  lost.catch(() => {});
  return {packs, lost, done: serve(at, module, packs)};
}

export async function fetched(address, options) {
  const got = await plainFetch(address, options);
  if (!got.ok) throw new Error(`${address}: HTTP ${got.status}`);
  return got;
}

// Packs are compressed by the build, so that they travel small from hosts that compress little as well.
export const unpacked = (body, name) => (name.endsWith(".bin") ? body.pipeThrough(new DecompressionStream("gzip")) : body);

// What Pyodide asks of these addresses is here already.  Returns how to end that.
function serve(at, module, packs) {
  const stream = WebAssembly.instantiateStreaming;
  const names = new Map([WASM, ...PACKS].map((name) => [at(name).href, name]));
  self.fetch = async (input, options) => {
    const name = names.get(String(input.url ?? input));
    if (!name) return plainFetch(input, options);
    return new Response(name === WASM ? null : await packs[name]);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const compiled = await module;
    return {module: compiled, instance: await WebAssembly.instantiate(compiled, imports)};
  };
  return () => {
    self.fetch = plainFetch;
    WebAssembly.instantiateStreaming = stream;
  };
}

// Tells the page how much has arrived, not with every piece, but surely when it is all.
function teller(files) {
  const total = Object.values(files).reduce((sum, file) => sum + file.gzip, 0);
  const arrived = {};
  let last = 0;
  return (name, share) => {
    arrived[name] = share * files[name].gzip;
    const bytes = Object.values(arrived).reduce((sum, part) => sum + part, 0);
    if (performance.now() - last < TELL_MS && bytes < total) return;
    last = performance.now();
    postMessage({progress: "loading", bytes, total});
  };
}

function counter(told) {
  let seen = 0;
  return new TransformStream({
    transform(chunk, out) {
      told(seen += chunk.byteLength);
      out.enqueue(chunk);
    },
  });
}
