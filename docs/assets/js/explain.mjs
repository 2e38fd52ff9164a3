// "How was this computed?": opens at the number that was clicked, and lets the reader go down into what went in.
import {call, DoorError} from "./engine.mjs";
import {argsOf} from "./parts.mjs";
import * as today from "./today.mjs";

const GAP_PX = 8;
let box = null;
let anchor = null;
let trail = []; // args of the numbers gone through; the last is shown
let context = () => ({});

// `about()` gives scenario and as_of for the question.
export function install(about) {
  context = about;
  document.addEventListener("click", onClick, true); // before the theme's own navigation sees it
  document.addEventListener("keydown", onKey);
  addEventListener("resize", () => isOpen() && place());
}

const isOpen = () => box !== null;

// The page's numbers have changed: tell anew.
export function refresh() {
  if (isOpen()) show();
}

export function close(giveFocusBack = true) {
  if (!isOpen()) return;
  box.remove();
  box = null;
  trail = [];
  const opener = current();
  opener?.setAttribute("aria-expanded", "false");
  if (giveFocusBack) opener?.focus();
  anchor = null;
}

function onClick(event) {
  const number = event.target.closest?.("a.num[data-args]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  if (!number) {
    if (isOpen() && !box.contains(event.target)) close(box.contains(document.activeElement));
    return;
  }
  if (!plain) return;
  event.preventDefault();
  event.stopPropagation();
  if (isOpen() && box.contains(number)) {
    trail.push(argsOf(number));
    show();
  } else if (isOpen() && number === current()) close();
  else open(number);
}

function open(number) {
  close(false);
  anchor = number;
  trail = [argsOf(number)];
  box = document.createElement("div");
  box.className = "explanation";
  box.tabIndex = -1;
  box.dataset.explanation = "";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", "How was this computed?");
  box.innerHTML = '<div class="explanation__bar"><button type="button" data-back hidden>Back</button>'
    + '<button type="button" data-close aria-label="Close">×</button></div><div class="explanation__text"></div>';
  box.querySelector("[data-close]").addEventListener("click", () => close());
  box.querySelector("[data-back]").addEventListener("click", () => { trail.pop(); show(); });
  document.body.append(box);
  number.setAttribute("aria-haspopup", "dialog");
  number.setAttribute("aria-expanded", "true");
  place();
  box.focus({preventScroll: true});
  show();
}

async function show() {
  const asked = trail.at(-1);
  const shownIn = box;
  const text = box.querySelector(".explanation__text");
  if (!text.hasChildNodes()) text.textContent = "Loading the calculator…";
  const held = text.contains(document.activeElement);
  try {
    const {html} = await call({call: "explain", ...context(), args: asked});
    if (box !== shownIn || trail.at(-1) !== asked) return;
    text.innerHTML = html;
    today.mark(text);
    const back = box.querySelector("[data-back]");
    back.hidden = trail.length < 2;
    if (held) box.focus({preventScroll: true});
    place();
  } catch (error) {
    if (box !== shownIn) return;
    if (error instanceof DoorError) text.textContent = error.message;
    else location.href = anchor.href; // the same is told on the page that the link leads to
  }
}

// Under the number, inside the page; on narrow screens the style sheet lays it at the bottom instead.
function place() {
  const spot = current()?.getBoundingClientRect();
  if (!spot) return;
  const widest = document.documentElement.clientWidth - box.offsetWidth - GAP_PX;
  const left = Math.max(GAP_PX, Math.min(spot.left, widest));
  box.style.setProperty("--left", `${left + scrollX}px`);
  box.style.setProperty("--top", `${spot.bottom + scrollY + GAP_PX}px`);
}

// A part that was written anew has another element in the number's place.
function current() {
  if (!anchor || anchor.isConnected) return anchor;
  const same = [...document.querySelectorAll("a.num[data-args]")].find((one) => one.dataset.args === anchor.dataset.args);
  return (anchor = same ?? anchor);
}

function onKey(event) {
  if (!isOpen()) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (event.key === "Tab" && box.contains(document.activeElement) && leaves(event.shiftKey)) {
    close(); // focus is back on the number, and Tab goes on from there
    if (event.shiftKey) event.preventDefault();
  }
}

function leaves(backwards) {
  const stops = [...box.querySelectorAll("a[href], button:not([hidden]), summary, [tabindex='0']")];
  const here = document.activeElement;
  return backwards ? here === stops[0] || here === box : here === stops.at(-1);
}
