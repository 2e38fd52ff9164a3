// The live parts of a page: what calc is asked to write anew, and putting its answers in place.

const PARTS = "[data-part]";
const DATED = '[data-part="fact"], [data-part="conditions"]'; // they follow the day and nothing else
const DAY = "as_of";
const shown = new WeakMap(); // part -> the values that it was last asked for with, of those that it follows

// Parts inside another part come with it; what stands in the explanation is that module's.
const all = () => [...document.querySelectorAll(PARTS)].filter(
  (part) => !part.parentElement.closest(PARTS) && !part.closest("[data-explanation]"),
);

// What follows few values is asked for only where one of them is another than the one that it shows.
export const collect = (values) => all().filter(
  (part) => !follows(part) || (shown.get(part) ?? state(part, {})) !== state(part, values),
);

// The names of what a part follows; empty where it may follow anything.
const follows = (part) => part.dataset.follows ?? (part.matches(DATED) ? DAY : "");
const state = (part, values) => JSON.stringify(follows(part).split(" ").map((name) => values[name] ?? ""));

export const request = (part) => ({kind: part.dataset.part, args: argsOf(part)});
export const argsOf = (part) => JSON.parse(part.dataset.args ?? "{}");

export function apply(parts, answers, values) {
  parts.forEach((part, i) => {
    put(part, answers[i]);
    shown.set(part, state(part, values));
  });
}

export function markStale(stale) {
  for (const part of all()) if (!follows(part)) part.toggleAttribute("data-stale", stale);
}

function put(part, {html, tip, changed, unknown, href, fresh}) {
  const focused = part.contains(document.activeElement) && document.activeElement !== part
    ? document.activeElement.dataset.args : undefined;
  const open = [...part.querySelectorAll("details")].map((one) => one.open);
  part.innerHTML = html;
  part.querySelectorAll("details").forEach((one, i) => { one.open = open[i] ?? one.open; }); // stays as the reader left it
  if (tip) part.dataset.tip = tip;
  if (href) part.setAttribute("href", href);
  if (fresh) Object.assign(part.dataset, {fresh, due: ""});
  if (part.matches(".num")) {
    part.classList.toggle("num--changed", Boolean(changed));
    part.classList.toggle("num--unknown", Boolean(unknown));
  }
  part.removeAttribute("data-stale");
  if (focused === undefined) return;
  const again = [...part.querySelectorAll("[data-args]")].find((inner) => inner.dataset.args === focused);
  again?.focus({preventScroll: true});
}
