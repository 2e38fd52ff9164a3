// Changing a number without typing: arrow keys, and dragging sideways.  How big a step is, and what the number
// becomes, calc says; here only steps are counted.
import {call} from "./engine.mjs";

const THRESHOLD_PX = 4; // less is a click, which puts the cursor in the field
const PX_PER_STEP = 8;
const running = new Map(); // input -> {from, steps}
let drag = null;

const steppable = (node) => node.closest?.("input[data-step]");

// `changed(input)` is called when a new text stands in the input, `failed(input, error)` when calc said no.
export function install(changed, failed) {
  const move = (input, from, steps) => walk(input, {from, steps}, changed, failed);
  document.addEventListener("keydown", (event) => onKey(event, move));
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("mousedown", (event) => { if (drag) event.preventDefault(); }); // no text selection
  document.addEventListener("pointermove", (event) => onMove(event, move));
  document.addEventListener("pointerup", onUp);
  document.addEventListener("pointercancel", onCancel);
}

// One question at a time; the newest goal is asked for next, always from where the change began.
async function walk(input, goal, changed, failed) {
  const busy = running.has(input);
  running.set(input, goal);
  if (busy) return;
  try {
    for (let reached; reached !== running.get(input);) {
      reached = running.get(input);
      const {text} = await call({call: "step", name: input.dataset.input, value: reached.from, steps: reached.steps});
      input.value = text;
      changed(input);
    }
  } catch (error) {
    failed(input, error);
  } finally {
    running.delete(input);
  }
}

function onKey(event, move) {
  const input = steppable(event.target);
  const by = {ArrowUp: 1, ArrowDown: -1}[event.key];
  if (!input || !by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const {from, steps} = running.get(input) ?? {from: input.value, steps: 0};
  move(input, from, steps + by * (event.shiftKey ? 10 : 1));
}

// A handle drags its field; the field itself drags too as long as nobody is typing in it.
function onDown(event) {
  const handle = event.target.closest?.("[data-handle]");
  const input = handle ? handle.closest("[data-field]")?.querySelector("input[data-step]") : steppable(event.target);
  if (!input || event.button !== 0 || (!handle && input === document.activeElement)) return;
  drag = {input, surface: handle ?? input, pointer: event.pointerId, x: event.clientX, from: input.value, steps: 0};
}

function onMove(event, move) {
  if (!drag || event.pointerId !== drag.pointer) return;
  const distance = event.clientX - drag.x;
  if (!drag.on) {
    if (Math.abs(distance) < THRESHOLD_PX) return;
    drag.on = true;
    drag.surface.setPointerCapture(drag.pointer);
    document.documentElement.classList.add("is-dragging");
  }
  const steps = Math.trunc(distance / PX_PER_STEP);
  if (steps === drag.steps) return;
  drag.steps = steps;
  move(drag.input, drag.from, steps);
}

function onUp(event) {
  if (!drag || event.pointerId !== drag.pointer) return;
  const {input, on} = drag;
  onCancel();
  if (on) return;
  input.focus();
  input.select();
}

function onCancel() {
  document.documentElement.classList.remove("is-dragging");
  drag = null;
}
