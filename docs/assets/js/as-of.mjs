// The day whose state every figure shows: the picker in the header, and the strip below it while the day is another
// than the edition's.  The day itself is part of the scenario, so it travels in the link.
import * as days from "./days.mjs";
import * as live from "./live.mjs";
import * as scenario from "./scenario.mjs";

const find = (selector) => document.querySelector(selector);
const button = () => find("[data-as-of]");
const panel = () => find("#as-of-panel");
const isOpen = () => panel().matches(":popover-open");
const edition = () => button().dataset.asOf;
const chosen = () => scenario.get().as_of ?? "";

export function install() {
  if (!button()) return;
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", (event) => {
    const named = event.target.closest?.("[data-look]");
    if (named) pick(named.dataset.look === "today" ? days.today() : named.dataset.look);
  });
  document.addEventListener("change", ({target}) => { if (target.matches("[data-as-of-changes]") && target.value) pick(target.value); });
  panel().addEventListener("beforetoggle", ({newState}) => { if (newState === "open") fill(); });
  panel().addEventListener("toggle", ({newState}) => { if (newState === "open") opened(); });
  if (isOpen()) { fill(); opened(); } // before this script was there
  scenario.changes.addEventListener("change", show);
  show();
}

function onSubmit(event) {
  if (!event.target.matches("[data-as-of-form]")) return;
  event.preventDefault();
  const field = event.target.querySelector("input");
  if (days.isDay(field.value)) pick(field.value);
  else complain(field, "Expected a day such as 16 May 2026; pick one in the calendar, or use a button below.");
}

function complain(field, text) {
  const place = panel().querySelector("[data-error]");
  place.textContent = text;
  place.hidden = !text;
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  if (text) field.focus();
}

function pick(day) {
  live.look(day === edition() ? "" : day);
  if (isOpen()) panel().hidePopover();
}

function fill() {
  const field = panel().querySelector("input");
  field.value = days.isMoment(chosen()) ? days.dayOf(chosen()) : edition();
  complain(field, "");
}

// The days on which prices changed are fetched when somebody looks for them, once.
async function opened() {
  const free = document.documentElement.clientWidth - button().getBoundingClientRect().right;
  const most = document.documentElement.clientWidth - panel().offsetWidth;
  panel().style.setProperty("--right", `${Math.max(8, Math.min(free, most - 8))}px`); // below its button, on the page
  const list = find("[data-as-of-changes]");
  if (list.options.length > 1) return;
  try {
    const {prices} = await (await fetch(new URL("../changes.json", import.meta.url))).json();
    list.append(...prices.map(({day, text}) => new Option(`${days.words(day)}: ${text}`, day)));
    list.disabled = false;
  } catch { /* the calendar is there all the same */ }
}

// On another page, which may be a dated edition, and whenever the scenario changes.
export function show() {
  if (!button()) return;
  const day = chosen();
  const other = days.isMoment(day) && day !== edition() && !live.frozenAt();
  const strip = find("[data-as-of-strip]");
  button().classList.toggle("as-of--changed", other);
  const words = days.words(other ? day : edition());
  for (const one of [button().querySelector("time"), ...document.querySelectorAll("[data-shown-day]")]) one.textContent = words;
  strip.hidden = !other;
  document.documentElement.classList.toggle("other-day", other); // shows what stays with the edition
  if (!other) return;
  strip.querySelector("time").textContent = days.words(day);
  for (const note of strip.querySelectorAll("[data-when]")) note.hidden = note.dataset.when !== era(days.dayOf(day));
}

function era(day) {
  if (day > edition()) return "after";
  return day < button().dataset.begins ? "before" : "within";
}
