const LEAST_MS = 0.1;
/** Width of a bucket: percentiles are right within this share. */
const STEP = Math.log(1.02);
const BUCKETS = 800;

/** Latencies in buckets of two percent: percentiles of any number of requests in fixed memory. */
export class Latency {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #maxMs = 0;

  get count(): number {
    return this.#count;
  }

  get maxMs(): number {
    return this.#maxMs;
  }

  add(ms: number): void {
    const bucket = Math.floor(Math.log(Math.max(ms, LEAST_MS) / LEAST_MS) / STEP);
    this.#counts[Math.min(BUCKETS - 1, bucket)]!++;
    this.#count++;
    if (ms > this.#maxMs) this.#maxMs = ms;
  }

  /** The latency that a share of all requests did not exceed; 0 without requests. */
  percentileMs(share: number): number {
    const wanted = share * this.#count;
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket]!;
      if (seen > 0 && seen >= wanted) {
        return Math.min(this.#maxMs, LEAST_MS * Math.exp((bucket + 1) * STEP));
      }
    }
    return 0;
  }
}
