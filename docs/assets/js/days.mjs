// Days as texts: 2026-05-16.  The only module that knows the reader's clock.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_MS = 86400000;

// The reader's own day, by the reader's clock and zone.
export function today(now = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export const between = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY_MS; // both are midnights in UTC

export function words(day) {
  const [year, month, date] = day.split("-");
  return `${date.replace(/^0/, "")} ${MONTHS[month - 1]} ${year}`;
}

// "in 6 days", "tomorrow", "today", "yesterday", "6 days ago"
export function distance(from, to) {
  const days = between(from, to);
  const near = {"-1": "yesterday", 0: "today", 1: "tomorrow"}[days];
  return near ?? (days > 0 ? `in ${days} days` : `${-days} days ago`);
}

export const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
