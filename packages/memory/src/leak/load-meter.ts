import type { Governor } from '../governor/governor.ts';

/**
 * Work done so far, the covariate of growth: what the governor admitted or was handed to `watch`. Where
 * neither happens, the time this process has computed stands for it.
 */
export class LoadMeter {
  readonly #admitted: () => number;
  readonly #cpuMs: () => number;
  #watched = 0;
  #isKnown: boolean | undefined;

  constructor(governor?: Pick<Governor, 'admittedTotal'>, cpuMs = processCpuMs) {
    this.#admitted = () => governor?.admittedTotal ?? 0;
    this.#cpuMs = cpuMs;
  }

  /** Counts one piece of work. */
  add(): void {
    this.#watched++;
  }

  /** Settles which of the two is used, when the process is warm: a series must not change its unit. */
  settle(): void {
    this.#isKnown ??= this.#arrived > 0;
  }

  /** Whether `total` counts what arrives. */
  get isKnown(): boolean {
    return this.#isKnown ?? false;
  }

  /** Only grows. Admitted requests are usually watched too: the larger count stands for both. */
  get total(): number {
    return this.isKnown ? this.#arrived : this.#cpuMs();
  }

  get #arrived(): number {
    return Math.max(this.#watched, this.#admitted());
  }
}

function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
