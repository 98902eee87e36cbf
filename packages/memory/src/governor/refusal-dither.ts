import { governorLimits } from './governor.limits.ts';
import type { Priority } from './priority.ts';

/**
 * Turns a share to refuse into single decisions: of 0.25 every fourth is refused, evenly, without
 * chance. Whatever the share, one request per class and interval goes through.
 */
export class RefusalDither {
  readonly #debt = new Map<Priority, number>();
  readonly #admittedAtMs = new Map<Priority, number>();

  /** Whether the next request of this class is to be refused. */
  decide(priority: Priority, share: number, nowMs: number): boolean {
    // What a past pressure still owed must not refuse anyone once it is gone.
    const debt = share > 0 ? (this.#debt.get(priority) ?? 0) + share : 0;
    const lastMs = this.#admittedAtMs.get(priority) ?? -Infinity;
    const isProbe = nowMs - lastMs >= governorLimits.trickleIntervalMs.value;
    if (debt >= 1 && !isProbe) {
      this.#debt.set(priority, debt - 1);
      return true;
    }
    this.#debt.set(priority, Math.min(debt, 1));
    this.#admittedAtMs.set(priority, nowMs);
    return false;
  }
}
