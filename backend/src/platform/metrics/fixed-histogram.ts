/** A cumulative histogram over fixed upper bounds, as Prometheus reads it. Never reset. */
export class FixedHistogram {
  readonly bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  /** `bounds` ascend; one more bucket above the last takes the rest. */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  get sum(): number {
    return this.#sum;
  }

  get count(): number {
    return this.#counts.reduce((total, value) => total + value, 0);
  }

  /** Counts one value. Linear over the bounds, of which there are about a dozen. */
  observe(value: number): void {
    const { bounds } = this;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] as number)) index++;
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#sum += value;
  }

  /** Counts at or below each bound, the last one being all of them. */
  cumulative(): number[] {
    let total = 0;
    return Array.from(this.#counts, (value) => (total += value));
  }

  /** Estimated value below which `share` of all lie, by linear interpolation; NaN when empty. */
  quantile(share: number): number {
    const cumulative = this.cumulative();
    const total = cumulative.at(-1) ?? 0;
    if (total === 0) return Number.NaN;
    const rank = share * total;
    const index = cumulative.findIndex((value) => value >= rank);
    const upper = this.bounds[index] ?? this.bounds.at(-1) ?? 0;
    const lower = index === 0 ? 0 : (this.bounds[index - 1] ?? upper);
    const below = index === 0 ? 0 : (cumulative[index - 1] ?? 0);
    const within = (cumulative[index] ?? 0) - below;
    return within === 0 ? upper : lower + ((upper - lower) * (rank - below)) / within;
  }
}
