import { RingBuffer } from '@lexiflow/memory';
import { httpErrors } from '../platform/http/http.errors.ts';

/** At most `times` uses of a costly action in any `windowMs`, over all callers: it stops them all. */
export class ActionLimit {
  readonly #usedAtMs: RingBuffer<number>;
  readonly #windowMs: number;
  readonly #now: () => number;

  constructor(times: number, windowMs: number, now = () => performance.now()) {
    this.#usedAtMs = new RingBuffer(times);
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Counts one use; throws HTTP_TOO_MANY_REQUESTS, and counts nothing, when there were too many. */
  take(): void {
    const nowMs = this.#now();
    const used = this.#usedAtMs;
    const waitMs = used.isFull ? (used.at(0) ?? 0) + this.#windowMs - nowMs : 0;
    if (waitMs > 0) {
      throw httpErrors.tooManyRequests({
        detail: `This may be done ${used.capacity} times in ${this.#windowMs / 1000} s`,
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      });
    }
    used.push(nowMs);
  }
}
