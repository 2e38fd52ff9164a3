// What the reader has changed: kept for the whole site, carried by a link, the same in every tab.
// Values are texts that calc reads; this module never looks inside them.
const KEY = "local-or-api/scenario";
// Search highlighting, and the marks that other sites put on links to us; no input has such a name.
const NOT_OURS = /^(h|q|ref|ref_src|source|si|utm_.*|mtm_.*|pk_.*|mc_[a-z]+|fbclid|gclid|dclid|msclkid|igshid|_.*)$/;

let values = {};

export const changes = new EventTarget(); // "change": values were set, here or in another tab
const tell = () => changes.dispatchEvent(new Event("change"));

export const get = () => ({...values});
export const mark = () => values; // another object as soon as anything was set, here or in another tab
export const isEmpty = () => Object.keys(values).length === 0;

export function set(next) {
  values = {...next};
  try {
    if (isEmpty()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(values));
  } catch { /* storage refused: the link still carries it */ }
  tell();
}

export function recall() {
  values = parse(stored());
  tell();
}

export function onOtherTab(changed) {
  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    values = parse(event.newValue);
    tell();
    changed();
  });
}

// The scenario in the page's address, or null when it carries none.
export function fromLink(search = location.search) {
  const pairs = [...new URLSearchParams(search)].filter(([name]) => !NOT_OURS.test(name));
  return pairs.length ? Object.fromEntries(pairs) : null;
}

// The page's address with this scenario in it; what is not ours in the query stays.
export function address(link) {
  const url = new URL(location.href);
  const others = [...url.searchParams].filter(([name]) => NOT_OURS.test(name));
  const rest = new URLSearchParams(others).toString();
  url.search = [link, rest].filter(Boolean).join("&");
  return url.href;
}

// What calc has not read yet, as it was typed.
export const linkOf = (texts) => String(new URLSearchParams(texts)).replaceAll("%2F", "/").replaceAll("%2C", ",");

export function showInAddress(link) {
  const next = address(link);
  if (next !== location.href) history.replaceState(history.state, "", next);
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function parse(text) {
  try {
    const found = JSON.parse(text ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}
