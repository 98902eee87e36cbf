import { RingBuffer } from '../bounded/ring-buffer.ts';

/** Figures of the rule "the used heap grew by so much within so long". */
export interface GrowthRuleSignal {
  readonly isRaised: boolean;
  readonly grownBytes: number;
  readonly thresholdBytes: number;
  readonly windowMs: number;
}

/** Readings kept per window. */
const readings = 128;

/**
 * The rule that people have configured. It is true during warm-up and for one harmless step, and
 * false for a slow leak, so it is shown and never convicts.
 */
export class GrowthRule {
  readonly #ring = new RingBuffer<{ readonly atMs: number; readonly bytes: number }>(readings);

  /** Adds the used heap of now and answers the rule. O(readings in the window). */
  add(atMs: number, bytes: number, windowMs: number, thresholdBytes: number): GrowthRuleSignal {
    this.#ring.push({ atMs, bytes });
    while (this.#ring.length > 1 && this.#ring.at(0)!.atMs < atMs - windowMs) this.#ring.shift();
    const grownBytes = bytes - this.#ring.at(0)!.bytes;
    return { isRaised: grownBytes > thresholdBytes, grownBytes, thresholdBytes, windowMs };
  }

  clear(): void {
    this.#ring.clear();
  }
}
