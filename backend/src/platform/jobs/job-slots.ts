import type { JobPriority } from './define-job.ts';
import { jobsLimits } from './jobs.limits.ts';

/** How many slots there are and what each class may take of them. */
export interface SlotRule {
  readonly slots: number;
  readonly highOnly: number;
  readonly low: number;
}

const ordinary: SlotRule = {
  slots: jobsLimits.slotEntries,
  highOnly: jobsLimits.highOnlyEntries,
  low: jobsLimits.lowEntries,
};

/**
 * The slots of one process in which jobs run. Some are kept for urgent work, and slow background
 * work never holds more than its share, so that no class waits for a flood of a lesser one.
 */
export class JobSlots {
  readonly #rule: SlotRule;
  readonly #used: Record<JobPriority, number> = { high: 0, normal: 0, low: 0 };

  constructor(rule: SlotRule = ordinary) {
    this.#rule = rule;
  }

  get used(): number {
    return this.#used.high + this.#used.normal + this.#used.low;
  }

  /** Takes up to `wanted` slots and answers how many; O(1). */
  take(priority: JobPriority, wanted: number): number {
    const { slots, highOnly, low } = this.#rule;
    let free = slots - this.used;
    if (priority !== 'high') {
      // Urgent work in the slots kept for it does not use up those of the others.
      const kept = Math.max(0, highOnly - this.#used.high);
      free -= kept;
    }
    if (priority === 'low') free = Math.min(free, low - this.#used.low);
    const taken = Math.max(0, Math.min(wanted, free));
    this.#used[priority] += taken;
    return taken;
  }

  /** Gives slots of that class back. */
  give(priority: JobPriority, count: number): void {
    this.#used[priority] = Math.max(0, this.#used[priority] - count);
  }
}
