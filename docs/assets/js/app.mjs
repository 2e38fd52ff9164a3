// Loaded once on every page.  Nothing of the calculator is fetched until the reader shows that they want it, or has
// changed something before.  Works with the theme's instant navigation (`document$`) and without it.
import * as asOf from "./as-of.mjs";
import {belong, engine, failed, retry, start, started} from "./engine.mjs";
import * as explain from "./explain.mjs";
import * as fields from "./fields.mjs";
import * as live from "./live.mjs";
import * as scenario from "./scenario.mjs";
import * as since from "./since.mjs";
import * as status from "./status.mjs";
import * as steps from "./steps.mjs";
import * as tips from "./tips.mjs";
import * as today from "./today.mjs";

const WANTED = "[data-input], [data-part], [data-calculator], [data-preset], .num";
const TYPING_MS = 120;
const DWELL_MS = 150; // a pointer on its way elsewhere is no wish

const STAYS = "The figures on this page stay as they were.";
const NOT_LOADED = `The calculator could not be loaded. ${STAYS}`;
const OFFLINE = `The calculator could not be loaded, because this device is offline. ${STAYS}`;
const UPDATED = `The site was updated after this page was opened. ${STAYS} Reload it to go on; what you entered is kept.`;

let timer = 0;
let throughHistory = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

const early = fields.all().filter(fields.isMoved); // on a slow line a page can be used before this script is there

const changed = (input) => live.type(input.dataset.input, fields.valueOf(input));
const field = (event) => event.target.closest?.("[data-input]");

function onIntent(event, delay) {
  if (started() || failed() || !event.target.closest?.(WANTED)) return;
  clearTimeout(timer);
  timer = setTimeout(start, delay);
}

function installIntent() {
  const saving = navigator.connection?.saveData;
  document.addEventListener("pointerover", (event) => {
    clearTimeout(timer);
    if (!saving && event.pointerType === "mouse") onIntent(event, DWELL_MS);
  });
  document.addEventListener("touchstart", (event) => { if (!saving) onIntent(event, 0); }, {passive: true});
  for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, (event) => onIntent(event, 0));
}

function installFields() {
  const delays = new Map();
  document.addEventListener("input", (event) => {
    const input = field(event);
    if (!input || input.type === "checkbox" || input.tagName === "SELECT") return;
    if (input.dataset.options) { delete input.dataset.settled; return; } // asked for when it is whole
    clearTimeout(delays.get(input));
    delays.set(input, setTimeout(() => { delays.delete(input); changed(input); }, TYPING_MS));
  });
  document.addEventListener("change", (event) => {
    const input = field(event);
    if (!input) return;
    const waited = delays.has(input);
    clearTimeout(delays.get(input));
    delays.delete(input);
    if (waited || input.dataset.settled === undefined) changed(input);
  });
  document.addEventListener("focusin", (event) => {
    const input = field(event);
    if (input?.dataset.options) import("./choices.mjs").then(({open}) => open(input), () => {}); // an id can be typed
  });
  document.addEventListener("focusout", (event) => { if (field(event)) fields.settle(field(event)); });
  document.addEventListener("submit", (event) => { if (event.target.closest("[data-calculator]")) event.preventDefault(); });
  steps.install(changed, (input, error) => { if (error.errors) fields.showErrors(error.errors); });
}

function installTools() {
  document.addEventListener("click", (event) => {
    const tool = event.target.closest?.("[data-reset], [data-reset-all], [data-preset], [data-share]");
    if (!tool) return;
    const {reset, preset, presets} = tool.dataset;
    if (reset !== undefined) resetOne(tool, reset);
    else if (preset !== undefined) live.replace(filledIn(presets, JSON.parse(preset)));
    else if (tool.matches("[data-reset-all]")) resetAll(tool);
    else share();
  });
}

function resetOne(tool, name) {
  const input = fields.wrapper(tool).querySelector("[data-input]") ?? fields.named(name)[0];
  live.reset(name);
  input?.focus(); // the button is about to disappear
}

function resetAll(tool) {
  since.forget();
  live.replace({});
  tool.closest("[role=group]")?.querySelector("button:not([hidden])")?.focus();
}

// A preset takes the place of another of its kind, and leaves alone what the reader set besides.
function filledIn(kind, preset) {
  const values = scenario.get();
  for (const {dataset} of document.querySelectorAll(`[data-presets="${kind}"]`)) {
    for (const name of Object.keys(JSON.parse(dataset.preset))) delete values[name];
  }
  for (const [name, value] of Object.entries(preset)) if (value !== null) values[name] = value;
  return values;
}

async function share() {
  try {
    await navigator.clipboard.writeText(location.href);
    status.note("The link is copied. It carries everything you changed.");
  } catch {
    status.noteWithText("Copy this link. It carries everything you changed:", location.href);
  }
}

function installEngine() {
  engine.addEventListener("progress", ({detail}) => status.showProgress(detail));
  engine.addEventListener("ready", () => { status.hideProgress(); status.clearNote(); });
  engine.addEventListener("failed", ({detail}) => {
    status.hideProgress();
    console.info(`calculator: ${detail.message}`);
    if (detail.outdated) return status.note(UPDATED, {label: "Reload", run: () => location.reload()});
    status.note(detail.offline ? OFFLINE : NOT_LOADED, {label: "Try again", run: () => retry().then(live.refresh)});
  });
}

// A link replaces what was kept, but going back to a page does not bring back what its address said then.
function mount() {
  explain.close(false);
  belong(document.querySelector('meta[name="calc"]')?.content ?? "");
  live.arrive();
  asOf.show();
  today.mark();
  for (const tool of document.querySelectorAll("[data-share]")) tool.hidden = false;
  const link = live.frozenAt() ? null : scenario.fromLink();
  if (link && !(throughHistory && !scenario.isEmpty())) scenario.set(link);
  throughHistory = false;
  if (live.isChanged()) live.refresh();
  if (document.querySelector("[data-sortable]")) import("./sorting.mjs").then((sorting) => sorting.mount());
  mountConsole();
  early.splice(0).forEach(changed);
}

// The console's code is fetched where there is one; once loaded, it is told of every page, so that it can leave.
let consolePage = null;
function mountConsole() {
  if (document.querySelector("[data-console]")) consolePage ??= import("./console.mjs");
  consolePage?.then((page) => page.mount(), (error) => console.info(`console: ${error}`));
}

function onOtherTab() {
  if (document.hidden) addEventListener("visibilitychange", () => live.refresh(), {once: true});
  else live.refresh();
}

// A page that the browser kept whole does not know what was changed since, on another page or in another tab.
addEventListener("pageshow", ({persisted}) => {
  if (!persisted) return;
  scenario.recall();
  live.refresh();
});
addEventListener("popstate", () => { throughHistory = true; });
installIntent();
installFields();
installTools();
installEngine();
explain.install(() => live.about());
tips.install();
asOf.install();
since.install();
scenario.recall();
scenario.onOtherTab(onOtherTab);
if (window.document$) window.document$.subscribe(mount);
else mount();
document.documentElement.classList.add("alive"); // else a note says that no script came
