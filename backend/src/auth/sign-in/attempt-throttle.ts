import { BoundedCounterTable, type Clock } from '@lexiflow/memory';
import { authErrors } from '../auth.errors.ts';
import {
  ATTEMPTS_PER_ACCOUNT,
  ATTEMPTS_PER_ADDRESS,
  ATTEMPT_KEYS,
  ATTEMPT_WINDOW_MS,
} from '../auth.limits.ts';

/**
 * Bounds how often passwords are tried in a sliding minute: per network address and per account,
 * known or not, so that a refusal tells nothing about whether the account exists. Fixed memory for
 * any number of both.
 */
export class AttemptThrottle {
  readonly #addresses: BoundedCounterTable;
  readonly #accounts: BoundedCounterTable;

  constructor(clock?: Pick<Clock, 'now'>) {
    const options = {
      windowMs: ATTEMPT_WINDOW_MS,
      expectedKeys: ATTEMPT_KEYS,
      ...(clock === undefined ? {} : { clock }),
    };
    this.#addresses = new BoundedCounterTable(options);
    this.#accounts = new BoundedCounterTable(options);
  }

  /**
   * Counts one attempt; throws AUTH_TOO_MANY_ATTEMPTS, and counts nothing, when address or account
   * has had its share of the last minute.
   */
  take(ip: string, account: string): void {
    const isFull =
      this.#addresses.slidingCount(ip) >= ATTEMPTS_PER_ADDRESS ||
      this.#accounts.slidingCount(account) >= ATTEMPTS_PER_ACCOUNT;
    if (isFull) {
      const retryAfterSeconds = Math.ceil(this.#addresses.remainingMs() / 1000);
      throw authErrors.tooManyAttempts({ retryAfterSeconds });
    }
    this.#addresses.add(ip);
    this.#accounts.add(account);
  }
}
