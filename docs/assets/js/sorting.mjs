// Makes index tables sortable and filterable.  Loaded only where a page has one; without it the table stands as it is.
// Rows are ordered by what their cells show, so that a month that follows the reader's figures sorts by those.

const NUMBER = /[−-]?\d[\d,]*(\.\d+)?/; // of a range, its low end
const FLOOR = "at least"; // what is known in part only is nothing to compare by

export function mount() {
  for (const box of document.querySelectorAll("[data-sortable]:not([data-ready])")) {
    box.dataset.ready = "";
    addFilter(box);
    prepare(box);
    new MutationObserver(() => prepare(box)).observe(box, {childList: true, subtree: true});
  }
}

// A table that follows the reader's figures as a whole is a new one after each: it is sorted and filtered as the last.
function prepare(box) {
  const table = box.querySelector("table:not([data-ready])");
  if (!table) return;
  table.dataset.ready = "";
  table.querySelectorAll("thead th").forEach((head) => addSort(box, head));
  const {column, down} = box.dataset;
  if (column) sort(table, table.tHead.rows[0].cells[column], down === "true");
  box.querySelector(".filter input").dispatchEvent(new Event("input"));
}

function addSort(box, head) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  head.setAttribute("aria-sort", "none");
  button.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    Object.assign(box.dataset, {column: head.cellIndex, down});
    sort(head.closest("table"), head, down);
  });
}

// Rows that stand in groups are sorted within theirs.
function sort(table, head, down) {
  const numeric = head.classList.contains("to-right");
  for (const other of table.querySelectorAll("thead th")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  for (const body of table.tBodies) {
    const keyed = [...body.rows].filter(isRecord).map((row) => [keyOf(row.cells[head.cellIndex], numeric), row]);
    keyed.sort(([one], [other]) => compare(one, other, down));
    body.append(...keyed.map(([, row]) => row));
  }
}

const isRecord = (row) => !row.matches(".heads");

// What a cell shows, as something to compare; null where it shows nothing to compare by.
function keyOf(cell, numeric) {
  const text = cell.textContent.trim();
  if (!numeric) return text || null;
  if (text.startsWith(FLOOR)) return null;
  const found = text.match(NUMBER);
  return found ? parseFloat(found[0].replaceAll(",", "").replace("−", "-")) : null;
}

// What is not known comes last, whichever way the rest goes.
function compare(one, other, down) {
  if (one === null || other === null) return (one === null) - (other === null);
  const order = typeof one === "number" ? one - other : one.localeCompare(other, "en");
  return down ? -order : order;
}

function addFilter(box) {
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
  input.addEventListener("input", () => filter(box.querySelector("table"), input.value, said, what));
  box.prepend(form);
}

function filter(table, typed, said, what) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  let all = 0;
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter(isRecord);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const left = rows.filter((row) => !row.hidden).length;
    body.hidden = left === 0;
    [shown, all] = [shown + left, all + rows.length];
  }
  said.textContent = words.length ? `${shown} of ${all} ${what}` : "";
}
