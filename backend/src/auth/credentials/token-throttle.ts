import { BoundedCounterTable, type Account, type Clock } from '@lexiflow/memory';
import { addressBlock } from '../../platform/http/address-block.ts';
import { authErrors } from '../auth.errors.ts';
import {
  ACCEPTED_TOKEN_KEYS,
  ACCEPTED_TOKEN_WINDOW_MS,
  FAILED_TOKENS_PER_ADDRESS,
  FAILED_TOKEN_KEYS,
  FAILED_TOKEN_WINDOW_MS,
} from '../auth.limits.ts';

/**
 * Bounds how many unknown tokens of one address (IPv6: of one /64) are looked up in a sliding
 * minute, in fixed memory. A token that was valid lately is looked up in any case, so that one who
 * guesses cannot shut out the others behind the same address.
 */
export class TokenThrottle {
  readonly #failed: BoundedCounterTable;
  readonly #accepted: BoundedCounterTable;
  // Lookups under way, by address: a burst is not let through because none of it has failed yet.
  readonly #pending = new Map<string, number>();
  #refused = 0;

  /** Both tables, 768 KB, are charged to `account`. */
  constructor(account?: Pick<Account, 'grow' | 'shrink' | 'close'>, clock?: Pick<Clock, 'now'>) {
    const more = { ...(clock && { clock }), ...(account && { account }) };
    this.#failed = new BoundedCounterTable({
      windowMs: FAILED_TOKEN_WINDOW_MS,
      expectedKeys: FAILED_TOKEN_KEYS,
      ...more,
    });
    this.#accepted = new BoundedCounterTable({
      windowMs: ACCEPTED_TOKEN_WINDOW_MS,
      expectedKeys: ACCEPTED_TOKEN_KEYS,
      ...more,
    });
  }

  /** Lookups refused since start. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * What `find` answers for the token with this key, counted when it is null. Throws
   * AUTH_TOO_MANY_TOKENS instead of calling `find` when the address has had its share.
   */
  async look<T>(address: string, key: string, find: () => Promise<T | null>): Promise<T | null> {
    const block = addressBlock(address);
    if (this.#accepted.slidingCount(key) === 0) this.#require(block);
    this.#pending.set(block, this.#pendingOf(block) + 1);
    try {
      const found = await find();
      if (found === null) this.#failed.add(block);
      else this.accept(key);
      return found;
    } finally {
      const left = this.#pendingOf(block) - 1;
      if (left === 0) this.#pending.delete(block);
      else this.#pending.set(block, left);
    }
  }

  /** A token that is valid now: the next use of it is not counted against its address. */
  accept(key: string): void {
    this.#accepted.add(key);
  }

  #require(block: string): void {
    const failed = this.#failed.slidingCount(block);
    if (failed + this.#pendingOf(block) < FAILED_TOKENS_PER_ADDRESS) return;
    this.#refused++;
    const isFull = failed >= FAILED_TOKENS_PER_ADDRESS;
    const retryAfterSeconds = isFull ? Math.ceil(this.#failed.remainingMs() / 1000) : 1;
    throw authErrors.tooManyTokens({ retryAfterSeconds });
  }

  #pendingOf(block: string): number {
    return this.#pending.get(block) ?? 0;
  }
}
