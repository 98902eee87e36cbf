import { httpErrors } from '../platform/http/http.errors.ts';

/** At most `times` uses of a costly action in any `windowMs`, over all callers: it stops them all. */
export class ActionLimit {
  readonly #usedAtMs: number[] = [];
  readonly #times: number;
  readonly #windowMs: number;
  readonly #now: () => number;

  constructor(times: number, windowMs: number, now = () => performance.now()) {
    this.#times = times;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Counts one use; throws HTTP_TOO_MANY_REQUESTS, and counts nothing, when there were too many. */
  take(): void {
    const nowMs = this.#now();
    const oldestMs = this.#usedAtMs[0];
    if (this.#usedAtMs.length >= this.#times && oldestMs !== undefined) {
      const waitMs = oldestMs + this.#windowMs - nowMs;
      if (waitMs > 0) {
        throw httpErrors.tooManyRequests({
          detail: `This may be done ${this.#times} times in ${this.#windowMs / 1000} s`,
          retryAfterSeconds: Math.ceil(waitMs / 1000),
        });
      }
      this.#usedAtMs.shift();
    }
    this.#usedAtMs.push(nowMs);
  }
}
