// The inputs of a page: reading what the reader typed, showing what calc made of it, and errors beside the field.

export const all = () => [...document.querySelectorAll("[data-input]")];
export const named = (name) => all().filter((input) => input.dataset.input === name);
export const names = () => [...new Set(all().map((input) => input.dataset.input))];
export const wrapper = (input) => input.closest("[data-field]") ?? input.parentElement;
export const valueOf = (input) => (input.type === "checkbox" ? (input.checked ? "yes" : "no") : input.value);

// Whether somebody changed a field before a script could see it; browsers do not fill these in by themselves.
export function isMoved(input) {
  if (input.type === "checkbox") return input.checked !== input.defaultChecked;
  if (input.tagName === "SELECT") return [...input.options].some((one) => one.defaultSelected && !one.selected);
  return input.value !== input.defaultValue;
}

// `typing` are names whose newest text has not been answered yet: those stay as they are.
export function show(inputs, typing) {
  for (const [name, {text, changed}] of Object.entries(inputs)) {
    for (const input of named(name)) {
      if (!typing.has(name)) put(input, text);
      mark(input, changed);
    }
  }
}

// While somebody types, "1.2k" stays; it becomes "1,200" when they leave the field.
function put(input, text) {
  if (input.type === "checkbox") input.checked = text === "yes" || text === "true";
  else if (input !== document.activeElement || input.tagName === "SELECT") settle(input, text);
  else input.dataset.settled = text;
}

export function settle(input, text = input.dataset.settled) {
  delete input.dataset.settled;
  if (text === undefined || input.value === text) return;
  input.value = text;
  const own = input.value !== text && input.querySelector("[data-own]");
  if (own) own.selected = own.value = text;
  if (input.size) input.size = Math.max(2, text.length);
}

function mark(input, changed) {
  const field = wrapper(input);
  field.classList.toggle("field--changed", changed);
  for (const reset of field.querySelectorAll("[data-reset]")) reset.hidden = !changed;
}

let ids = 0;

// Errors by input name; returns those that no field on this page can show.
export function showErrors(errors) {
  const byName = new Map(errors.map((error) => [error.input, error]));
  for (const input of all()) setError(input, byName.get(input.dataset.input)?.message);
  return errors.filter(({input}) => !named(input).length);
}

function setError(input, message) {
  const place = wrapper(input).querySelector("[data-error]");
  if (message) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (!place) return;
  place.textContent = message ?? "";
  place.hidden = !message;
  place.id ||= `error-${++ids}`;
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  described.add(place.id);
  input.setAttribute("aria-describedby", [...described].join(" "));
}
