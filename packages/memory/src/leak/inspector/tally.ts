/** A figure that only a search can read; the census reads what the last search has written. */
export class Tally {
  size = 0;
  /** What stays the same while the thing only grows: the oldest node of a chain. */
  anchor: WeakRef<object> = new WeakRef(this);
  /** Where a chain began the last time. */
  first: WeakRef<object> | null = null;
}

const tallies = new WeakMap<object, Map<string, Tally>>();

/** The tally of one field of one holder; lives as long as the holder. */
export function tallyOf(holder: object, field: string): Tally {
  let own = tallies.get(holder);
  if (!own) tallies.set(holder, (own = new Map()));
  let tally = own.get(field);
  if (!tally) own.set(field, (tally = new Tally()));
  return tally;
}
