import type { Governor } from '../governor/governor.ts';

/** Work that arrived so far: what the governor admitted and what was handed to `watch`. */
export class LoadMeter {
  readonly #admitted: () => number;
  #watched = 0;

  constructor(governor?: Pick<Governor, 'admittedTotal'>) {
    this.#admitted = () => governor?.admittedTotal ?? 0;
  }

  /** Counts one piece of work. */
  add(): void {
    this.#watched++;
  }

  /** Only grows. Admitted requests are usually watched too: the larger count stands for both. */
  get total(): number {
    return Math.max(this.#watched, this.#admitted());
  }
}
