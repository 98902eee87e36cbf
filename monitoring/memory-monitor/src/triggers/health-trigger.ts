import { triggerState, type TriggerState } from './trigger.ts';
import type { TriggerThresholds } from './trigger-thresholds.ts';

/** Holds when more than `healthFailures` health checks in a row have failed; one good check ends it. */
export class HealthTrigger {
  readonly #thresholds: TriggerThresholds;
  /** Of the last failures in a row, one more than are allowed at most; oldest first. */
  readonly #timesMs: number[] = [];
  #lastFailure = '';
  #isChecked = false;
  /** Failed checks in a row. */
  failures = 0;

  constructor(thresholds: TriggerThresholds) {
    this.#thresholds = thresholds;
  }

  /** Whether the last check was good. */
  get isGood(): boolean {
    return this.#isChecked && this.failures === 0;
  }

  /** Takes the end of a check: null when it was good, else why it failed. */
  observe(atMs: number, failure: string | null): void {
    this.#isChecked = true;
    if (failure === null) {
      this.failures = 0;
      this.#timesMs.length = 0;
      return;
    }
    this.#lastFailure = failure;
    this.failures++;
    this.#timesMs.push(atMs);
    if (this.#timesMs.length > this.#thresholds.healthFailures + 1) this.#timesMs.shift();
  }

  /** The answer; failures before `fromMs` do not count. */
  state(fromMs = 0): TriggerState {
    if (!this.#isChecked) return triggerState('health', null, 'not checked');
    if (this.failures === 0) return triggerState('health', null, 'the last check was good');
    const detail = `${this.failures} failed checks in a row, the last: ${this.#lastFailure}`;
    const counted = this.#timesMs.filter((atMs) => atMs >= fromMs);
    return triggerState('health', counted[this.#thresholds.healthFailures] ?? null, detail);
  }
}
