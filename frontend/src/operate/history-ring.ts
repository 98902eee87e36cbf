import type { MemoryHistory } from '@lexiflow/contracts';
import { MAX_SAMPLES } from './operate.limits.ts';

/** The figures of the server's history that the charts draw. */
export const historyFigures = [
  'workingSetBytes',
  'heapUsedBytes',
  'heapFloorBytes',
  'externalBytes',
  'accountedBytes',
  'levelIndex',
  'gcPauseMs',
  'eventLoopDelayMs',
  'requestsPerSecond',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'shedPerSecond',
] as const;

/** One of the figures. */
export type HistoryFigure = (typeof historyFigures)[number];

/**
 * The newest samples of every figure in fixed memory. Each value is written twice, a capacity
 * apart, so that the newest run is always one contiguous view: reading copies nothing.
 *
 *     [ 6 7 3 4 5 | 6 7 3 4 5 ]   capacity 5, newest 7: the view is [3 4 5 6 7]
 *           ^---------^
 */
export class HistoryRing {
  readonly #capacity: number;
  readonly #at: Float64Array;
  readonly #columns: Record<HistoryFigure, Float64Array>;
  #written = 0;

  constructor(capacity = MAX_SAMPLES) {
    this.#capacity = capacity;
    const make = () => new Float64Array(capacity * 2);
    this.#at = make();
    this.#columns = Object.fromEntries(historyFigures.map((figure) => [figure, make()])) as Record<
      HistoryFigure,
      Float64Array
    >;
  }

  /** Time of the newest sample in epoch milliseconds, 0 before the first. */
  get lastAtMs(): number {
    return this.#written === 0 ? 0 : (this.#at[this.#slot(this.#written - 1)] ?? 0) * 1000;
  }

  /** Samples held. */
  get size(): number {
    return Math.min(this.#written, this.#capacity);
  }

  /** Adds the samples of `history` that are newer than the newest held; answers how many. */
  append(history: MemoryHistory): number {
    const before = this.#written;
    const last = this.lastAtMs;
    history.at.forEach((atMs, index) => {
      if (atMs <= last) return;
      this.#write(this.#at, atMs / 1000);
      for (const figure of historyFigures) {
        this.#write(this.#columns[figure], history[figure][index] ?? Number.NaN);
      }
      this.#written += 1;
    });
    return this.#written - before;
  }

  /** Sample times in epoch seconds, oldest first; a view that the next append changes. */
  times(): Float64Array {
    return this.#view(this.#at);
  }

  /** Values of one figure, oldest first; a view that the next append changes. */
  values(figure: HistoryFigure): Float64Array {
    return this.#view(this.#columns[figure]);
  }

  #slot(index: number): number {
    return index % this.#capacity;
  }

  #write(column: Float64Array, value: number): void {
    const slot = this.#slot(this.#written);
    column[slot] = value;
    column[slot + this.#capacity] = value;
  }

  #view(column: Float64Array): Float64Array {
    const size = this.size;
    const start = this.#slot(this.#written - size);
    return column.subarray(start, start + size);
  }
}
