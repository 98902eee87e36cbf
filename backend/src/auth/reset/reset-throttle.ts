import { BoundedCounterTable, type Account, type Clock } from '@lexiflow/memory';
import { addressBlock } from '../../platform/http/address-block.ts';
import { authErrors } from '../auth.errors.ts';
import {
  RESETS_PER_ACCOUNT,
  RESETS_PER_ADDRESS,
  RESET_KEYS,
  RESET_WINDOW_MS,
} from '../auth.limits.ts';

/**
 * Bounds how often new passphrases are asked for and set in a sliding hour: per network address
 * (IPv6: per /64) and per account, known or not. Fixed memory for any number of both.
 */
export class ResetThrottle {
  readonly #addresses: BoundedCounterTable;
  readonly #accounts: BoundedCounterTable;

  /** Both tables are charged to `account`. */
  constructor(account?: Pick<Account, 'grow' | 'shrink' | 'close'>, clock?: Pick<Clock, 'now'>) {
    const options = {
      windowMs: RESET_WINDOW_MS,
      expectedKeys: RESET_KEYS,
      ...(clock && { clock }),
      ...(account && { account }),
    };
    this.#addresses = new BoundedCounterTable(options);
    this.#accounts = new BoundedCounterTable(options);
  }

  /** Counts one; throws AUTH_TOO_MANY_ATTEMPTS, and counts nothing, when a share is used up. */
  take(ip: string, account: string | null): void {
    const block = addressBlock(ip);
    const isFull =
      this.#addresses.slidingCount(block) >= RESETS_PER_ADDRESS ||
      (account !== null && this.#accounts.slidingCount(account) >= RESETS_PER_ACCOUNT);
    if (isFull) {
      const retryAfterSeconds = Math.ceil(this.#addresses.remainingMs() / 1000);
      throw authErrors.tooManyAttempts({ retryAfterSeconds });
    }
    this.#addresses.add(block);
    if (account !== null) this.#accounts.add(account);
  }
}
