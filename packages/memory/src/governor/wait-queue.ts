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
  /** On whose behalf; within a rank the owner that holds least comes first. Default: nobody's. */
  readonly owner?: string;
  /** Bytes held now on behalf of the owner. */
  readonly shareBytes?: () => number;
  /** Takes the bytes if they fit now. */
  readonly claim: () => boolean;
}

interface Waiter extends Asked {
  readonly sequence: number;
  readonly line: Line;
  readonly settle: (outcome: ReserveOutcome) => void;
  readonly stopTimer: CancelTimer;
}

/** Those of one rank and owner, in order of arrival. */
interface Line {
  readonly rank: number;
  readonly owner: string;
  readonly shareBytes: () => number;
  readonly waiters: Waiter[];
}

const keyOf = (rank: number, owner: string): string => `${rank} ${owner}`;
const granted: ReserveOutcome = { ok: true };
const nothing = (): number => 0;

/**
 * The reservations of one pool that wait for room, bounded in number. Whose turn it is: the lowest
 * rank, within it whoever holds least on behalf of the same owner (max-min fairness), then order of
 * arrival. Nobody passes the one whose turn it is, so a large one is not starved by small ones.
 */
export class WaitQueue {
  readonly #pool: Pool;
  /** Never empty lines. */
  readonly #lines = new Map<string, Line>();
  #length = 0;
  #sequence = 0;
  /** Most waiters at a time; above it `MEM_WAIT_QUEUE_FULL` for the last of the longest line. */
  readonly limit: number = governorLimits.waitersPerPool.value;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  get length(): number {
    return this.#length;
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
    return next.rank !== rank ? next.rank < rank : next.line.shareBytes() <= shareBytes;
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
    if (this.#length >= this.limit && !this.#makePlace(asked)) {
      return Promise.resolve(this.#refused(account, bytes, 'MEM_WAIT_QUEUE_FULL'));
    }
    return this.#enqueue(asked, deadlineMs, signal);
  }

  /** Grants to whose turn it is for as long as it fits. O(owners that wait) for each. */
  wake(): void {
    for (let next = this.#next(); next?.claim(); next = this.#next()) {
      this.#remove(next);
      next.settle(granted);
    }
  }

  #next(): Waiter | undefined {
    let next: Waiter | undefined;
    let least = 0;
    for (const { rank, shareBytes, waiters } of this.#lines.values()) {
      const head = waiters[0] as Waiter;
      if (next && rank > next.rank) continue;
      const held = shareBytes();
      const isBefore =
        !next ||
        rank < next.rank ||
        held < least ||
        (held === least && head.sequence < next.sequence);
      if (!isBefore) continue;
      next = head;
      least = held;
    }
    return next;
  }

  /** Refuses what `account` waits for, which is about to close, and lets those behind it try. */
  drop(account: PoolAccount): void {
    const all = Array.from(this.#lines.values(), ({ waiters }) => waiters).flat();
    for (const waiter of all.filter((each) => each.account === account)) {
      this.#remove(waiter);
      waiter.settle(this.#refused(account, waiter.bytes, 'MEM_ACCOUNT_CLOSED'));
    }
    this.wake();
  }

  #enqueue(
    asked: Asked,
    deadlineMs: number,
    signal: AbortSignal | undefined,
  ): Promise<ReserveOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<ReserveOutcome>();
    const { account, bytes } = asked;
    const line = this.#line(asked);
    const giveUp = (): void => {
      this.#leave(waiter);
      waiter.settle(this.#refused(account, bytes, 'MEM_WAIT_DEADLINE'));
    };
    const waiter: Waiter = {
      ...asked,
      line,
      sequence: this.#sequence++,
      settle: (outcome) => {
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      },
      stopTimer: this.#pool.ledger.clock.after(deadlineMs, giveUp, { isAwaited: true }),
    };
    const onAbort = (): void => {
      this.#leave(waiter);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    line.waiters.push(waiter);
    this.#length++;
    account.waiting++;
    this.#pool.ledger.waiting++;
    return promise;
  }

  /** Takes a waiter out and lets the next one try: a large one may have blocked it. */
  #leave(waiter: Waiter): void {
    this.#remove(waiter);
    this.wake();
  }

  /**
   * Refuses the last of the longest line of the latest class, so that one owner who asks very often keeps
   * nobody else out (longest queue drop, Suter et al. 1999). Answers false where that would be no fairer.
   * O(owners that wait).
   */
  #makePlace({ rank, owner = '' }: Asked): boolean {
    let longest: Line | undefined;
    for (const line of this.#lines.values()) {
      const isLater = !longest || line.rank > longest.rank;
      const isLonger = line.rank === longest?.rank && line.waiters.length >= longest.waiters.length;
      if (isLater || isLonger) longest = line;
    }
    if (!longest || longest.rank < rank) return false;
    const own = this.#lines.get(keyOf(rank, owner))?.waiters.length ?? 0;
    if (longest.rank === rank && longest.waiters.length <= own + 1) return false;
    const last = longest.waiters.at(-1) as Waiter;
    this.#remove(last);
    last.settle(this.#refused(last.account, last.bytes, 'MEM_WAIT_QUEUE_FULL'));
    return true;
  }

  #line({ rank, owner = '', shareBytes = nothing }: Asked): Line {
    const key = keyOf(rank, owner);
    let line = this.#lines.get(key);
    if (!line) this.#lines.set(key, (line = { rank, owner, shareBytes, waiters: [] }));
    return line;
  }

  #remove(waiter: Waiter): void {
    const { rank, owner, waiters } = waiter.line;
    const index = waiters.indexOf(waiter);
    if (index === -1) return;
    waiters.splice(index, 1);
    if (waiters.length === 0) this.#lines.delete(keyOf(rank, owner));
    this.#length--;
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
