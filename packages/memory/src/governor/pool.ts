import type { PoolName } from './account.ts';
import type { Ledger } from './ledger.ts';
import type { PoolAccount } from './pool-account.ts';
import { WaitQueue } from './wait-queue.ts';

/**
 * One branch of the account tree. It may always fill its minimum; above that it borrows from
 * what no other pool's minimum needs, up to its maximum.
 *
 * Plain fields instead of private ones: accounts change them on every operation.
 */
export class Pool {
  readonly name: PoolName;
  readonly minBytes: number;
  maxBytes: number;
  readonly ledger: Ledger;
  /** Sum of the accounts' `usedBytes`. */
  usedBytes = 0;
  /** Sum of the accounts' `reservedBytes`; never above `maxBytes`. */
  reservedBytes = 0;
  /** Part of `reservedBytes` that lies outside V8's heap. */
  nativeReservedBytes = 0;
  peakReservedBytes = 0;
  openAccounts = 0;
  openedTotal = 0;
  refusedTotal = 0;
  leftoverTotal = 0;
  leftoverBytesTotal = 0;
  misuseTotal = 0;
  /** Newest open account; the others hang behind it. */
  newest: PoolAccount | undefined = undefined;
  readonly waiters: WaitQueue;

  constructor(ledger: Ledger, name: PoolName, minBytes: number, maxBytes: number) {
    this.ledger = ledger;
    this.name = name;
    this.minBytes = minBytes;
    this.maxBytes = maxBytes;
    this.waiters = new WaitQueue(this);
  }

  /** Whether `take(bytes)` would succeed now. */
  hasRoomFor(bytes: number, nativeShare: number): boolean {
    const after = this.reservedBytes + bytes;
    if (after > this.maxBytes) return false;
    const borrowed = after - Math.max(this.reservedBytes, this.minBytes);
    return borrowed <= 0 || this.ledger.hasRoomFor(borrowed, this.#moreNative(bytes * nativeShare));
  }

  /** Reserves `bytes`, of which `nativeShare` need no room in V8's heap, or changes nothing. */
  take(bytes: number, nativeShare: number): boolean {
    const before = this.reservedBytes;
    const after = before + bytes;
    if (after > this.maxBytes) return false;
    if (after > this.minBytes) {
      const borrowed = after - (before > this.minBytes ? before : this.minBytes);
      const { ledger } = this;
      const native = nativeShare === 0 ? 0 : this.#moreNative(bytes * nativeShare);
      if (!ledger.hasRoomFor(borrowed, native)) {
        if (!ledger.lookAgain?.() || !ledger.hasRoomFor(borrowed, native)) return false;
      }
      ledger.committedBytes += borrowed;
    }
    if (nativeShare > 0) this.#addNative(bytes * nativeShare);
    this.reservedBytes = after;
    if (after > this.peakReservedBytes) this.peakReservedBytes = after;
    return true;
  }

  /** Gives reserved bytes back and lets waiting reservations try again. */
  give(bytes: number, nativeShare: number): void {
    const before = this.reservedBytes;
    const after = before - bytes;
    this.reservedBytes = after;
    if (before > this.minBytes) {
      this.ledger.committedBytes -= before - (after > this.minBytes ? after : this.minBytes);
    }
    if (nativeShare > 0) this.#addNative(-bytes * nativeShare);
    if (this.ledger.waiting > 0) this.ledger.wakeWaiters();
  }

  /** Returns what accounts have reserved beyond their use and promise; answers the bytes won. O(accounts). */
  trim(): number {
    let wonBytes = 0;
    for (let account = this.newest; account; account = account.older) wonBytes += account.trim();
    return wonBytes;
  }

  #addNative(bytes: number): void {
    this.ledger.nativeCommittedBytes += this.#moreNative(bytes);
    this.nativeReservedBytes += bytes;
  }

  /**
   * What `bytes` more outside the heap add to the ledger's sum. They fill the minimum first, so that no
   * promise to the heap is given twice.
   */
  #moreNative(bytes: number): number {
    const above = (reserved: number): number => Math.max(0, reserved - this.minBytes);
    return above(this.nativeReservedBytes + bytes) - above(this.nativeReservedBytes);
  }
}
