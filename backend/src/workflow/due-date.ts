import type { DurationUnit } from '@lexiflow/contracts';

const DAY_MS = 86_400_000;

/**
 * The date `count` days after `date`. Business days are Mondays to Fridays; holidays are not known
 * here. Zero business days after a Saturday is the Monday. Dates are `YYYY-MM-DD`, `count` is not
 * negative; beyond the year 9999 it answers that year's last day.
 */
export function addDays(date: string, count: number, unit: DurationUnit): string {
  let day = dayNumber(date);
  if (unit === 'days') return dateOf(day + count);
  while (isWeekend(day)) day += 1;
  // Whole weeks at once: a stage can be ten years long.
  day += Math.floor(count / 5) * 7;
  for (let left = count % 5; left > 0; left -= 1) {
    day += 1;
    while (isWeekend(day)) day += 1;
  }
  return dateOf(day);
}

/** Days from one date to a later one: `addDays` of it leads from the first to the second. */
export function daysBetween(from: string, to: string, unit: DurationUnit): number {
  let [day, end] = [dayNumber(from), dayNumber(to)];
  if (end <= day) return 0;
  if (unit === 'days') return end - day;
  while (isWeekend(day)) day += 1;
  while (isWeekend(end)) end += 1;
  const weeks = Math.floor((end - day) / 7);
  let count = weeks * 5;
  for (day += weeks * 7; day < end; day += 1) if (!isWeekend(day)) count += 1;
  return count;
}

/** Today's date in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

function dateOf(day: number): string {
  const text = new Date(day * DAY_MS).toISOString();
  return text.startsWith('+') ? '9999-12-31' : text.slice(0, 10);
}

// Day 0 was a Thursday.
function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}
