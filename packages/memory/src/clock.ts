/** Stops a timer. Calling it again does nothing. */
export type CancelTimer = () => void;

/** How a timer is made. */
export interface TimerOptions {
  /**
   * Someone awaits what the timer ends: until then the process must not end as if all were done. Default false.
   */
  readonly isAwaited?: boolean;
}

/** Time and timers as the library sees them. Everything that waits takes one of these. */
export interface Clock {
  /** Monotonic milliseconds; only differences mean anything. */
  now(): number;
  /** Milliseconds since the epoch, for display. */
  wallMs(): number;
  /** Calls `task` once after `delayMs`. The timer keeps the process alive only where it is awaited. */
  after(delayMs: number, task: () => void, options?: TimerOptions): CancelTimer;
  /** Calls `task` every `intervalMs`. The timer does not keep the process alive. */
  every(intervalMs: number, task: () => void): CancelTimer;
}

/** A longer delay (24.8 days) Node takes for one of 1 ms. */
const longestMs = 2 ** 31 - 1;

/** The machine's clock. All timers of the library are made here. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, task, { isAwaited = false } = {}) {
    const timer = setTimeout(task, Math.min(delayMs, longestMs));
    if (!isAwaited) timer.unref();
    return () => clearTimeout(timer);
  },
  every(intervalMs, task) {
    const timer = setInterval(task, Math.min(intervalMs, longestMs)).unref();
    return () => clearInterval(timer);
  },
};
