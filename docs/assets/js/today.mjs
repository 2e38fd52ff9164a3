// What the reader's own day adds to a page whose words are those of the edition: how far off an announced day is,
// and which figures nobody has checked for long.  Days are compared, nothing is computed, and no runtime is needed.
import * as days from "./days.mjs";

export function mark(root = document, today = days.today()) {
  for (const item of root.querySelectorAll("[data-day][data-announced]")) come(item, today);
  for (const button of root.querySelectorAll('.part--coming [data-look="today"]')) button.hidden = false;
}

function come(item, today) {
  const when = today < item.dataset.day ? "before" : "after";
  for (const words of item.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== when;
  for (const place of item.querySelectorAll("[data-distance]")) {
    place.textContent = `, ${days.distance(today, item.dataset.day)}`;
  }
}
