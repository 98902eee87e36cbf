import { BoundedCounterTable, type Account, type Clock } from '@lexiflow/memory';
import { addressBlock } from '../../platform/http/address-block.ts';
import { authErrors } from '../auth.errors.ts';
import {
  ATTEMPTS_PER_ACCOUNT,
  ATTEMPTS_PER_ADDRESS,
  ATTEMPT_KEYS,
  ATTEMPT_WINDOW_MS,
} from '../auth.limits.ts';

/**
 * Bounds how often passwords are tried in a sliding minute: per network address (IPv6: per /64) and per account,
 * known or not, so that a refusal tells nothing about whether the account exists. Fixed memory for
 * any number of both.
 */
export class AttemptThrottle {
  readonly #addresses: BoundedCounterTable;
  readonly #accounts: BoundedCounterTable;

  /** Both tables, 512 KB, are charged to `account`. */
  constructor(account?: Pick<Account, 'grow' | 'shrink' | 'close'>, clock?: Pick<Clock, 'now'>) {
    const options = {
      windowMs: ATTEMPT_WINDOW_MS,
      expectedKeys: ATTEMPT_KEYS,
      ...(clock && { clock }),
      ...(account && { account }),
    };
    this.#addresses = new BoundedCounterTable(options);
    this.#accounts = new BoundedCounterTable(options);
  }

  /**
   * Counts one attempt; throws AUTH_TOO_MANY_ATTEMPTS, and counts nothing, when address or account
   * has had its share of the last minute.
   */
  take(ip: string, account: string): void {
    const block = addressBlock(ip);
    const isFull =
      this.#addresses.slidingCount(block) >= ATTEMPTS_PER_ADDRESS ||
      this.#accounts.slidingCount(account) >= ATTEMPTS_PER_ACCOUNT;
    if (isFull) {
      const retryAfterSeconds = Math.ceil(this.#addresses.remainingMs() / 1000);
      throw authErrors.tooManyAttempts({ retryAfterSeconds });
    }
    this.#addresses.add(block);
    this.#accounts.add(account);
  }
}
