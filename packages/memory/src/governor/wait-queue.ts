import type { CancelTimer } from '../clock.ts';
import type { ReserveOptions, ReserveOutcome } from './account.ts';
import { governorLimits } from './governor.limits.ts';
import type { Pool } from './pool.ts';
import type { PoolAccount } from './pool-account.ts';
import type { RefusalCode } from './refusal.ts';

/** What someone waits for. */
export interface Asked {
  readonly account: PoolAccount;
  readonly bytes: number;
  /** Waiters of a lower rank come first. */
  readonly rank: number;
  /** Takes the bytes if they fit now. */
  readonly claim: () => boolean;
}

interface Waiter extends Asked {
  readonly settle: (outcome: ReserveOutcome) => void;
  readonly stopTimer: CancelTimer;
}

const granted: ReserveOutcome = { ok: true };

/**
 * The reservations of one pool that wait for room, bounded in number: by rank, and first come first
 * served within one.
 */
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

  /** Grows `account` by `bytes` when it is its turn and they fit; see `Account.reserve`. */
  reserve(account: PoolAccount, bytes: number, options?: ReserveOptions): Promise<ReserveOutcome> {
    const claim = (): boolean => account.canGrow(bytes) && account.grow(bytes);
    return this.wait({ account, bytes, claim, rank: 0 }, options);
  }

  /** Whether someone of this rank or before it waits, whom a newcomer must not overtake. */
  hasBefore(rank: number): boolean {
    const head = this.#waiters[0];
    return head !== undefined && head.rank <= rank;
  }

  /** Calls `claim` until it answers true, in turn, each time bytes come back to the pool. */
  wait(asked: Asked, options: ReserveOptions = {}): Promise<ReserveOutcome> {
    const { account, bytes, claim, rank } = asked;
    const { signal, deadlineMs = governorLimits.waitDeadlineMs.value } = options;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    if (!this.hasBefore(rank) && claim()) return Promise.resolve(granted);
    const hopeless = this.#hopeless(account, bytes);
    if (hopeless || deadlineMs <= 0) {
      return Promise.resolve(this.#refused(account, bytes, hopeless));
    }
    if (this.#waiters.length >= this.limit) {
      return Promise.resolve(this.#refused(account, bytes, 'MEM_WAIT_QUEUE_FULL'));
    }
    return this.#enqueue(asked, deadlineMs, signal);
  }

  /** Grants from the head for as long as it fits. */
  wake(): void {
    for (let head = this.#waiters[0]; head?.claim(); head = this.#waiters[0]) {
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
    asked: Asked,
    deadlineMs: number,
    signal: AbortSignal | undefined,
  ): Promise<ReserveOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<ReserveOutcome>();
    const { account, bytes } = asked;
    const waiter: Waiter = {
      ...asked,
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
    const behind = this.#waiters.findIndex(({ rank }) => rank > asked.rank);
    this.#waiters.splice(behind === -1 ? this.#waiters.length : behind, 0, waiter);
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
