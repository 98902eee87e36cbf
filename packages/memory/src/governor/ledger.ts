import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { memoryErrors } from '../errors.ts';
import type { Account, AccountOptions, AccountSource, PoolName } from './account.ts';
import { poolNames } from './account.ts';
import type { AccountGroup, PoolSnapshot } from './ledger-snapshot.ts';
import { largestGroups, poolSnapshot } from './ledger-snapshot.ts';
import { Pool } from './pool.ts';
import { PoolAccount } from './pool-account.ts';
import type { PoolShares } from './pool-shares.ts';
import { defaultPoolShares } from './pool-shares.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { RefusalMaker } from './refusal-maker.ts';

/** What a ledger is made of. */
export interface LedgerOptions {
  /** Bytes that all pools share; `raiseLimit` lifts it once more is known. */
  readonly limitBytes: number;
  /** Minimum and maximum of each pool as shares of `limitBytes`. Default: `defaultPoolShares`. */
  readonly shares?: PoolShares;
  readonly clock?: Clock;
  readonly refusals?: RefusalMaker;
}

/**
 * The root of the account tree: nine pools that share one limit.
 *
 *   limitBytes ─┬─ pool (min … max) ─┬─ account: used ≤ reserved
 *               └─ …                 └─ …
 *
 * committed = sum over pools of max(reserved, minimum), and committed ≤ capacity of all memory ≤ limit,
 * so that no pool's borrowing can eat another pool's minimum.
 */
export class Ledger implements AccountSource {
  limitBytes: number;
  readonly clock: Clock;
  readonly pools: ReadonlyMap<PoolName, Pool>;
  /** What may be committed now: the limit, or less while the process holds memory nobody accounts for. */
  capacityBytes: number;
  /** The same for memory that lies outside V8's heap; at least `capacityBytes`. */
  nativeCapacityBytes: number;
  committedBytes = 0;
  /** Of the committed bytes those above the pools' minimums that lie outside V8's heap. */
  nativeCommittedBytes = 0;
  /** The same when the machine was last looked at: `capacityBytes` knows of these. */
  #nativeAtLookBytes = 0;
  /**
   * Large pieces given back since the machine was last looked at. Their pages may still be there, so
   * nobody else is promised them before the next look.
   */
  settlingBytes = 0;
  /**
   * Looks at the machine now and wakes nobody, if that was not done a moment ago; true when it did.
   * Without one nobody looks, and nothing settles.
   */
  lookAgain: (() => boolean) | undefined = undefined;
  /** Open accounts with a `nativeShare`. */
  readonly partlyNative = new Set<PoolAccount>();
  /** Reservations that wait, over all pools. */
  waiting = 0;
  readonly #refusals: RefusalMaker;
  readonly #shares: PoolShares;

  constructor(options: LedgerOptions) {
    const { limitBytes, shares = defaultPoolShares, clock = systemClock } = options;
    this.#shares = shares;
    this.limitBytes = Math.floor(limitBytes);
    this.capacityBytes = this.nativeCapacityBytes = this.limitBytes;
    this.clock = clock;
    this.#refusals = options.refusals ?? new RefusalMaker(() => 'normal');
    const pools = new Map<PoolName, Pool>();
    for (const name of poolNames) {
      const minBytes = Math.floor(this.limitBytes * shares[name].min);
      pools.set(
        name,
        new Pool(this, name, minBytes, Math.floor(this.limitBytes * shares[name].max)),
      );
      this.committedBytes += minBytes;
    }
    this.pools = pools;
    if (!(this.limitBytes > 0) || this.committedBytes > this.limitBytes) {
      throw memoryErrors.invalidOption(
        `limitBytes is ${limitBytes} and the pools' minimums sum to ${this.committedBytes}.`,
      );
    }
  }

  openAccount(pool: PoolName, name: string, options?: AccountOptions): Account {
    return this.open(pool, name, options);
  }

  /** Like `openAccount`, with the fields that only this room may touch. */
  open(poolName: PoolName, name: string, options?: AccountOptions): PoolAccount {
    const pool = this.pools.get(poolName);
    const limitBytes = options?.limitBytes;
    if (!pool) throw memoryErrors.invalidAccount(`There is no pool "${String(poolName)}".`);
    if (limitBytes !== undefined && !(limitBytes >= 1)) {
      throw memoryErrors.invalidAccount(`limitBytes of ${name} is ${limitBytes}.`);
    }
    const nativeShare = options?.nativeShare ?? 0;
    if (!(nativeShare >= 0 && nativeShare <= 1)) {
      throw memoryErrors.invalidAccount(`nativeShare of ${name} is ${nativeShare}, not 0 to 1.`);
    }
    return new PoolAccount(pool, name, options);
  }

  /** The pool of that name. */
  pool(name: PoolName): Pool {
    return this.pools.get(name) as Pool;
  }

  /** Bytes reserved over all pools. */
  get reservedBytes(): number {
    let bytes = 0;
    for (const pool of this.pools.values()) bytes += pool.reservedBytes;
    return bytes;
  }

  /** Bytes used over all pools. */
  get usedBytes(): number {
    let bytes = 0;
    for (const pool of this.pools.values()) bytes += pool.usedBytes;
    return bytes;
  }

  /** Bytes used that lie outside V8's heap and unknown to it. O(accounts with a `nativeShare`). */
  get nativeBytes(): number {
    let bytes = 0;
    for (const { usedBytes, nativeShare } of this.partlyNative) bytes += usedBytes * nativeShare;
    return Math.floor(bytes);
  }

  /** Lifts the limit and with it the pools' maximums; minimums stay as they were promised. */
  raiseLimit(bytes: number): void {
    if (!(bytes > this.limitBytes)) return;
    this.limitBytes = Math.floor(bytes);
    for (const pool of this.pools.values()) {
      pool.maxBytes = Math.floor(this.limitBytes * this.#shares[pool.name].max);
    }
  }

  /**
   * Lowers or raises what may be committed, after a look at the machine; minimums stay promised.
   * What was settling is in the capacity from then on. `nativeBytes` is the bound of what needs no heap.
   */
  setCapacity(bytes: number, nativeBytes = bytes): void {
    const before = this.capacityBytes - this.settlingBytes;
    const nativeBefore = this.nativeCapacityBytes - this.settlingBytes;
    this.refreshCapacity(bytes, nativeBytes);
    const isRaised = this.capacityBytes > before || this.nativeCapacityBytes > nativeBefore;
    if (isRaised && this.waiting > 0) this.wakeWaiters();
  }

  /** `setCapacity` that wakes nobody, for the one who asks within a claim. */
  refreshCapacity(bytes: number, nativeBytes = bytes): void {
    let minimumBytes = 0;
    for (const pool of this.pools.values()) minimumBytes += pool.minBytes;
    this.settlingBytes = 0;
    this.#nativeAtLookBytes = this.nativeCommittedBytes;
    const bounded = (wanted: number): number =>
      Math.min(this.limitBytes, Math.max(minimumBytes, Math.floor(wanted)));
    this.capacityBytes = bounded(bytes);
    this.nativeCapacityBytes = Math.max(this.capacityBytes, bounded(nativeBytes));
  }

  /** Notes that a large piece was given back just now. */
  settle(bytes: number): void {
    if (this.lookAgain) this.settlingBytes += bytes;
  }

  /** Whether `bytes` more can be committed now, `nativeBytes` of which lie outside V8's heap. */
  hasRoomFor(bytes: number, nativeBytes: number): boolean {
    const after = this.committedBytes + bytes + this.settlingBytes;
    const sinceLook = Math.max(0, this.nativeCommittedBytes - this.#nativeAtLookBytes);
    const isInHeap = after - sinceLook - nativeBytes <= this.capacityBytes;
    return isInHeap && after <= this.nativeCapacityBytes;
  }

  /** Lets every pool's waiting reservations try again. */
  wakeWaiters(): void {
    for (const pool of this.pools.values()) if (pool.waiters.length > 0) pool.waiters.wake();
  }

  /** Returns reserved but unused blocks of all accounts; answers the bytes won. O(open accounts). */
  trim(): number {
    let wonBytes = 0;
    for (const pool of this.pools.values()) wonBytes += pool.trim();
    return wonBytes;
  }

  /** Why `account` cannot have `bytes` more, as data. */
  refuse(account: PoolAccount, bytes: number, code?: RefusalCode): Refusal {
    const obstacle = account.obstacle(bytes);
    return this.#refusals.make({
      ...obstacle,
      code: code ?? obstacle.code,
      account: account.name,
      pool: account.pool,
      requestedBytes: bytes,
    });
  }

  /** Figures of every pool. */
  poolSnapshots(): PoolSnapshot[] {
    return Array.from(this.pools.values(), poolSnapshot);
  }

  /** The largest groups of open accounts with the same pool and name. O(open accounts). */
  largestAccounts(limit: number): AccountGroup[] {
    return largestGroups(this.pools.values(), limit);
  }
}
