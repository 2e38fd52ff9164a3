// A choice among so many that the page does not list them: what there is comes when the field is first used, and the
// browser offers what fits the words typed so far, by id, name or maker.  Loaded on demand.
const MOST_OFFERED = 50;
const lists = new Map(); // address of the options -> what there is, or the promise of it
const ready = new WeakSet();
let ids = 0;

export async function open(input) {
  if (ready.has(input)) return;
  ready.add(input);
  const list = document.createElement("datalist");
  list.id = `options-${++ids}`;
  input.after(list);
  input.setAttribute("list", list.id);
  try {
    const options = await all(input.dataset.options);
    input.addEventListener("input", () => onInput(input, list, options));
    input.addEventListener("change", () => { input.value = named(input.value, options) ?? input.value; });
    offer(input, list, options);
  } catch {
    ready.delete(input); // an id can be typed all the same; the next visit to the field tries again
    list.remove();
  }
}

function all(name) {
  if (!lists.has(name)) lists.set(name, load(name));
  return lists.get(name);
}

async function load(name) {
  try {
    const answer = await fetch(new URL(`../options/${name}.json`, import.meta.url));
    if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}`);
    return (await answer.json()).map(([id, label, maker]) => ({id, label, maker, text: `${id} ${label} ${maker}`.toLowerCase()}));
  } catch (error) {
    lists.delete(name);
    throw error;
  }
}

// Whoever picks from the list has chosen; whoever types goes on.
function onInput(input, list, options) {
  offer(input, list, options);
  if (options.some(({id}) => id === input.value)) input.dispatchEvent(new Event("change", {bubbles: true}));
}

function offer(input, list, options) {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = options.filter(({text}) => words.every((word) => text.includes(word))).slice(0, MOST_OFFERED);
  list.replaceChildren(...fitting.map(({id, label, maker}) => new Option([label, maker].filter(Boolean).join(", "), id)));
}

// The id of the one option that is called so.
function named(text, options) {
  const wanted = text.trim().toLowerCase();
  const found = options.filter(({id, label}) => id.toLowerCase() === wanted || label.toLowerCase() === wanted);
  return found.length === 1 ? found[0].id : undefined;
}
