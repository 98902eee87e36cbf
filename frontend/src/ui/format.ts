import { uiMessages } from './messages.ts';

const counts = new Intl.NumberFormat();
const oneDigit = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const dates = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});
const moments = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const clocks = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** A whole number with the reader's separators. */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** Bytes in binary units with one decimal, as the server prints them (1 MB = 1,048,576 bytes). */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  if (size < 1024) return `${counts.format(bytes)} B`;
  const power = Math.min(UNITS.length, Math.floor(Math.log2(size) / 10));
  return `${oneDigit.format(bytes / 1024 ** power)} ${UNITS[power - 1]}`;
}

/** A share of 0 to 1 as a percentage with one decimal. */
export function formatShare(share: number): string {
  return `${oneDigit.format(share * 100)} %`;
}

/** Milliseconds with the precision that matters at their size. */
export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${oneDigit.format(ms / 1000)} s`;
  return ms >= 100 ? `${counts.format(Math.round(ms))} ms` : `${oneDigit.format(ms)} ms`;
}

/** Seconds as days, hours, minutes, at most two units. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts: Array<[number, string]> = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** A legal date (`YYYY-MM-DD`): the same day in every time zone. */
export function formatDate(date: string | null): string {
  if (date === null) return uiMessages.none;
  const time = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? date : dates.format(time);
}

/** An instant in the reader's time zone, to the minute. */
export function formatInstant(instant: string | null): string {
  return instant === null ? uiMessages.none : moments.format(new Date(instant));
}

/** The time of day of an instant in the reader's time zone, to the second. */
export function formatClock(instant: string | number): string {
  return clocks.format(new Date(instant));
}

/** The reader's time zone, such as `Europe/Berlin`. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
