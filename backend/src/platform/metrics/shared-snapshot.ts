import type { Governor, GovernorSnapshot } from '@lexiflow/memory';

/** The governor's snapshot, made at most once per `maxAgeMs`, for readers that come together. */
export class SharedSnapshot {
  readonly #governor: Governor;
  readonly #maxAgeMs: number;
  #madeAtMs = Number.NEGATIVE_INFINITY;
  #snapshot: GovernorSnapshot | null = null;

  constructor(governor: Governor, maxAgeMs = 100) {
    this.#governor = governor;
    this.#maxAgeMs = maxAgeMs;
  }

  /** The last snapshot, or a new one when that is too old. */
  get(): GovernorSnapshot {
    const nowMs = performance.now();
    if (this.#snapshot === null || nowMs - this.#madeAtMs >= this.#maxAgeMs) {
      this.#snapshot = this.#governor.snapshot();
      this.#madeAtMs = nowMs;
    }
    return this.#snapshot;
  }
}
