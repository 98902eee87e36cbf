/** Counts of durations in fixed buckets; `counts` has one entry more than `boundsMs` (the rest). */
export interface HistogramSnapshot {
  readonly boundsMs: readonly number[];
  readonly counts: readonly number[];
  readonly count: number;
  readonly sumMs: number;
}

/** A histogram of durations with fixed memory. O(buckets) per observation. */
export class DurationHistogram {
  readonly #boundsMs: readonly number[];
  readonly #counts: number[];
  #count = 0;
  #sumMs = 0;

  constructor(boundsMs: readonly number[]) {
    this.#boundsMs = boundsMs;
    this.#counts = new Array<number>(boundsMs.length + 1).fill(0);
  }

  observe(durationMs: number): void {
    const found = this.#boundsMs.findIndex((bound) => durationMs <= bound);
    const index = found < 0 ? this.#boundsMs.length : found;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
    this.#sumMs += durationMs;
  }

  snapshot(): HistogramSnapshot {
    return {
      boundsMs: this.#boundsMs,
      counts: [...this.#counts],
      count: this.#count,
      sumMs: this.#sumMs,
    };
  }
}
