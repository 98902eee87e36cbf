/** Some of the points, oldest first, column by column. */
export interface FigureRows<Name extends string> {
  list(name: Name): number[];
  /** The same with null where there was nothing to measure. */
  listOrNull(name: Name): (number | null)[];
}

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

  /** The points whose figure `name`, which ascends, is above `value`. */
  after(name: Name, value: number): FigureRows<Name> {
    const column = this.#columns.get(name) as Float64Array;
    let size = 0;
    while (size < this.size && this.#at(column, size) > value) size++;
    return {
      list: (wanted) => this.#newest(wanted, size),
      listOrNull: (wanted) =>
        this.#newest(wanted, size).map((figure) => (Number.isNaN(figure) ? null : figure)),
    };
  }

  /** The figure `back` points before the newest. */
  #at(column: Float64Array, back: number): number {
    return column[(this.#written - 1 - back) % this.#capacity] as number;
  }

  #newest(name: Name, size: number): number[] {
    const column = this.#columns.get(name) as Float64Array;
    return Array.from({ length: size }, (_, index) => this.#at(column, size - 1 - index));
  }
}
