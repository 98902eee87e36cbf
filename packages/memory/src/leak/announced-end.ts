import { types } from 'node:util';
import type { CollectionKind } from './found-collection.ts';
import { dataOf, sampleEntries } from './sample-entries.ts';

/** Entries looked at, the oldest ones: they are the first to be overdue. */
const entriesSeen = 8;
/** Properties looked at per entry. */
const breadth = 24;
/** A time further ahead than this is a date of the program's business, not an end of the entry. */
const furthestMs = 24 * 3_600_000;

/**
 * Whether most of the oldest entries carry a time of their own end that is still ahead (a number or
 * Date within a day), or a timer that fires once: such a collection may grow until the first are due.
 * Entries that have outlived that time announce nothing. Runs no code of theirs.
 */
export function announcesEnd(kind: CollectionKind, target: object, wallMs: number): boolean {
  const entries = sampleEntries(kind, target, entriesSeen, 'oldest');
  const ending = entries.filter((entry) =>
    endsLater(kind === 'map' ? second(entry) : entry, wallMs),
  );
  return entries.length > 0 && ending.length * 2 > entries.length;
}

function second(entry: unknown): unknown {
  return (entry as readonly unknown[])[1];
}

function endsLater(entry: unknown, wallMs: number): boolean {
  if (isAhead(entry, wallMs) || isTimer(entry)) return true;
  if (typeof entry !== 'object' || entry === null || types.isProxy(entry)) return false;
  return Object.keys(entry)
    .slice(0, breadth)
    .some((key) => {
      const value = dataOf(entry, key);
      return isAhead(value, wallMs) || isTimer(value);
    });
}

function isAhead(value: unknown, wallMs: number): boolean {
  const ms = types.isDate(value) ? Date.prototype.getTime.call(value) : value;
  return typeof ms === 'number' && ms > wallMs && ms <= wallMs + furthestMs;
}

/** A timer of Node that is pending and fires once. */
function isTimer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || dataOf(prototype, 'constructor') !== timerClass) return false;
  return dataOf(value, '_repeat') === null && dataOf(value, '_destroyed') === false;
}

const timerClass = classOfTimers();

function classOfTimers(): unknown {
  const timer = setTimeout(() => undefined, 0);
  clearTimeout(timer);
  return timer.constructor;
}
