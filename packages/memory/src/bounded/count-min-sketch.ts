const rows = 4;
const largest = 0xffff_ffff;

/**
 * Counts in fixed memory: four rows of 32-bit counters, each key has one place in every row and its
 * count is the least of the four. Keys that share places can only raise each other's count, so an
 * answer is never below the truth; with `width` ≥ the number of keys it rarely is above. Counters
 * stop at 2³²−1. 16 bytes × width; O(1).
 *
 * Source: Cormode and Muthukrishnan, "An improved data stream summary: the count-min sketch and its
 * applications", 2005; conservative update after Estan and Varghese, SIGCOMM 2002.
 */
export class CountMinSketch {
  static readonly bytesPerColumn = rows * 4;
  readonly #cells: Uint32Array;
  readonly #mask: number;
  readonly #width: number;

  /** `width` must be a power of two. */
  constructor(width: number) {
    this.#width = width;
    this.#mask = width - 1;
    this.#cells = new Uint32Array(width * rows);
  }

  /** Count of the key whose hash is the pair. */
  count(low: number, high: number): number {
    let least = largest;
    for (let row = 0; row < rows; row++) {
      const cell = this.#cells[this.#place(row, low, high)]!;
      if (cell < least) least = cell;
    }
    return least;
  }

  /** Raises the key's count and answers it. Counters above the new count are left alone. */
  add(low: number, high: number, amount: number): number {
    const count = Math.min(largest, this.count(low, high) + amount);
    for (let row = 0; row < rows; row++) {
      const place = this.#place(row, low, high);
      if (this.#cells[place]! < count) this.#cells[place] = count;
    }
    return count;
  }

  clear(): void {
    this.#cells.fill(0);
  }

  /** Two hashes give all four places (Kirsch and Mitzenmacher, 2006). */
  #place(row: number, low: number, high: number): number {
    return row * this.#width + ((low + Math.imul(row, high | 1)) & this.#mask);
  }
}
