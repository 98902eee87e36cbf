import type { CancelTimer } from '../clock.ts';
import type { ReserveOptions, ReserveOutcome } from './account.ts';
import { governorLimits } from './governor.limits.ts';
import type { Pool } from './pool.ts';
import type { PoolAccount } from './pool-account.ts';
import type { RefusalCode } from './refusal.ts';

interface Waiter {
  readonly account: PoolAccount;
  readonly bytes: number;
  readonly settle: (outcome: ReserveOutcome) => void;
  readonly stopTimer: CancelTimer;
}

const granted: ReserveOutcome = { ok: true };

/** The reservations of one pool that wait for room, first come first served and bounded in number. */
export class WaitQueue {
  readonly #pool: Pool;
  readonly #waiters: Waiter[] = [];
  /** Most waiters at a time; `MEM_WAIT_QUEUE_FULL` above it. */
  readonly limit: number = governorLimits.waitersPerPool.value;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  get length(): number {
    return this.#waiters.length;
  }

  /** See `Account.reserve`. */
  reserve(
    account: PoolAccount,
    bytes: number,
    options: ReserveOptions = {},
  ): Promise<ReserveOutcome> {
    const { signal, deadlineMs = governorLimits.waitDeadlineMs.value } = options;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const isFirst = this.#waiters.length === 0;
    if (isFirst && account.grow(bytes)) return Promise.resolve(granted);
    const hopeless = this.#hopeless(account, bytes);
    if (hopeless || deadlineMs <= 0)
      return Promise.resolve(this.#refused(account, bytes, hopeless));
    if (this.#waiters.length >= this.limit) {
      return Promise.resolve(this.#refused(account, bytes, 'MEM_WAIT_QUEUE_FULL'));
    }
    return this.#enqueue(account, bytes, deadlineMs, signal);
  }

  /** Grants from the head for as long as it fits. */
  wake(): void {
    while (this.#waiters.length > 0) {
      const head = this.#waiters[0] as Waiter;
      if (!head.account.canGrow(head.bytes)) return;
      head.account.grow(head.bytes);
      this.#remove(head);
      head.settle(granted);
    }
  }

  /** Refuses what `account` waits for; it is about to close. */
  drop(account: PoolAccount): void {
    for (const waiter of this.#waiters.filter((each) => each.account === account)) {
      this.#remove(waiter);
      waiter.settle(this.#refused(account, waiter.bytes, 'MEM_ACCOUNT_CLOSED'));
    }
  }

  #enqueue(
    account: PoolAccount,
    bytes: number,
    deadlineMs: number,
    signal: AbortSignal | undefined,
  ): Promise<ReserveOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<ReserveOutcome>();
    const waiter: Waiter = {
      account,
      bytes,
      settle: (outcome) => {
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      },
      stopTimer: this.#pool.ledger.clock.after(deadlineMs, () => {
        this.#leave(waiter);
        waiter.settle(this.#refused(account, bytes, 'MEM_WAIT_DEADLINE'));
      }),
    };
    const onAbort = (): void => {
      this.#leave(waiter);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#waiters.push(waiter);
    account.waiting++;
    this.#pool.ledger.waiting++;
    return promise;
  }

  /** Takes a waiter out and lets the one behind it try: a large head may have blocked it. */
  #leave(waiter: Waiter): void {
    const wasHead = this.#waiters[0] === waiter;
    this.#remove(waiter);
    if (wasHead) this.wake();
  }

  #remove(waiter: Waiter): void {
    const index = this.#waiters.indexOf(waiter);
    if (index === -1) return;
    this.#waiters.splice(index, 1);
    waiter.stopTimer();
    waiter.account.waiting--;
    this.#pool.ledger.waiting--;
  }

  /** A reason that waiting cannot mend, if there is one. */
  #hopeless(account: PoolAccount, bytes: number): RefusalCode | undefined {
    if (account.isClosed) return 'MEM_ACCOUNT_CLOSED';
    if (!(bytes >= 0) || account.usedBytes + bytes > account.limitBytes) return 'MEM_ACCOUNT_LIMIT';
    if (bytes > this.#pool.maxBytes) return 'MEM_POOL_FULL';
    return undefined;
  }

  #refused(account: PoolAccount, bytes: number, code: RefusalCode | undefined): ReserveOutcome {
    const refusal = this.#pool.ledger.refuse(account, bytes, code);
    return { ok: false, refusal };
  }
}
