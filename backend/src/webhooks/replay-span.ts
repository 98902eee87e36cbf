import type { EventSpan } from './replay.repository.ts';

/**
 * The ids (UUID version 7) of the events recorded from one instant to another, both included. Ids
 * begin with the millisecond; `after` is the largest one before it.
 */
export function spanOf(fromMs: number, toMs: number): EventSpan {
  return { after: `${stamp(fromMs - 1)}${LAST}`, until: `${stamp(toMs)}${LAST}` };
}

/** The largest version 7 id of a millisecond. */
const LAST = '-7fff-bfff-ffffffffffff';

function stamp(ms: number): string {
  const time = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
