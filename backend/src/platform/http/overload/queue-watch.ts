import { overloadLimits } from './overload.limits.ts';

/** Something that work waits for: the database's connections, say. */
export type CountWaiters = () => number;

/**
 * Tells a standing queue from a burst, as CoDel does (Nichols and Jacobson, 2012): a queue that has
 * been empty at least once lately is a burst; one that has not is overload.
 */
export class QueueWatch {
  readonly #waiters: CountWaiters;
  #emptyAtMs: number;
  #expectedMs: number;

  constructor(nowMs: number, waiters: CountWaiters) {
    this.#waiters = waiters;
    this.#emptyAtMs = nowMs;
    this.#expectedMs = nowMs + overloadLimits.lookMs;
  }

  /** Looks once. To be called every `lookMs`; how late it is called is the event loop's own queue. */
  look(nowMs: number): void {
    const isLate = nowMs - this.#expectedMs > overloadLimits.lateMs;
    if (!isLate && this.#waiters() === 0) this.#emptyAtMs = nowMs;
    this.#expectedMs = nowMs + overloadLimits.lookMs;
  }

  /** Time since every queue was last seen empty. */
  standingMs(nowMs: number): number {
    return nowMs - this.#emptyAtMs;
  }
}
