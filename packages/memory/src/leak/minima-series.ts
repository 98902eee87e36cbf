import { leakLimits } from './leak.limits.ts';

/** One kept point: the least value of its block, and when the block ended. */
export interface SeriesPoint {
  readonly atMs: number;
  /** Work done so far, in any unit that only grows: the covariate of growth. */
  readonly work: number;
  readonly value: number;
}

/**
 * A series of block minima in fixed memory. `recent` keeps the newest points; `all` keeps the whole
 * run: when full, neighbours are merged and from then on a block is twice as long.
 */
export class MinimaSeries {
  readonly #keep: 'recent' | 'all';
  readonly #capacity: number;
  readonly #points: Float64Array;
  #length = 0;
  #width = 1;
  #inBlock = 0;
  #least = Infinity;

  constructor(keep: 'recent' | 'all', capacity: number = leakLimits.seriesPoints.value) {
    this.#keep = keep;
    this.#capacity = capacity;
    this.#points = new Float64Array(capacity * 3);
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of the table. */
  get bytes(): number {
    return this.#points.byteLength;
  }

  /** O(1), but O(capacity) when the table is full. */
  add(atMs: number, work: number, value: number): void {
    if (value < this.#least) this.#least = value;
    this.#inBlock++;
    if (this.#length === this.#capacity) this.#makeRoom();
    if (this.#inBlock < this.#width) return;
    const at = this.#length++ * 3;
    this.#points[at] = atMs;
    this.#points[at + 1] = work;
    this.#points[at + 2] = this.#least;
    this.#inBlock = 0;
    this.#least = Infinity;
  }

  /** Lowers the value that was added last, where what is known now of the same time is less. O(1). */
  lower(value: number): void {
    if (this.#inBlock > 0) this.#least = Math.min(this.#least, value);
    else if (this.#length > 0) {
      const at = this.#length * 3 - 1;
      this.#points[at] = Math.min(this.#points[at]!, value);
    }
  }

  clear(): void {
    this.#length = 0;
    this.#width = 1;
    this.#inBlock = 0;
    this.#least = Infinity;
  }

  /** A copy, oldest first, of the points that ended at `sinceMs` or later. */
  list(sinceMs = -Infinity): SeriesPoint[] {
    const points: SeriesPoint[] = [];
    for (let i = 0; i < this.#length * 3; i += 3) {
      const atMs = this.#points[i]!;
      if (atMs >= sinceMs) {
        points.push({ atMs, work: this.#points[i + 1]!, value: this.#points[i + 2]! });
      }
    }
    return points;
  }

  #makeRoom(): void {
    const points = this.#points;
    if (this.#keep === 'recent') {
      points.copyWithin(0, 3);
      this.#length--;
      return;
    }
    const half = Math.floor(this.#length / 2);
    for (let i = 0; i < half; i++) {
      const [a, b] = [i * 6, i * 6 + 3];
      points[i * 3] = points[b]!;
      points[i * 3 + 1] = points[b + 1]!;
      points[i * 3 + 2] = Math.min(points[a + 2]!, points[b + 2]!);
    }
    this.#length = half;
    this.#width *= 2;
  }
}
