// Talks to the worker: starts it, asks it, notices when it fails.  Knows nothing of the page.
const PATIENCE_MS = 10000;
const PATIENCE_WITH_THE_MACHINE_MS = 60000; // once all has arrived nothing can hang but a busy machine
const KEPT = "local-or-api/runtime-kept"; // whether this browser has put away Python's memory (snapshot.mjs)
const MODULES = ["./worker.mjs", "./downloads.mjs", "./snapshot.mjs", "../../rt/manifest.mjs"]; // those of the worker

export const engine = new EventTarget(); // "progress" {progress, bytes, total}, "ready", "failed" {message, outdated, offline}
let worker = null;
let home = ""; // the build that the page belongs to
let state = "idle"; // idle, loading, ready, failed
let watchdog = 0;
let last = 0;
let arrived = false; // all files that are asked for
let failure = {}; // what is told of it, as often as the reader tries something
const waiting = new Map(); // id -> {resolve, reject}

// An answer that says no: `errors` lists all that is wrong with the request.
export class DoorError extends Error {
  constructor(error, errors) {
    super(error.message);
    this.type = error.type;
    this.errors = errors ?? [error];
  }
}

export const started = () => state === "loading" || state === "ready";
export const ready = () => state === "ready";
export const failed = () => state === "failed";

// Whose figures are shown: Python of another build would answer with others, so it is ended.
export function belong(build) {
  if (build === home) return;
  home = build;
  if (started()) stop("the site was updated");
  state = "idle";
}

export function start() {
  if (state === "idle") begin(new URLSearchParams({calc: home, ...(recall() && {returning: ""})}));
}

// Nothing that the browser has kept is taken: it may be what is wrong.  The worker's own modules can only be brought here.
export async function retry() {
  emit("progress", {progress: "starting"});
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const bring = async (name) => (await fetch(new URL(name, import.meta.url), {cache: "reload", signal})).arrayBuffer();
  await Promise.allSettled(MODULES.map(bring)); // what can't be had the worker misses, and says so
  begin(new URLSearchParams({calc: home, anew: ""}));
}

function begin(said) {
  state = "loading";
  arrived = false;
  try {
    const mine = worker = new Worker(new URL("./worker.mjs", import.meta.url), {type: "module", name: String(said)});
    const own = (hear) => (event) => { if (mine === worker) hear(event); }; // of one that was ended nothing counts
    mine.onmessage = own(({data}) => (typeof data === "string" ? answered(JSON.parse(data)) : told(data)));
    mine.onerror = own(({message}) => fail(message ?? "the worker stopped"));
    watch();
  } catch (error) {
    fail(String(error));
  }
}

export function call(request) {
  start();
  if (state === "failed") {
    emit("failed", failure); // the reader tries something: say again why nothing happens
    return Promise.reject(new Error("the calculator is not running"));
  }
  const id = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(id, {resolve, reject});
    worker.postMessage(JSON.stringify({id, ...request}));
    watch();
  });
}

function answered({id, result, error, errors}) {
  const asked = waiting.get(id);
  waiting.delete(id);
  watch();
  if (error) asked?.reject(new DoorError(error, errors));
  else asked?.resolve(result);
}

function told(message) {
  if (message.failed) return fail(message.failed, message.outdated);
  if (message.kept) return remember();
  if (message.waiting !== undefined) { // for files that an answer lacks
    arrived = !message.waiting;
    return watch();
  }
  if (message.ready === undefined) { // how far a start is; a browser may say so after it is over
    arrived ||= message.bytes >= message.total;
    if (state === "loading") emit("progress", message);
    return watch();
  }
  state = "ready";
  arrived = true;
  watch();
  return emit("ready", message);
}

function fail(message, outdated = false) {
  if (state === "failed") return;
  state = "failed";
  failure = {message, outdated, offline: !navigator.onLine};
  stop(message);
  emit("failed", failure);
}

function stop(why) {
  clearTimeout(watchdog);
  worker?.terminate();
  worker = null;
  for (const asked of waiting.values()) asked.reject(new Error(why));
  waiting.clear();
}

function recall() {
  try { return localStorage.getItem(KEPT) ?? ""; } catch { return ""; }
}

function remember() {
  try { localStorage.setItem(KEPT, "returning"); } catch { /* then the next start is a cold one too */ }
}

// As long as something is awaited, each sign of life buys as much time again.
function watch() {
  clearTimeout(watchdog);
  const patience = arrived ? PATIENCE_WITH_THE_MACHINE_MS : PATIENCE_MS;
  if (state === "loading" || waiting.size) watchdog = setTimeout(() => fail("no sign of life"), patience);
}

const emit = (name, detail) => engine.dispatchEvent(new CustomEvent(name, {detail}));
