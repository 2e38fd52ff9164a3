// What the page says about itself: announcements, progress, and the note that something went wrong.
const QUIET_MS = 600;
let timer = 0;

const byId = (id, make) => document.getElementById(id) ?? document.body.appendChild(make(id));

function region(id) {
  const made = document.createElement("div");
  made.id = id;
  made.className = id;
  return made;
}

function liveRegion(id) {
  const made = region(id);
  made.setAttribute("role", "status");
  return made;
}

// For screen readers, once the reader pauses; the newest text wins.
export function say(text) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const status = byId("live-status", liveRegion);
    if (status.textContent !== text) status.textContent = text;
  }, QUIET_MS);
}

export function showProgress({progress, bytes, total}) {
  const box = byId("live-progress", region);
  if (!box.querySelector("progress")) {
    box.innerHTML = '<span></span> <progress max="1" aria-label="Loading the calculator"></progress>';
  }
  const [text, bar] = box.children;
  box.hidden = false;
  if (progress === "loading") {
    text.textContent = `Loading the calculator: ${megabytes(bytes)} of ${megabytes(total)} MB`;
    bar.value = bytes / total;
  } else {
    text.textContent = progress === "calculating" ? "Calculating" : "Starting the calculator";
    bar.removeAttribute("value");
  }
}

export function hideProgress() {
  const box = document.getElementById("live-progress");
  if (box) box.hidden = true;
}

// A note that stays until it is dismissed; `action` is {label, run}.
export function note(text, action) {
  const box = byId("live-note", region);
  if (!box.hidden && box.firstChild?.textContent === text) return; // or its button would vanish under the pointer
  const words = document.createElement("span");
  words.textContent = text;
  box.replaceChildren(words);
  if (action) box.append(" ", button(action.label, () => { clearNote(); action.run(); }));
  box.append(" ", button("Dismiss", clearNote));
  box.hidden = false;
  say(text);
}

// A note with a text to copy by hand, already selected.
export function noteWithText(text, copy) {
  clearNote();
  note(text);
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = copy;
  field.setAttribute("aria-label", "Link");
  document.getElementById("live-note").firstChild.after(" ", field);
  field.select();
}

export function clearNote() {
  const box = document.getElementById("live-note");
  if (box) box.hidden = true;
}

export function button(label, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
