import { triggerState, type TriggerState } from './trigger.ts';
import type { TriggerThresholds } from './trigger-thresholds.ts';

/**
 * Holds when every reading of the last `memoryMs` was above `memoryRatio` of the limit. A reading at or
 * below it, or none, begins anew. Without a limit it never holds.
 */
export class MemoryTrigger {
  readonly #thresholds: TriggerThresholds;
  #aboveSinceMs: number | null = null;
  #lastMs = 0;
  #ratio: number | null = null;

  constructor(thresholds: TriggerThresholds) {
    this.#thresholds = thresholds;
  }

  /** Takes a reading; null when there is none or no limit. */
  observe(atMs: number, usedRatio: number | null): void {
    const isAbove = usedRatio !== null && usedRatio > this.#thresholds.memoryRatio;
    this.#aboveSinceMs = isAbove ? (this.#aboveSinceMs ?? atMs) : null;
    this.#ratio = usedRatio;
    this.#lastMs = atMs;
  }

  /** The answer; what was read before `fromMs` does not count. */
  state(fromMs = 0): TriggerState {
    const { memoryRatio, memoryMs } = this.#thresholds;
    if (this.#ratio === null) return triggerState('memory', null, 'no reading or no limit');
    const used = `${(100 * this.#ratio).toFixed(1)} % of the limit`;
    if (this.#aboveSinceMs === null) return triggerState('memory', null, used);
    const aboveSinceMs = Math.max(fromMs, this.#aboveSinceMs);
    const aboveMs = Math.max(0, this.#lastMs - aboveSinceMs);
    const share = `above ${100 * memoryRatio} % for ${Math.floor(aboveMs / 1000)} s`;
    const isLong = this.#lastMs >= aboveSinceMs && aboveMs >= memoryMs;
    const sinceMs = isLong ? aboveSinceMs + memoryMs : null;
    return triggerState('memory', sinceMs, `${used}, ${share} of ${memoryMs / 1000}`);
  }
}
