import type { Clock } from '@lexiflow/memory';

/**
 * The machine's clock running `factor` times as fast, so that a detective with the intervals of
 * production lives through hours in seconds.
 */
export function scaledClock(factor: number): Clock {
  const startedAtMs = Date.now();
  return {
    now: () => performance.now() * factor,
    wallMs: () => startedAtMs + performance.now() * factor,
    after(delayMs, task) {
      const timer = setTimeout(task, Math.max(1, delayMs / factor)).unref();
      return () => clearTimeout(timer);
    },
    every(intervalMs, task) {
      const timer = setInterval(task, Math.max(1, intervalMs / factor)).unref();
      return () => clearInterval(timer);
    },
  };
}
