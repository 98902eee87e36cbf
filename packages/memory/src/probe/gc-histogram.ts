/** Upper bounds of the pause buckets in milliseconds; one more bucket holds what is above. */
export const gcBucketsMs = [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500] as const;

/** Kinds of collection as V8 reports them through Node. */
export const gcKinds = ['minor', 'major', 'incremental', 'weak-callbacks'] as const;

/** One kind of collection. */
export type GcKind = (typeof gcKinds)[number];

/** Pauses of one kind since the observer started. */
export interface GcKindSnapshot {
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
  /** Pauses per bucket of `gcBucketsMs`, not cumulated; the last one is above all bounds. */
  readonly buckets: readonly number[];
}

/** Counts pauses of one kind in fixed memory. */
export class GcHistogram {
  readonly #buckets = new Float64Array(gcBucketsMs.length + 1);
  #count = 0;
  #totalMs = 0;
  #maxMs = 0;

  /** Pauses added so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds one pause. */
  add(durationMs: number): void {
    let bucket = 0;
    while (bucket < gcBucketsMs.length && durationMs > (gcBucketsMs[bucket] as number)) bucket++;
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + 1;
    this.#count++;
    this.#totalMs += durationMs;
    if (durationMs > this.#maxMs) this.#maxMs = durationMs;
  }

  snapshot(): GcKindSnapshot {
    return {
      count: this.#count,
      totalMs: this.#totalMs,
      maxMs: this.#maxMs,
      buckets: Array.from(this.#buckets),
    };
  }
}
