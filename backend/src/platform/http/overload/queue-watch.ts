import { overloadLimits } from './overload.limits.ts';

const { lookMs, lateMs, standingMs, standingAgainMs, relapseMs } = overloadLimits;

/** Something that work waits for: the database's connections, say. */
export type CountWaiters = () => number;

/**
 * Tells a standing queue from a burst, as CoDel does (Nichols and Jacobson, 2012): a queue that has
 * been empty at least once lately is a burst; one that has not is overload. As there, less is needed to
 * say so again soon after: where each queue had its full time, everybody would wait that long each time.
 */
export class QueueWatch {
  readonly #waiters: CountWaiters;
  #emptyAtMs: number;
  #expectedMs: number;
  /** When a queue was last seen to stand. */
  #stoodAtMs = -Infinity;

  constructor(nowMs: number, waiters: CountWaiters) {
    this.#waiters = waiters;
    this.#emptyAtMs = nowMs;
    this.#expectedMs = nowMs + lookMs;
  }

  /** Looks once. To be called every `lookMs`; how late it is called is the event loop's own queue. */
  look(nowMs: number): void {
    const isLate = nowMs - this.#expectedMs > lateMs;
    if (this.isStanding(nowMs)) this.#stoodAtMs = nowMs;
    if (!isLate && this.#waiters() === 0) this.#emptyAtMs = nowMs;
    this.#expectedMs = nowMs + lookMs;
  }

  /** Whether no queue has been seen empty for so long that it is an overload. */
  isStanding(nowMs: number): boolean {
    const isRelapse = nowMs - this.#stoodAtMs < relapseMs;
    return nowMs - this.#emptyAtMs > (isRelapse ? standingAgainMs : standingMs);
  }
}
