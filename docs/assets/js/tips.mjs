// Date and source of a number, on hover and on focus.  It can be hovered itself, and Escape sends it away.
const DELAY_MS = 250;
let tip = null;
let owner = null;
let timer = 0;

const tipped = (node) => node?.closest?.("[data-tip]");

export function install() {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") aim(tip?.contains(event.target) ? owner : tipped(event.target), DELAY_MS);
  });
  document.addEventListener("focusin", (event) => {
    const found = tipped(event.target);
    if (found?.matches(":focus-visible")) aim(found, 0);
    else hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", hide);
}

function aim(next, delay) {
  if (next === owner && tip) return clearTimeout(timer);
  clearTimeout(timer);
  timer = setTimeout(() => (next ? show(next) : hide()), next ? delay : DELAY_MS);
}

function show(next) {
  hide();
  if (!next.isConnected || !next.dataset.tip || next.getAttribute("aria-expanded") === "true") return;
  owner = next;
  tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "live-tip";
  tip.setAttribute("role", "tooltip");
  tip.textContent = next.dataset.tip;
  document.body.append(tip);
  next.setAttribute("aria-describedby", tip.id);
  const spot = next.getBoundingClientRect();
  const left = Math.max(0, Math.min(spot.left, document.documentElement.clientWidth - tip.offsetWidth));
  tip.style.setProperty("--left", `${left + scrollX}px`);
  tip.style.setProperty("--top", `${spot.bottom + scrollY}px`);
}

function hide() {
  clearTimeout(timer);
  tip?.remove();
  owner?.removeAttribute("aria-describedby");
  tip = owner = null;
}
