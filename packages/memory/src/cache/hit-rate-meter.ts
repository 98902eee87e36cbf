const halfLifeMs = 30_000;

/** Events per second of a counter that only grows, averaged with a half-life of 30 s. O(1). */
export class HitRateMeter {
  #lastCount = 0;
  #lastMs: number;
  #perSecond = 0;

  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** Takes the counter's present value and answers the rate. */
  read(count: number, nowMs: number): number {
    const elapsedMs = nowMs - this.#lastMs;
    if (elapsedMs <= 0) return this.#perSecond;
    const latest = ((count - this.#lastCount) * 1000) / elapsedMs;
    const keep = 2 ** (-elapsedMs / halfLifeMs);
    this.#perSecond = this.#perSecond * keep + latest * (1 - keep);
    this.#lastCount = count;
    this.#lastMs = nowMs;
    return this.#perSecond;
  }
}
