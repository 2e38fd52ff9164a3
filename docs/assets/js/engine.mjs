// Talks to the worker: starts it, asks it, notices when it fails.  Knows nothing of the page.
const PATIENCE_MS = 10000;
const KEPT = "local-or-api/runtime-kept"; // whether this browser has put away Python's memory (snapshot.mjs)

export const engine = new EventTarget(); // "progress" {progress, bytes, total}, "ready", "failed" {message}
let worker = null;
let state = "idle"; // idle, loading, ready, failed
let watchdog = 0;
let last = 0;
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
export const failed = () => state === "failed";

export function start() {
  if (state !== "idle") return;
  state = "loading";
  try {
    worker = new Worker(new URL("./worker.mjs", import.meta.url), {type: "module", name: recall()});
  } catch (error) {
    fail(String(error));
    return;
  }
  worker.onmessage = ({data}) => (typeof data === "string" ? answered(JSON.parse(data)) : told(data));
  worker.onerror = (event) => fail(event.message ?? "the worker stopped");
  watch();
}

export function retry() {
  state = "idle";
  start();
}

export function call(request) {
  start();
  if (state === "failed") {
    emit("failed", {message: "it is not running"}); // the reader tries something: say again why nothing happens
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
  if (message.failed) return fail(message.failed);
  if (message.kept) return remember();
  if (message.waiting) return watch();
  if (message.ready === undefined) { // how far a start is; a browser may say so after it is over
    if (state === "loading") emit("progress", message);
    return watch();
  }
  state = "ready";
  watch();
  return emit("ready", message);
}

function fail(message) {
  if (state === "failed") return;
  state = "failed";
  clearTimeout(watchdog);
  worker?.terminate();
  worker = null;
  for (const asked of waiting.values()) asked.reject(new Error(message));
  waiting.clear();
  emit("failed", {message});
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
  if (state === "loading" || waiting.size) {
    watchdog = setTimeout(() => fail("no progress for ten seconds"), PATIENCE_MS);
  }
}

const emit = (name, detail) => engine.dispatchEvent(new CustomEvent(name, {detail}));
