import { afterEach, describe, expect, it } from 'vitest';
import { BoundedCache } from '../cache/bounded-cache.ts';
import type { FakeClock } from '../fake-clock.ts';
import { fakeGovernor } from './fake-governor.ts';
import type { Governor } from './governor.ts';

const mib = 1024 * 1024;
/** A tenth of the accounts is the minimum of the pool `cache`. */
const accountsBytes = 8 * mib;
const minBytes = accountsBytes / 10;
const intervalMs = 300_000;

let clock: FakeClock;
let governor: Governor;

function start(cleanupAggressive: boolean): void {
  const plan = { budgetBytes: 1000 * mib, accountsBytes };
  ({ clock, governor } = fakeGovernor({ rssBytes: 100 * mib }, { plan, cleanupAggressive }));
  governor.start();
}

afterEach(() => {
  expect(governor.level).toBe('normal');
  governor[Symbol.dispose]();
  expect(clock.pendingTimers).toBe(0);
});

/** A cache of 1,000 entries of about a kilobyte. */
function fill(name: string, ttlMs?: number): BoundedCache<number, string> {
  const age = ttlMs === undefined ? {} : { ttlMs };
  const cache = new BoundedCache<number, string>({
    name,
    maxEntries: 1000,
    host: governor,
    clock,
    ...age,
  });
  for (let key = 0; key < 1000; key++) cache.set(key, `${key}`.padEnd(1000, '.'));
  return cache;
}

const actions = (): (string | undefined)[][] =>
  governor.snapshot().timeline.map(({ action, subject, cause }) => [action, subject, cause]);

describe('the periodic cleanup', () => {
  it('drops what has expired and returns reserved, unused blocks', () => {
    start(false);
    using _old = fill('old', 1_000);
    using kept = fill('kept');
    using account = governor.openAccount('request', 'idle');
    account.grow(200_000);
    account.shrink(199_000);
    const { reservedBytes } = account;
    clock.advance(intervalMs);
    expect(account.reservedBytes).toBeLessThan(reservedBytes);
    expect(kept.stats().entries).toBe(1000);
    expect(actions()).toEqual([
      ['expire', 'old', 'periodic cleanup'],
      ['trim', undefined, 'periodic cleanup'],
    ]);
  });

  it('shrinks caches to the minimum of their pool when it is aggressive, the least used first', () => {
    start(true);
    using idle = fill('idle');
    using used = fill('used');
    const before = used.usedBytes();
    for (let key = 0; key < 1000; key++) used.get(key);
    clock.advance(intervalMs);
    expect(idle.usedBytes() + used.usedBytes()).toBeLessThanOrEqual(minBytes);
    expect(idle.usedBytes()).toBe(0);
    expect(used.usedBytes()).toBeGreaterThan(before / 2);
    expect(actions()).toContainEqual(['shrink', 'idle', 'periodic cleanup']);
  });

  it('leaves caches alone that hold less than the minimum together', () => {
    start(true);
    using cache = new BoundedCache<number, string>({ name: 'a', maxEntries: 100, host: governor });
    for (let key = 0; key < 100; key++) cache.set(key, `${key}`);
    clock.advance(intervalMs);
    expect(cache.stats().entries).toBe(100);
  });

  it('lets a cache that is used fill up again', () => {
    start(true);
    using cache = fill('orders');
    clock.advance(intervalMs);
    const { entries } = cache.stats();
    for (let key = 1000; key < 1100; key++) cache.set(key, `${key}`.padEnd(1000, '.'));
    expect(cache.stats().entries).toBe(entries + 100);
  });

  it.each([
    ['until the minimum is reached', Infinity, 4],
    ['until nothing more is won', 2, 3],
  ])('goes on in slices %s', (_until, gives, calls) => {
    start(true);
    let usedBytes = minBytes + 3.5 * mib;
    const targets: number[] = [];
    governor.registerReclaimer({
      name: 'large',
      kind: 'cache',
      usedBytes: () => usedBytes,
      shrink(targetBytes) {
        targets.push(targetBytes);
        if (targets.length > gives) return 0;
        const bytesWon = Math.min(mib, usedBytes - targetBytes);
        usedBytes -= bytesWon;
        return bytesWon;
      },
    });
    clock.advance(intervalMs);
    expect(targets).toHaveLength(1);
    clock.advance(intervalMs - 1);
    expect(targets).toHaveLength(calls);
    if (gives === Infinity) expect(usedBytes).toBeLessThanOrEqual(minBytes);
  });
});
