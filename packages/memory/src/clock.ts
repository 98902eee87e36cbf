/** Stops a timer. Calling it again does nothing. */
export type CancelTimer = () => void;

/** Time and timers as the library sees them. Everything that waits takes one of these. */
export interface Clock {
  /** Monotonic milliseconds; only differences mean anything. */
  now(): number;
  /** Milliseconds since the epoch, for display. */
  wallMs(): number;
  /** Calls `task` once after `delayMs`. The timer does not keep the process alive. */
  after(delayMs: number, task: () => void): CancelTimer;
  /** Calls `task` every `intervalMs`. The timer does not keep the process alive. */
  every(intervalMs: number, task: () => void): CancelTimer;
}

/** The machine's clock. All timers of the library are made here. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
  every(intervalMs, task) {
    const timer = setInterval(task, intervalMs).unref();
    return () => clearInterval(timer);
  },
};
