import type { Account, CancelTimer, Clock } from '@lexiflow/memory';
import { overloadLimits } from './overload.limits.ts';

const { refusalsPerSecond, refusalHoldMs, heldRefusalBytes, lookMs } = overloadLimits;

/**
 * Spreads the answers of refused requests: up to `refusalsPerSecond` go out at once, what comes above
 * that is held back for its turn. A client that asks again at once, whatever it is told, is slowed
 * down by that, and the process has its time for those who are served. Held ones are charged; what
 * finds no room is answered at once.
 */
export class RefusalPace {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #held = new Map<() => void, CancelTimer>();
  #turnMs = 0;
  #isReleased = false;

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** Refusals held back now. */
  get held(): number {
    return this.#held.size;
  }

  /** Calls `answer` when it is the turn of this refusal: now, or within `refusalHoldMs`. */
  hold(answer: () => void): void {
    const nowMs = this.#clock.now();
    this.#turnMs = Math.max(nowMs, this.#turnMs) + 1000 / refusalsPerSecond;
    const delayMs = Math.min(this.#turnMs - nowMs, refusalHoldMs);
    this.#turnMs = nowMs + delayMs;
    if (this.#isReleased || delayMs < lookMs || !this.#account.grow(heldRefusalBytes)) {
      return answer();
    }
    this.#held.set(
      answer,
      this.#clock.after(delayMs, () => this.#answer(answer)),
    );
  }

  /** Answers all that are held, and holds none from now on: the server stops. */
  release(): void {
    this.#isReleased = true;
    for (const [answer, cancel] of this.#held) {
      cancel();
      this.#answer(answer);
    }
  }

  #answer(answer: () => void): void {
    this.#held.delete(answer);
    this.#account.shrink(heldRefusalBytes);
    answer();
  }
}
