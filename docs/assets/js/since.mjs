// "What changed since I last looked": the browser keeps for itself which edition it saw, and on a newer one the page
// lists what changed in between.  Nobody is told; a reset forgets it.  No runtime is needed.
import * as days from "./days.mjs";

const KEY = "local-or-api/edition-seen";
const OF_A_KIND = 3; // the newest; there is a page for the rest
const HOME = new URL("../../", import.meta.url);
const strip = () => document.querySelector("[data-since]");
const edition = () => document.querySelector("[data-as-of]")?.dataset.asOf;

export async function install() {
  if (!strip() || !edition()) return;
  strip().querySelector("[data-since-close]").addEventListener("click", () => { remember(); close(); });
  const seen = recall();
  if (!days.isDay(seen)) remember();
  else if (seen < edition()) await tell(seen);
}

export function forget() {
  try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
  close();
}

async function tell(seen) {
  try {
    const {changes} = await (await fetch(new URL("../changes.json", import.meta.url))).json();
    const fresh = changes.filter(([day]) => day > seen && day <= edition());
    if (fresh.length) show(seen, fresh);
    else remember();
  } catch { /* the page of changes is there all the same */ }
}

function show(seen, fresh) {
  const said = fresh.length === 1 ? "1 change" : `${fresh.length} changes`;
  const kinds = Map.groupBy(fresh, ([, kind]) => kind);
  const newest = [...kinds.values()].flatMap((group) => group.slice(0, OF_A_KIND));
  strip().querySelector("summary").textContent = `${said} since you were last here, in the edition of ${days.words(seen)}`;
  strip().querySelector("ul").replaceChildren(...newest.map(item));
  strip().querySelector("[data-since-more]").hidden = newest.length === fresh.length;
  strip().hidden = false;
}

function item([day, kind, text, href]) {
  const made = document.createElement("li");
  const label = document.createElement("b");
  const link = document.createElement("a");
  label.textContent = kind;
  link.href = new URL(href, HOME).href;
  link.textContent = text;
  made.append(`${days.words(day)} `, label, " ", link);
  return made;
}

function close() {
  if (strip()) strip().hidden = true;
}

function remember() {
  try { localStorage.setItem(KEY, edition()); } catch { /* then the next visit is a first one again */ }
}

function recall() {
  try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; }
}
