/** A structure that knows how many entries it will not exceed answers it under this key. */
export const entryBound: unique symbol = Symbol.for('lexiflow:entry-bound');

/** Implemented by structures whose fields do not say it; the leak detective takes them at their word. */
export interface EntryBounded {
  readonly [entryBound]: number;
}
