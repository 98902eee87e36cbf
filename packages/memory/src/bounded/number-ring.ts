import { requireCapacity } from './require-capacity.ts';

/**
 * The last `capacity` numbers with their figures: 8 bytes each in one typed array. Adding is O(1)
 * and allocates nothing; `min`, `max`, `mean` are O(length), `quantile` sorts a copy.
 */
export class NumberRing implements Iterable<number> {
  readonly capacity: number;
  readonly #values: Float64Array;
  #first = 0;
  #length = 0;

  /** Throws `BOUNDED_OPTION_INVALID` unless `capacity` is a whole number ≥ 1. */
  constructor(capacity: number) {
    this.capacity = requireCapacity('capacity', capacity);
    this.#values = new Float64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.#values[(this.#first + this.#length) % this.capacity] = value;
    if (this.#length < this.capacity) this.#length++;
    else this.#first = (this.#first + 1) % this.capacity;
  }

  /** The number at a place: 0 is the oldest, −1 the newest. */
  at(index: number): number | undefined {
    const place = index < 0 ? this.#length + index : index;
    if (place < 0 || place >= this.#length) return undefined;
    return this.#values[(this.#first + place) % this.capacity];
  }

  /** NaN when empty. */
  mean(): number {
    let sum = 0;
    for (const value of this) sum += value;
    return sum / this.#length;
  }

  /** Infinity when empty. */
  min(): number {
    let least = Infinity;
    for (const value of this) if (value < least) least = value;
    return least;
  }

  /** −Infinity when empty. */
  max(): number {
    let most = -Infinity;
    for (const value of this) if (value > most) most = value;
    return most;
  }

  /** The smallest held number that at least `share` (0–1) of them do not exceed; NaN when empty. */
  quantile(share: number): number {
    if (this.#length === 0) return NaN;
    const sorted = Float64Array.from(this).sort();
    const rank = Math.ceil(Math.min(1, Math.max(0, share)) * sorted.length);
    return sorted[Math.max(0, rank - 1)]!;
  }

  clear(): void {
    this.#first = 0;
    this.#length = 0;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<number, void, undefined> {
    for (let i = 0; i < this.#length; i++) {
      yield this.#values[(this.#first + i) % this.capacity]!;
    }
  }
}
