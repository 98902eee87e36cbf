import { overloadLimits } from './overload.limits.ts';

/**
 * How many requests are worked on at once, found by watching what they take: while a queue stands and
 * the mean is above its target the limit falls in proportion, while it is reached without that it
 * rises by a tenth (additive-increase, multiplicative-decrease on delay, as TCP Vegas does).
 * What is slow without a queue does not lower it.
 */
export class ConcurrencyLimit {
  #limit: number = overloadLimits.firstInFlight;
  #inFlight = 0;
  #ended = 0;
  #sumMs = 0;
  #wasReached = false;
  #sinceMs: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  get limit(): number {
    return this.#limit;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes a place; answers false when there is none. */
  enter(): boolean {
    if (this.#inFlight >= this.#limit) {
      this.#wasReached = true;
      return false;
    }
    this.#inFlight++;
    return true;
  }

  /** Gives a place back. */
  leave(): void {
    this.#inFlight--;
  }

  /** Learns how long one request took. */
  learn(ms: number): void {
    this.#ended++;
    this.#sumMs += ms;
  }

  /** Corrects the limit when a window is over. */
  correct(nowMs: number, isStanding: boolean): void {
    if (nowMs - this.#sinceMs < overloadLimits.windowMs) return;
    const { targetMs, leastInFlight, mostInFlight } = overloadLimits;
    const meanMs = this.#ended === 0 ? 0 : this.#sumMs / this.#ended;
    if (isStanding && meanMs > targetMs) {
      const factor = Math.max(0.7, targetMs / meanMs);
      this.#limit = Math.max(leastInFlight, Math.floor(this.#limit * factor));
    } else if (this.#wasReached) {
      this.#limit = Math.min(mostInFlight, Math.ceil(this.#limit * 1.1));
    }
    this.#ended = 0;
    this.#sumMs = 0;
    this.#wasReached = false;
    this.#sinceMs = nowMs;
  }
}
