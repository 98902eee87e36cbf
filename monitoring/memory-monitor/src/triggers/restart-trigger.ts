import { monitorLimits } from '../monitor.limits.ts';
import { triggerState, type TriggerState } from './trigger.ts';
import type { TriggerThresholds } from './trigger-thresholds.ts';

/** Holds while at least `restarts` restarts lie within the last `restartMs`. */
export class RestartTrigger {
  readonly #thresholds: TriggerThresholds;
  /** Of the last restarts, oldest first. */
  readonly #timesMs: number[] = [];

  constructor(thresholds: TriggerThresholds) {
    this.#thresholds = thresholds;
  }

  /** Takes one restart. */
  observe(atMs: number): void {
    this.#timesMs.push(atMs);
    if (this.#timesMs.length > monitorLimits.restartTimes.value) this.#timesMs.shift();
  }

  /** The answer at a time; restarts before `fromMs` do not count. */
  state(nowMs: number, fromMs = 0): TriggerState {
    const { restarts, restartMs } = this.#thresholds;
    const recent = this.#timesMs.filter((atMs) => atMs >= fromMs && nowMs - atMs < restartMs);
    const detail = `${recent.length} restarts within ${restartMs / 1000} s`;
    return triggerState('restarts', recent[restarts - 1] ?? null, detail);
  }
}
