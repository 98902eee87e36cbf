import type { PoolName } from './account.ts';
import type { Pool } from './pool.ts';

/** Figures of one pool at one moment. Totals count since the ledger was made. */
export interface PoolSnapshot {
  readonly name: PoolName;
  readonly usedBytes: number;
  readonly reservedBytes: number;
  readonly peakReservedBytes: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** Reserved bytes above the pool's own minimum. */
  readonly borrowedBytes: number;
  readonly openAccounts: number;
  readonly waiting: number;
  readonly openedTotal: number;
  readonly refusedTotal: number;
  readonly leftoverTotal: number;
  readonly leftoverBytesTotal: number;
  readonly misuseTotal: number;
}

/** Open accounts of one name within one pool, taken together. */
export interface AccountGroup {
  readonly pool: PoolName;
  readonly name: string;
  readonly accounts: number;
  readonly usedBytes: number;
  readonly reservedBytes: number;
  /** Number of the oldest open account of the group: it stays the same until that one is closed. */
  readonly oldestSequence: number;
}

/** Copies the figures of one pool. */
export function poolSnapshot(pool: Pool): PoolSnapshot {
  return {
    name: pool.name,
    usedBytes: pool.usedBytes,
    reservedBytes: pool.reservedBytes,
    peakReservedBytes: pool.peakReservedBytes,
    minBytes: pool.minBytes,
    maxBytes: pool.maxBytes,
    borrowedBytes: Math.max(0, pool.reservedBytes - pool.minBytes),
    openAccounts: pool.openAccounts,
    waiting: pool.waiters.length,
    openedTotal: pool.openedTotal,
    refusedTotal: pool.refusedTotal,
    leftoverTotal: pool.leftoverTotal,
    leftoverBytesTotal: pool.leftoverBytesTotal,
    misuseTotal: pool.misuseTotal,
  };
}

/** Groups open accounts by pool and name and answers the `limit` groups that reserve the most. */
export function largestGroups(pools: Iterable<Pool>, limit: number): AccountGroup[] {
  const all: AccountGroup[] = [];
  for (const pool of pools) {
    const groups = new Map<
      string,
      { accounts: number; usedBytes: number; reservedBytes: number; oldestSequence: number }
    >();
    for (let account = pool.newest; account; account = account.older) {
      let group = groups.get(account.name);
      if (!group)
        groups.set(
          account.name,
          (group = { accounts: 0, usedBytes: 0, reservedBytes: 0, oldestSequence: 0 }),
        );
      group.accounts++;
      group.oldestSequence = account.sequence;
      group.usedBytes += account.usedBytes;
      group.reservedBytes += account.reservedBytes;
    }
    for (const [name, group] of groups) all.push({ pool: pool.name, name, ...group });
  }
  return all.sort((a, b) => b.reservedBytes - a.reservedBytes).slice(0, limit);
}
