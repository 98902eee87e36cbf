import { metricsLimits } from './metrics.limits.ts';

const { latencyBuckets, latencyGrowth, latencyStartMs } = metricsLimits;
const SCALE = 1 / Math.log(latencyGrowth);

/** Percentiles of durations in fixed memory: geometric buckets, each 6 % wider than the last. */
export class LatencyWindow {
  readonly #counts = new Uint32Array(latencyBuckets);
  #total = 0;

  /** Observations since the last `reset`. */
  get total(): number {
    return this.#total;
  }

  /** Counts one duration. O(1), no allocation. */
  observe(ms: number): void {
    const bucket = ms <= latencyStartMs ? 0 : Math.floor(Math.log(ms / latencyStartMs) * SCALE);
    const index = bucket >= latencyBuckets ? latencyBuckets - 1 : bucket;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#total++;
  }

  /** The duration below which `share` (0…1) of the observations lie; NaN without observations. */
  percentile(share: number): number {
    if (this.#total === 0) return Number.NaN;
    const rank = Math.ceil(share * this.#total);
    let seen = 0;
    for (let index = 0; index < latencyBuckets; index++) {
      seen += this.#counts[index] ?? 0;
      // The middle of the bucket: half a bucket is the most it can be wrong by.
      if (seen >= rank) return latencyStartMs * latencyGrowth ** (index + 0.5);
    }
    return latencyStartMs * latencyGrowth ** latencyBuckets;
  }

  /** Forgets all observations. */
  reset(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}
