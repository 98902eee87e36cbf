/** Times and values of the last samples in two arrays of fixed size; the oldest give way. */
export class HistoryRing {
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  #next = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
  }

  /** Samples held, at most the capacity. */
  get length(): number {
    return this.#length;
  }

  add(atMs: number, value: number): void {
    this.#times[this.#next] = atMs;
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#times.length;
    this.#length = Math.min(this.#length + 1, this.#times.length);
  }

  /** Calls for each sample at or after a time, oldest first. */
  forEach(sinceMs: number, look: (atMs: number, value: number) => void): void {
    const capacity = this.#times.length;
    const first = (this.#next - this.#length + capacity) % capacity;
    for (let step = 0; step < this.#length; step++) {
      const index = (first + step) % capacity;
      if (this.#times[index]! >= sinceMs) look(this.#times[index]!, this.#values[index]!);
    }
  }
}
