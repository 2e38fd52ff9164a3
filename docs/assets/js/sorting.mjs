// Makes index tables sortable and filterable.  Loaded only where a page has one; without it the table stands as it is.
// Rows are ordered by what their cells show, so that a month that follows the reader's figures sorts by those.

const NUMBER = /[−-]?\d[\d,]*(\.\d+)?/; // of a range, its low end

export function mount() {
  for (const box of document.querySelectorAll("[data-sortable]:not([data-ready])")) {
    box.dataset.ready = "";
    const table = box.querySelector("table");
    addFilter(box, table);
    table.querySelectorAll("thead th").forEach((head) => addSort(table, head));
  }
}

function addSort(table, head) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  head.setAttribute("aria-sort", "none");
  button.addEventListener("click", () => sort(table, head));
}

function sort(table, head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  const numeric = head.classList.contains("to-right");
  for (const other of table.querySelectorAll("thead th")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const keyed = [...table.tBodies[0].rows].map((row) => [keyOf(row.cells[head.cellIndex], numeric), row]);
  keyed.sort(([one], [other]) => compare(one, other, down));
  table.tBodies[0].append(...keyed.map(([, row]) => row));
}

// What a cell shows, as something to compare; null where it shows nothing to compare by.
function keyOf(cell, numeric) {
  const text = cell.textContent.trim();
  if (!numeric) return text || null;
  const found = text.match(NUMBER);
  return found ? parseFloat(found[0].replaceAll(",", "").replace("−", "-")) : null;
}

// What is not known comes last, whichever way the rest goes.
function compare(one, other, down) {
  if (one === null || other === null) return (one === null) - (other === null);
  const order = typeof one === "number" ? one - other : one.localeCompare(other, "en");
  return down ? -order : order;
}

function addFilter(box, table) {
  const what = box.dataset.sortable;
  const form = document.createElement("div");
  form.className = "filter";
  form.setAttribute("role", "search");
  form.innerHTML = '<label></label><p role="status"></p>';
  const [label, said] = form.children;
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.spellcheck = false;
  label.append(`Filter the ${what}: `, input);
  form.setAttribute("aria-label", `Filter the ${what}`);
  input.addEventListener("input", () => filter(table, input.value, said, what));
  box.prepend(form);
}

function filter(table, typed, said, what) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [...table.tBodies[0].rows];
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
  const shown = rows.filter((row) => !row.hidden).length;
  said.textContent = words.length ? `${shown} of ${rows.length} ${what}` : "";
}
