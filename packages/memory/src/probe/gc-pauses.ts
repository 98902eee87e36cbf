import type { GcKind } from './gc-histogram.ts';
import { gcKinds } from './gc-histogram.ts';

/** One collection, for charts. */
export interface GcPause {
  /** Monotonic milliseconds at which it began (the base of `performance.now()`). */
  readonly atMs: number;
  readonly durationMs: number;
  readonly kind: GcKind;
}

/** The last collections in a ring of fixed size. */
export class GcPauses {
  readonly #atMs: Float64Array;
  readonly #durationMs: Float64Array;
  readonly #kind: Uint8Array;
  #written = 0;

  constructor(capacity: number) {
    this.#atMs = new Float64Array(capacity);
    this.#durationMs = new Float64Array(capacity);
    this.#kind = new Uint8Array(capacity);
  }

  add(atMs: number, durationMs: number, kind: GcKind): void {
    const slot = this.#written++ % this.#atMs.length;
    this.#atMs[slot] = atMs;
    this.#durationMs[slot] = durationMs;
    this.#kind[slot] = gcKinds.indexOf(kind);
  }

  /** Oldest first. O(capacity). */
  list(): GcPause[] {
    const size = Math.min(this.#written, this.#atMs.length);
    return Array.from({ length: size }, (_, index) => {
      const slot = (this.#written - size + index) % this.#atMs.length;
      return {
        atMs: this.#atMs[slot] as number,
        durationMs: this.#durationMs[slot] as number,
        kind: gcKinds[this.#kind[slot] as number] as GcKind,
      };
    });
  }
}
