// What the reader's own day adds to a page whose words are those of the edition: how far off an announced day is,
// and which figures nobody has checked for long.  Days are compared, nothing is computed, and no runtime is needed.
import * as days from "./days.mjs";

const STATES = {
  amber: {sign: "▲", words: (red) => `check due before ${days.words(red)}`},
  red: {sign: "■", words: (red) => `check overdue since ${days.words(red)}`},
};

export function mark(root = document, today = days.today()) {
  for (const item of root.querySelectorAll("[data-day][data-announced]")) come(item, today);
  for (const button of root.querySelectorAll('.part--coming [data-look="today"]')) button.hidden = false;
  for (const figure of root.querySelectorAll("[data-fresh]")) age(figure, today);
  for (const note of root.querySelectorAll("[data-fresh-note]")) sum(note, today);
}

function come(item, today) {
  const when = today < item.dataset.day ? "before" : "after";
  for (const words of item.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== when;
  for (const place of item.querySelectorAll("[data-distance]")) {
    place.textContent = `, ${days.distance(today, item.dataset.day)}`;
  }
}

// "first amber day/first red day": a sign behind a link in a table, a badge in words anywhere else.
function age(figure, today) {
  const [amber, red] = figure.dataset.fresh.split("/");
  const state = today >= red ? "red" : today >= amber ? "amber" : "";
  if ((figure.dataset.due ?? "") === state) return;
  figure.dataset.due = state;
  const short = figure.matches("a");
  const badge = short ? figure.querySelector(".due") ?? document.createElement("span") : figure;
  badge.className = state ? `due due--${state}${short ? "" : " badge"}` : "due";
  const {sign, words} = STATES[state] ?? {sign: "", words: () => ""};
  badge.textContent = short ? sign : [sign, words(red)].join(" ").trim();
  if (!short) return;
  badge.setAttribute("role", "img");
  badge.setAttribute("aria-label", words(red));
  if (state) figure.append(badge);
  else badge.remove();
}

// Above a table: how many of its figures wait for a check.
function sum(note, today) {
  const figures = note.nextElementSibling.querySelectorAll("[data-fresh]");
  const count = (state) => [...figures].filter(({dataset}) => dataset.due === state).length;
  const said = Object.entries(STATES).map(([state, {sign}]) => [count(state), `${sign} ${state === "red" ? "overdue" : "due soon"}`]);
  const some = said.filter(([number]) => number).map(([number, words]) => `${number} ${words}`);
  note.hidden = !some.length;
  note.querySelector("span").textContent = `Of ${figures.length} figures with a limit, ${some.join(" and ")} on ${days.words(today)}. `;
}
