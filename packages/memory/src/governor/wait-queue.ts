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
  /** Bytes held on behalf of whom this is; within a rank the one with the least comes first. */
  readonly shareBytes?: () => number;
  /** Takes the bytes if they fit now. */
  readonly claim: () => boolean;
}

interface Waiter extends Asked {
  readonly settle: (outcome: ReserveOutcome) => void;
  readonly stopTimer: CancelTimer;
}

const granted: ReserveOutcome = { ok: true };

/**
 * The reservations of one pool that wait for room, bounded in number. Whose turn it is: the lowest
 * rank, within it whoever holds least on behalf of the same owner (max-min fairness), then order of
 * arrival. Nobody passes the one whose turn it is, so a large one is not starved by small ones.
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

  /** Whether someone waits whose turn is before that of a newcomer with this rank and share. */
  hasBefore(rank: number, shareBytes = 0): boolean {
    const next = this.#next();
    if (next === undefined) return false;
    return next.rank !== rank ? next.rank < rank : (next.shareBytes?.() ?? 0) <= shareBytes;
  }

  /** Calls `claim` until it answers true, in turn, each time bytes come back to the pool. */
  wait(asked: Asked, options: ReserveOptions = {}): Promise<ReserveOutcome> {
    const { account, bytes, claim, rank, shareBytes } = asked;
    const { signal, deadlineMs = governorLimits.waitDeadlineMs.value } = options;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    if (!this.hasBefore(rank, shareBytes?.()) && claim()) return Promise.resolve(granted);
    const hopeless = this.#hopeless(account, bytes);
    if (hopeless || deadlineMs <= 0) {
      return Promise.resolve(this.#refused(account, bytes, hopeless));
    }
    if (this.#waiters.length >= this.limit) {
      return Promise.resolve(this.#refused(account, bytes, 'MEM_WAIT_QUEUE_FULL'));
    }
    return this.#enqueue(asked, deadlineMs, signal);
  }

  /** Grants to whose turn it is for as long as it fits. O(waiters) for each. */
  wake(): void {
    for (let next = this.#next(); next?.claim(); next = this.#next()) {
      this.#remove(next);
      next.settle(granted);
    }
  }

  #next(): Waiter | undefined {
    let next = this.#waiters[0];
    if (next?.shareBytes === undefined) return next;
    let least = next.shareBytes();
    for (let turn = 1; turn < this.#waiters.length; turn++) {
      const waiter = this.#waiters[turn] as Waiter;
      if (waiter.rank !== next.rank) break;
      const held = waiter.shareBytes?.() ?? 0;
      if (held >= least) continue;
      next = waiter;
      least = held;
    }
    return next;
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

  /** Takes a waiter out and lets the next one try: a large one may have blocked it. */
  #leave(waiter: Waiter): void {
    this.#remove(waiter);
    this.wake();
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
