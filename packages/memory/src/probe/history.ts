import type { Reading } from './reading.ts';

/** Figures of a reading that are kept for charts. */
const series = [
  'atMs',
  'workingSetBytes',
  'rssBytes',
  'heapUsedBytes',
  'oldUsedBytes',
  'floorBytes',
  'externalBytes',
  'eventLoopUtilisation',
  'eventLoopDelayMs',
] as const;

/** One kept figure. */
export type HistorySeries = (typeof series)[number];

/** The last readings in typed arrays of fixed size. */
export class History {
  readonly #columns: ReadonlyMap<HistorySeries, Float64Array>;
  readonly #capacity: number;
  #written = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#columns = new Map(series.map((name) => [name, new Float64Array(capacity)]));
  }

  add(reading: Reading): void {
    const slot = this.#written++ % this.#capacity;
    for (const [name, column] of this.#columns) column[slot] = reading[name];
  }

  /** Copies one figure, oldest first; at most `limit` of the newest. O(limit). */
  list(name: HistorySeries, limit = this.#capacity): number[] {
    const column = this.#columns.get(name) as Float64Array;
    const size = Math.min(this.#written, this.#capacity, limit);
    const first = this.#written - size;
    return Array.from({ length: size }, (_, i) => column[(first + i) % this.#capacity] as number);
  }
}
