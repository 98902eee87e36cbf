import { governorLimits } from './governor.limits.ts';
import type { Priority } from './priority.ts';
import { priorities } from './priority.ts';

function forEachClass(value: number): Record<Priority, number> {
  return Object.fromEntries(priorities.map((priority) => [priority, value])) as Record<
    Priority,
    number
  >;
}

/**
 * Turns a share to refuse into single decisions: of 0.25 every fourth is refused, evenly, without
 * chance. Whatever the share, one request per class and interval goes through.
 */
export class RefusalDither {
  readonly #debt = forEachClass(0);
  readonly #admittedAtMs = forEachClass(-Infinity);

  /** Whether the next request of this class is to be refused. */
  decide(priority: Priority, share: number, nowMs: number): boolean {
    const debt = this.#debt[priority] + share;
    const isProbe = nowMs - this.#admittedAtMs[priority] >= governorLimits.trickleIntervalMs.value;
    if (debt >= 1 && !isProbe) {
      this.#debt[priority] = debt - 1;
      return true;
    }
    this.#debt[priority] = Math.min(debt, 1);
    this.#admittedAtMs[priority] = nowMs;
    return false;
  }

  /** What a past pressure still owed must not refuse anyone once it is gone. */
  forget(priority: Priority): void {
    // Asked for each request, and as good as never is anything owed: a number written takes longer than one read.
    if (this.#debt[priority] > 0) this.#debt[priority] = 0;
  }
}
