import type { CancelTimer, Clock } from './clock.ts';

interface PendingTimer {
  dueMs: number;
  readonly sequence: number;
  readonly everyMs: number | undefined;
  readonly task: () => void;
}

/** A clock that stands still until a test advances it. Timers fire in order of their due time. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #sequence = 0;
  readonly #startWallMs: number;
  readonly #timers = new Set<PendingTimer>();

  constructor(startWallMs = Date.UTC(2025, 0, 1)) {
    this.#startWallMs = startWallMs;
  }

  /** Timers that have neither fired nor been cancelled: 0 after a clean stop. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#startWallMs + this.#nowMs;
  }

  after(delayMs: number, task: () => void): CancelTimer {
    return this.#add(delayMs, undefined, task);
  }

  every(intervalMs: number, task: () => void): CancelTimer {
    return this.#add(intervalMs, Math.max(1, intervalMs), task);
  }

  /** Moves time forward by `ms` and fires what falls due on the way, timers made meanwhile included. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let next = this.#nextDue(untilMs); next; next = this.#nextDue(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      if (next.everyMs === undefined) this.#timers.delete(next);
      else next.dueMs += next.everyMs;
      next.task();
    }
    this.#nowMs = untilMs;
  }

  #add(delayMs: number, everyMs: number | undefined, task: () => void): CancelTimer {
    const dueMs = this.#nowMs + Math.max(0, delayMs);
    const timer: PendingTimer = { dueMs, sequence: this.#sequence++, everyMs, task };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  #nextDue(untilMs: number): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs > untilMs) continue;
      if (
        !next ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.sequence < next.sequence)
      ) {
        next = timer;
      }
    }
    return next;
  }
}
