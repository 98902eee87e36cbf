import { probeLimits } from './probe.limits.ts';

/**
 * Growth per second of a noisy series: minima of blocks, then the median of all pairwise slopes
 * (Theil 1950, Sen 1968), so that neither the collector's teeth nor one step bends it.
 */
export class Slope {
  readonly #blocks = probeLimits.slopeBlocks.value;
  readonly #blockSamples = probeLimits.slopeBlockSamples.value;
  readonly #minima = new Float64Array(this.#blocks);
  readonly #timesMs = new Float64Array(this.#blocks);
  readonly #pairs = new Float64Array((this.#blocks * (this.#blocks - 1)) / 2);
  #written = 0;
  #inBlock = 0;
  #blockMinimum = Infinity;
  #blockStartMs = 0;
  #perSecond = 0;

  /** Bytes per second; 0 until the window is full, and when growth is small or not steady. */
  get bytesPerSecond(): number {
    return this.#perSecond;
  }

  /** Adds one sample. O(1), except at the end of a block: O(blocks²) with 28 pairs. */
  add(atMs: number, bytes: number): void {
    if (this.#inBlock === 0) {
      this.#blockStartMs = atMs;
      this.#blockMinimum = bytes;
    } else if (bytes < this.#blockMinimum) this.#blockMinimum = bytes;
    if (++this.#inBlock < this.#blockSamples) return;
    const slot = this.#written++ % this.#blocks;
    this.#minima[slot] = this.#blockMinimum;
    this.#timesMs[slot] = (this.#blockStartMs + atMs) / 2;
    this.#inBlock = 0;
    if (this.#written >= this.#blocks) this.#perSecond = this.#median();
  }

  #median(): number {
    let pair = 0;
    let rising = 0;
    const oldest = this.#written % this.#blocks;
    for (let later = 1; later < this.#blocks; later++) {
      const b = (oldest + later) % this.#blocks;
      for (let earlier = 0; earlier < later; earlier++) {
        const a = (oldest + earlier) % this.#blocks;
        const ms = (this.#timesMs[b] as number) - (this.#timesMs[a] as number);
        const slope = (((this.#minima[b] as number) - (this.#minima[a] as number)) / ms) * 1000;
        if (slope > 0) rising++;
        this.#pairs[pair++] = slope;
      }
    }
    const newest = (oldest + this.#blocks - 1) % this.#blocks;
    const grown = (this.#minima[newest] as number) - (this.#minima[oldest] as number);
    const isSteady = rising >= this.#pairs.length * 0.75;
    this.#pairs.sort();
    const median = this.#pairs[this.#pairs.length >> 1] as number;
    if (median <= 0) return median;
    return isSteady && grown >= probeLimits.slopeMinimumBytes.value ? median : 0;
  }
}
