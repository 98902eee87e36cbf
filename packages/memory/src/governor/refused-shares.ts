import { governorLimits } from './governor.limits.ts';
import type { Priority } from './priority.ts';
import { priorities } from './priority.ts';

/** What is kept of one class of work. */
interface RefusedClass {
  /** What of its work is refused now, 0 … 1. */
  share: number;
  /** What the decisions so far still owe. */
  debt: number;
  admittedAtMs: number;
}

/**
 * The share of each class of work that is refused now, and its single decisions: of 0.25 every fourth is
 * refused, evenly, without chance. Whatever the share, one request per class and interval goes through.
 */
export class RefusedShares {
  readonly #classes = new Map<Priority, RefusedClass>();
  #isAny = false;

  constructor() {
    for (const priority of priorities) {
      this.#classes.set(priority, { share: 0, debt: 0, admittedAtMs: -Infinity });
    }
  }

  /** Whether anything is refused: asked for each request, and as good as never is it so. */
  get isAny(): boolean {
    return this.#isAny;
  }

  /** The share of a class, 0 … 1. */
  of(priority: Priority): number {
    return this.#class(priority).share;
  }

  /** What a past pressure still owed refuses nobody once the share is 0. */
  set(priority: Priority, share: number): void {
    const one = this.#class(priority);
    one.share = share;
    if (share === 0) one.debt = 0;
    this.#isAny = priorities.some((each) => this.of(each) > 0);
  }

  /** Whether the next request of this class is to be refused. O(1). */
  decide(priority: Priority, nowMs: number): boolean {
    const one = this.#class(priority);
    if (one.share === 0) return false;
    const debt = one.debt + one.share;
    const isProbe = nowMs - one.admittedAtMs >= governorLimits.trickleIntervalMs.value;
    if (debt >= 1 && !isProbe) {
      one.debt = debt - 1;
      return true;
    }
    one.debt = Math.min(debt, 1);
    one.admittedAtMs = nowMs;
    return false;
  }

  #class(priority: Priority): RefusedClass {
    return this.#classes.get(priority) as RefusedClass;
  }
}
