// One scenario, one page: asks calc for all that is shown, and shows it.  One question at a time, the newest wins.
import {call, ready, DoorError} from "./engine.mjs";
import * as fields from "./fields.mjs";
import * as parts from "./parts.mjs";
import * as scenario from "./scenario.mjs";
import * as status from "./status.mjs";
import * as today from "./today.mjs";
import * as explain from "./explain.mjs";

const LONG_MS = 700; // an answer that takes longer is told of
const typed = new Map(); // input name -> text that calc has not accepted yet
let page = 0; // counts the pages of this visit
let drafted = false; // whether the address holds what calc has not read yet
let running = false;
let again = false;

export const frozenAt = () => document.querySelector("[data-frozen-edition]")?.dataset.frozenEdition;

const isLive = () => !frozenAt() && Boolean(document.querySelector("[data-part], [data-input]"));

// What calc has to know for any question about what the page shows; `more` is what was typed and not accepted yet.
export function about(more = {}) {
  const frozen = frozenAt();
  const links = {root: root(), line_url: document.querySelector('meta[name="line-url"]')?.content ?? ""};
  if (frozen) return {scenario: {}, as_of: frozen, ...links};
  const {as_of = null, ...values} = {...scenario.get(), ...more};
  return {scenario: values, as_of, ...links};
}

// The way to the site's root, so that links in parts are written as the build writes them.
function root() {
  const home = new URL("../../", import.meta.url).pathname;
  return "../".repeat(location.pathname.slice(home.length).split("/").length - 1);
}

// On another page: what was typed and not accepted stays behind, but what nobody has read yet comes along.
export function arrive() {
  if (ready()) typed.clear();
  page += 1;
}

export const isChanged = () => typed.size > 0 || !scenario.isEmpty();

// A field that was emptied is back at its default, which stands in it again once it is left.
export function type(name, text) {
  if (!text.trim()) return reset(name);
  typed.set(name, text);
  return refresh();
}

export function replace(values) {
  typed.clear();
  scenario.set(values);
  return refresh();
}

// The day whose state every figure shows; an empty text is the edition's.
export function look(day) {
  const {as_of: _, ...rest} = scenario.get();
  scenario.set(day ? {...rest, as_of: day} : rest);
  return refresh();
}

export function reset(name) {
  typed.delete(name);
  const {[name]: _, ...rest} = scenario.get();
  scenario.set(rest);
  return refresh();
}

export async function refresh() {
  again = true;
  if (!isLive()) return;
  if (!ready()) draft();
  if (running) return;
  running = true;
  try {
    while (again && isLive()) {
      again = false;
      await once();
    }
  } finally {
    running = false;
  }
}

// Until somebody can read what was typed, the address keeps it, so that it outlives a reload.
function draft() {
  drafted = true;
  scenario.showInAddress(scenario.linkOf({...scenario.get(), ...Object.fromEntries(typed)}));
}

async function once() {
  const here = page;
  const sent = new Map(typed);
  const mark = scenario.mark();
  const values = {...scenario.get(), ...Object.fromEntries(sent)};
  const shown = parts.collect(values);
  const asked = {...about(Object.fromEntries(sent)), parts: shown.map(parts.request), inputs: fields.names()};
  const sign = setInterval(() => ready() && status.showProgress({progress: "calculating"}), LONG_MS);
  try {
    const result = await call({call: "page", ...asked});
    if (scenario.mark() !== mark) { // a reset or a preset came meanwhile: this answer is about the past
      again = true;
      return;
    }
    for (const [name, text] of sent) if (typed.get(name) === text) typed.delete(name);
    keep(result, asked.as_of);
    if (page !== here) { // the reader has gone on, and the page they are on shows none of it
      again = true;
      return;
    }
    parts.apply(shown, result.parts, values);
    today.mark();
    fields.show(result.inputs, typed);
    fields.showErrors([]);
    status.say(result.status);
    explain.refresh();
  } catch (error) {
    if (error instanceof DoorError) refused(error, sent);
    else parts.markStale(isChanged()); // the engine has said why
  } finally {
    clearInterval(sign);
    if (ready()) status.hideProgress();
  }
}

function keep(result, asOf) {
  const dated = asOf ? {as_of: asOf} : {};
  scenario.set({...result.scenario, ...dated});
  const link = asOf && !/(^|&)as_of=/.test(result.link) ? [result.link, `as_of=${asOf}`].filter(Boolean).join("&") : result.link;
  if (!frozenAt()) scenario.showInAddress(link);
  drafted = false;
  const untouched = scenario.isEmpty();
  for (const all of document.querySelectorAll("[data-reset-all]")) all.hidden = untouched;
}

// The last valid results stay.  What comes from a link or an older visit and can't be read is dropped, and said.
function refused(error, sent) {
  const values = scenario.get();
  const dropped = sent.size ? [] : error.errors.filter(({input}) => input in values);
  if (dropped.length) {
    for (const {input} of dropped) delete values[input];
    scenario.set(values);
    status.note(`Left out of this link: ${dropped.map(({message}) => message).join("; ")}.`);
    again = true;
    return;
  }
  if (drafted) scenario.showInAddress(scenario.linkOf(values));
  drafted = false;
  const elsewhere = fields.showErrors(error.errors);
  if (elsewhere.length) status.note(elsewhere.map(({message}) => message).join(" "));
  parts.markStale(true);
  status.say(`The results have not changed. ${error.message}`);
}
