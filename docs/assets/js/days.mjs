// Days as texts: 2026-05-16.  The only module that knows the reader's clock.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_MS = 86400000;

// The reader's own day, by the reader's clock and zone.
export function today(now = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export const between = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY_MS; // both are midnights in UTC

// "16 May 2026", and for an instant "16 May 2026, 14:00 UTC"
export function words(moment) {
  const [year, month, date] = dayOf(moment).split("-");
  const hour = isDay(moment) ? "" : `, ${inUtc(moment).slice(11)} UTC`;
  return `${date.replace(/^0/, "")} ${MONTHS[month - 1]} ${year}${hour}`;
}

// "in 6 days", "tomorrow", "today", "yesterday", "6 days ago"
export function distance(from, to) {
  const days = between(from, to);
  const near = {"-1": "yesterday", 0: "today", 1: "tomorrow"}[days];
  return near ?? (days > 0 ? `in ${days} days` : `${-days} days ago`);
}

export const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

// A day, or an instant with its zone, as links may carry it.
export const isMoment = (text) => isDay(text)
  || (/^\d{4}-\d{2}-\d{2}T.*(Z|[-+]\d{2}:?\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)));
export const dayOf = (moment) => (isDay(moment) ? moment : inUtc(moment).slice(0, 10));
const inUtc = (instant) => new Date(instant).toISOString().slice(0, 16);
