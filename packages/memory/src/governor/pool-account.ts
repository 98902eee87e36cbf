import { channels } from '../events.ts';
import type {
  Account,
  AccountOptions,
  PoolName,
  ReserveOptions,
  ReserveOutcome,
} from './account.ts';
import { governorLimits } from './governor.limits.ts';
import type { Pool } from './pool.ts';
import type { RefusalCode } from './refusal.ts';

const block = governorLimits.blockBytes.value;
const smallBlock = governorLimits.smallBlockBytes.value;

function roundUp(bytes: number): number {
  const step = bytes < block ? smallBlock : block;
  return Math.ceil(bytes / step) * step;
}

/** The one implementation of `Account`: most operations touch only this object and its pool's sum. */
export class PoolAccount implements Account {
  readonly name: string;
  owner: string | undefined;
  readonly limitBytes: number;
  readonly nativeShare: number;
  readonly #pool: Pool;
  /** Its number among all accounts the pool has opened. */
  readonly sequence: number;
  usedBytes = 0;
  reservedBytes = 0;
  peakBytes = 0;
  /** Reserved bytes that a trim leaves alone: what admission promised to this holder. */
  promisedBytes = 0;
  isClosed = false;
  waiting = 0;
  newer: PoolAccount | undefined = undefined;
  older: PoolAccount | undefined;

  constructor(pool: Pool, name: string, options: AccountOptions | undefined) {
    this.#pool = pool;
    this.name = name;
    this.owner = options?.owner;
    this.limitBytes = options?.limitBytes ?? Infinity;
    this.nativeShare = options?.nativeShare ?? 0;
    if (this.nativeShare > 0) pool.ledger.partlyNative.add(this);
    this.older = pool.newest;
    if (pool.newest) pool.newest.newer = this;
    pool.newest = this;
    pool.openAccounts++;
    this.sequence = ++pool.openedTotal;
  }

  get pool(): PoolName {
    return this.#pool.name;
  }

  grow(bytes: number): boolean {
    const used = this.usedBytes + bytes;
    if ((bytes | 0) !== bytes || bytes < 0 || used > this.reservedBytes)
      return this.#growBlock(bytes);
    this.usedBytes = used;
    if (used > this.peakBytes) this.peakBytes = used;
    this.#pool.usedBytes += bytes;
    return true;
  }

  shrink(bytes: number): void {
    let less = bytes;
    if ((bytes | 0) !== bytes || bytes < 0 || bytes > this.usedBytes) {
      less = this.#checkedShrink(bytes);
      if (less === 0) return;
    }
    const used = this.usedBytes - less;
    this.usedBytes = used;
    this.#pool.usedBytes -= less;
    if (this.reservedBytes - used > 2 * block) {
      if (less >= block) this.#pool.ledger.settle(less);
      this.#giveDownTo(roundUp(used) + block);
    }
  }

  /** Reserves `bytes` for this holder without using them yet; later growth up to there cannot fail. */
  promise(bytes: number): boolean {
    const wanted = Math.max(bytes, this.usedBytes);
    if (this.isClosed || wanted > this.limitBytes) return false;
    if (wanted > this.reservedBytes) {
      if (!this.#pool.take(wanted - this.reservedBytes, this.nativeShare)) return false;
      this.reservedBytes = wanted;
    }
    this.promisedBytes = bytes;
    // A promise that is lowered keeps no more than any other account.
    if (this.reservedBytes - wanted > 2 * block) this.#giveDownTo(roundUp(this.usedBytes) + block);
    return true;
  }

  reserve(bytes: number, options?: ReserveOptions): Promise<ReserveOutcome> {
    return this.#pool.waiters.reserve(this, bytes, options);
  }

  close(): void {
    if (this.isClosed) return;
    const pool = this.#pool;
    if (this.waiting > 0) pool.waiters.drop(this);
    this.isClosed = true;
    if (this.usedBytes > 0) this.#leaveOver();
    if (this.newer) this.newer.older = this.older;
    else pool.newest = this.older;
    if (this.older) this.older.newer = this.newer;
    this.newer = this.older = undefined;
    if (this.nativeShare > 0) pool.ledger.partlyNative.delete(this);
    pool.openAccounts--;
    const reserved = this.reservedBytes;
    this.reservedBytes = this.promisedBytes = 0;
    if (reserved > 0) pool.give(reserved, this.nativeShare);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Returns blocks beyond use and promise; answers the bytes won. */
  trim(): number {
    const before = this.reservedBytes;
    this.#giveDownTo(roundUp(this.usedBytes));
    return before - this.reservedBytes;
  }

  /** Whether `grow(bytes)` would succeed now. */
  canGrow(bytes: number): boolean {
    const missing = this.usedBytes + bytes - this.reservedBytes;
    if (this.isClosed || this.usedBytes + bytes > this.limitBytes) return false;
    return missing <= 0 || this.#pool.hasRoomFor(missing, this.nativeShare);
  }

  /** Which bound stands in the way of `bytes` more, with its figures. */
  obstacle(bytes: number): { code: RefusalCode; usedBytes: number; limitBytes: number } {
    if (this.isClosed) return { code: 'MEM_ACCOUNT_CLOSED', usedBytes: 0, limitBytes: 0 };
    if (this.usedBytes + bytes > this.limitBytes) {
      return { code: 'MEM_ACCOUNT_LIMIT', usedBytes: this.usedBytes, limitBytes: this.limitBytes };
    }
    const pool = this.#pool;
    const missing = this.usedBytes + bytes - this.reservedBytes;
    if (pool.reservedBytes + missing > pool.maxBytes) {
      return { code: 'MEM_POOL_FULL', usedBytes: pool.reservedBytes, limitBytes: pool.maxBytes };
    }
    const { committedBytes, capacityBytes, nativeCapacityBytes } = pool.ledger;
    const isHeapFull = committedBytes + missing * (1 - this.nativeShare) > capacityBytes;
    const limitBytes = isHeapFull ? capacityBytes : nativeCapacityBytes;
    return { code: 'MEM_BUDGET_EXCEEDED', usedBytes: committedBytes, limitBytes };
  }

  #growBlock(bytes: number): boolean {
    const more = Math.ceil(bytes);
    if (!(more >= 0)) return this.#misuse('grow by a count that is not a number of bytes', bytes);
    if (this.isClosed) return this.#misuse('grow after close', bytes);
    const used = this.usedBytes + more;
    if (used > this.limitBytes) return this.#refuse();
    if (used > this.reservedBytes) {
      const wanted = Math.min(roundUp(used), this.limitBytes);
      if (this.#pool.take(wanted - this.reservedBytes, this.nativeShare))
        this.reservedBytes = wanted;
      else if (this.#pool.take(used - this.reservedBytes, this.nativeShare))
        this.reservedBytes = used;
      else return this.#refuse();
    }
    this.usedBytes = used;
    if (used > this.peakBytes) this.peakBytes = used;
    this.#pool.usedBytes += more;
    return true;
  }

  #checkedShrink(bytes: number): number {
    const less = Math.ceil(bytes);
    if (!(less >= 0)) {
      this.#misuse('shrink by a count that is not a number of bytes', bytes);
      return 0;
    }
    if (less > this.usedBytes) this.#misuse('shrink by more than is held', less - this.usedBytes);
    return Math.min(less, this.usedBytes);
  }

  #giveDownTo(bytes: number): void {
    const keep = Math.max(bytes, this.promisedBytes);
    const surplus = this.reservedBytes - keep;
    if (surplus <= 0) return;
    this.reservedBytes = keep;
    this.#pool.give(surplus, this.nativeShare);
  }

  #leaveOver(): void {
    const pool = this.#pool;
    pool.leftoverTotal++;
    pool.leftoverBytesTotal += this.usedBytes;
    pool.usedBytes -= this.usedBytes;
    if (channels.accountLeftover.hasSubscribers) {
      const { name, owner, usedBytes } = this;
      channels.accountLeftover.publish({ pool: pool.name, name, owner, bytes: usedBytes });
    }
    this.usedBytes = 0;
  }

  #refuse(): false {
    this.#pool.refusedTotal++;
    return false;
  }

  #misuse(what: string, bytes: number): false {
    this.#pool.misuseTotal++;
    if (channels.accountMisuse.hasSubscribers) {
      channels.accountMisuse.publish({ pool: this.pool, name: this.name, what, bytes });
    }
    return false;
  }
}
