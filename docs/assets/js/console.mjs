// The console page: what a reader types, what Python says, and the ways to stop it.  Loaded on that page only.
import * as scenario from "./scenario.mjs";

const MOST_ENTRIES = 500;
let worker = null;
let here = null; // the console's element on the page
let ready = false;
let asked = 0;
let running = 0; // the id of the run that is awaited, 0 for none
const queue = []; // what was typed meanwhile
const history = [];
let place = 0; // in the history; at its end is what is being typed
let draft = "";

const part = (name) => here.querySelector(`[data-console-${name}]`);
const input = () => part("input");

// Called on each page: the console may be there, or the reader may have left it.
export function mount() {
  const found = document.querySelector("[data-console]");
  if (found === here) return;
  if (!found) stop();
  here = found;
  if (!here) return;
  here.querySelector("[data-console-live]").hidden = false;
  for (const kind of ["focusin", "pointerdown"]) here.addEventListener(kind, start);
  part("form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  input().addEventListener("keydown", onKey);
  input().addEventListener("input", fit);
  part("stop").addEventListener("click", interrupt);
  part("clear").addEventListener("click", () => { part("log").replaceChildren(); input().focus(); });
  here.addEventListener("click", ({target}) => {
    const example = target.closest?.("[data-console-example]");
    if (example) submit(example.textContent);
  });
}

function start() {
  if (worker) return;
  ready = false;
  say("Python is starting …");
  worker = new Worker(new URL("./console-worker.mjs", import.meta.url), {type: "module"});
  worker.onmessage = ({data}) => hear(data);
  worker.onerror = (event) => fail(event.message ?? "it stopped");
}

function stop() {
  worker?.terminate();
  worker = null;
  ready = false;
  running = 0;
  queue.length = 0;
}

function fail(message) {
  stop();
  console.info(`console: ${message}`);
  say("Python could not be started. Press Run to try again.");
  busy(false);
}

function hear(data) {
  if (!here) return;
  if (data.failed) return fail(data.failed);
  if (data.ready) {
    ready = true;
    return say(running ? "Running …" : "Ready.");
  }
  if (data.out !== undefined) return write("out", data.out);
  if (data.id !== running) return;
  running = 0;
  if (data.error) write("error", data.error);
  else if (data.value) write("value", data.value);
  next();
}

function submit(code = input().value) {
  if (!code.trim()) return;
  start();
  if (history.at(-1) !== code) history.push(code);
  place = history.length;
  draft = "";
  put("");
  queue.push(code);
  if (!running) next();
}

// One at a time, so that each answer stands under its question.
function next() {
  const code = queue.shift();
  busy(code !== undefined);
  if (code === undefined) return say("Ready.");
  running = ++asked;
  write("code", code.trimEnd());
  say(ready ? "Running …" : "Python is starting …");
  worker.postMessage({id: running, code, scenario: JSON.stringify(scenario.get())});
}

// A loop without an end cannot be talked to, only ended; what was defined goes with it.
function interrupt() {
  const started = ready;
  stop();
  write("error", started ? "Stopped. What you had defined is gone." : "Stopped before Python had started.");
  busy(false);
  say("Stopped. The next run starts Python anew.");
  input().focus();
}

function busy(is) {
  here.toggleAttribute("data-busy", is);
  part("stop").hidden = !is;
}

const say = (text) => { part("status").textContent = text; };

function write(kind, text) {
  const log = part("log");
  const entry = document.createElement("pre");
  entry.className = `console__${kind}`;
  entry.textContent = text;
  log.append(entry);
  while (log.childElementCount > MOST_ENTRIES) log.firstElementChild.remove();
  log.scrollTop = log.scrollHeight;
}

function put(text) {
  input().value = text;
  input().setSelectionRange(text.length, text.length);
  fit();
}

function fit() {
  input().rows = input().value.split("\n").length;
}

// One line runs on Enter.  A block goes on until an empty line, as at Python's own prompt; Ctrl+Enter runs at once.
// Tab is left alone: it leads on, as everywhere on the page.
function onKey(event) {
  const {key, shiftKey, ctrlKey, metaKey, isComposing} = event;
  if (isComposing) return;
  if (key === "Enter" && (ctrlKey || metaKey || (!shiftKey && isComplete()))) {
    event.preventDefault();
    submit();
  } else if (key === "Enter") {
    event.preventDefault();
    indent();
  } else if (key === "ArrowUp" && !before().includes("\n")) {
    if (recall(place - 1)) event.preventDefault();
  } else if (key === "ArrowDown" && !after().includes("\n")) {
    if (recall(place + 1)) event.preventDefault();
  }
}

const before = () => input().value.slice(0, input().selectionStart);
const after = () => input().value.slice(input().selectionEnd);

function isComplete() {
  const lines = input().value.split("\n");
  const last = lines.at(-1);
  if (after().trim()) return false;
  return lines.length === 1 ? !/[:\\(\[{,]\s*$/.test(last) : !last.trim();
}

// A new line as far in as the last one, and further after a colon.
function indent() {
  const line = before().split("\n").at(-1);
  const space = line.match(/^\s*/)[0] + (/:\s*$/.test(line) ? "    " : "");
  input().setRangeText(`\n${space}`, input().selectionStart, input().selectionEnd, "end");
  fit();
}

function recall(wanted) {
  if (wanted < 0 || wanted > history.length) return false;
  if (place === history.length) draft = input().value;
  place = wanted;
  put(history[place] ?? draft);
  return true;
}
