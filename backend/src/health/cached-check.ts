import { healthLimits } from './health.limits.ts';

/** What a dependency said the last time it was asked. */
export interface CheckResult {
  readonly isUp: boolean;
  /** How long the answer took. */
  readonly tookMs: number;
  readonly failure: string | null;
}

/**
 * Asks a dependency at most once per `maxAgeMs`, however many probes come, and waits no longer than
 * `healthLimits.checkMs`. Probes that come together share one question.
 */
export class CachedCheck {
  readonly #ask: () => Promise<void>;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #last: Promise<CheckResult> | null = null;

  constructor(ask: () => Promise<void>, maxAgeMs: number, now = () => performance.now()) {
    this.#ask = ask;
    this.#maxAgeMs = maxAgeMs;
    this.#now = now;
  }

  /** The last result, or a new one when that is too old or was a failure more than a second ago. */
  result(): Promise<CheckResult> {
    const ageMs = this.#now() - this.#askedAtMs;
    if (this.#last === null || ageMs >= this.#maxAgeMs) {
      this.#askedAtMs = this.#now();
      this.#last = this.#run();
    }
    return this.#last;
  }

  async #run(): Promise<CheckResult> {
    const startedMs = this.#now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const { checkMs } = healthLimits;
      timer = setTimeout(() => reject(new Error(`no answer in ${checkMs} ms`)), checkMs).unref();
    });
    try {
      await Promise.race([this.#ask(), late]);
      return { isUp: true, tookMs: this.#now() - startedMs, failure: null };
    } catch (error) {
      // Asked again soon: an outage should not be reported for a whole interval after its end.
      this.#askedAtMs = this.#now() - this.#maxAgeMs + Math.min(1000, this.#maxAgeMs);
      const failure = error instanceof Error ? error.message : String(error);
      return { isUp: false, tookMs: this.#now() - startedMs, failure };
    } finally {
      clearTimeout(timer);
    }
  }
}
