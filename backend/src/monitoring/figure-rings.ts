/** Figures over time in typed arrays of fixed size: the newest `capacity` points, one column each. */
export class FigureRings<Name extends string> {
  readonly #columns: ReadonlyMap<Name, Float64Array>;
  readonly #capacity: number;
  #written = 0;

  constructor(names: readonly Name[], capacity: number) {
    this.#capacity = capacity;
    this.#columns = new Map(names.map((name) => [name, new Float64Array(capacity)]));
  }

  /** Points held, at most the capacity. */
  get size(): number {
    return Math.min(this.#written, this.#capacity);
  }

  /** Bytes of all columns; constant. */
  get bytes(): number {
    return this.#columns.size * this.#capacity * Float64Array.BYTES_PER_ELEMENT;
  }

  /** Adds one point; NaN stands for a figure that could not be measured. */
  add(point: Readonly<Record<Name, number>>): void {
    const slot = this.#written++ % this.#capacity;
    for (const [name, column] of this.#columns) column[slot] = point[name];
  }

  /** One column, oldest first. O(size). */
  list(name: Name): number[] {
    const column = this.#columns.get(name) as Float64Array;
    const first = this.#written - this.size;
    return Array.from(
      { length: this.size },
      (_, index) => column[(first + index) % this.#capacity] as number,
    );
  }

  /** The same with null where there was nothing to measure. */
  listOrNull(name: Name): (number | null)[] {
    return this.list(name).map((value) => (Number.isNaN(value) ? null : value));
  }
}
