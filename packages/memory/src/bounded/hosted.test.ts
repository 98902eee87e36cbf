import { describe, expect, it, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { createGovernor } from '../governor/governor.ts';
import type { Governor } from '../governor/governor.ts';
import { FakeMachine } from '../probe/fake-machine.ts';
import { BoundedCounterTable } from './bounded-counter-table.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { ObjectPool } from './object-pool.ts';
import { SlidingWindow } from './sliding-window.ts';

function governed(): Governor {
  return createGovernor({
    plan: { budgetBytes: 512_000_000, accountsBytes: 100_000_000 },
    cgroup: null,
    clock: new FakeClock(),
    machine: new FakeMachine(),
  });
}

const account = (host: Governor, name: string) =>
  host.snapshot().accounts.find((group) => group.name === name);
const leftovers = (host: Governor) =>
  host.snapshot().pools.reduce((sum, pool) => sum + pool.leftoverTotal + pool.openAccounts, 0);

describe('a bounded structure with a governor', () => {
  it('as a queue charges what waits, under its name, and nothing once closed', () => {
    const host = governed();
    const queue = new BoundedQueue<string>({
      name: 'mails',
      host,
      maxEntries: 3,
      maxBytes: 1000,
      sizeOf: (text) => text.length,
    });
    queue.offer('x'.repeat(400));
    queue.offer('x'.repeat(500));
    expect(queue.offer('x'.repeat(101))).toBe(false);
    expect(account(host, 'mails')).toMatchObject({ pool: 'stream', usedBytes: 900 });
    expect(queue.stats()).toEqual({
      name: 'mails',
      entries: 2,
      maxEntries: 3,
      bytes: 900,
      maxBytes: 1000,
      offered: 2,
      refused: 1,
      takers: 0,
    });
    queue.close();
    expect(leftovers(host)).toBe(0);
  });

  it('as a pool gives its idle objects back when asked, never those in use', () => {
    const host = governed();
    let destroyed = 0;
    const pool = new ObjectPool<object>({
      name: 'parsers',
      host,
      create: () => ({}),
      destroy: () => destroyed++,
      maxInUse: 4,
      bytesEach: 1000,
    });
    const leases = [1, 2, 3, 4].map(() => pool.acquire()!);
    expect(pool.acquire()).toBeNull();
    for (const lease of leases.slice(1)) lease.release();
    expect(account(host, 'parsers')).toMatchObject({ pool: 'cache', usedBytes: 4000 });
    const [registered] = host.registered();
    expect(registered).toMatchObject({ name: 'parsers', kind: 'pool' });
    expect(registered!.usedBytes()).toBe(3000);
    expect(registered!.shrink(1500)).toBe(2000);
    expect(registered!.shrink(0)).toBe(1000);
    expect(destroyed).toBe(3);
    expect(account(host, 'parsers')).toMatchObject({ usedBytes: 1000 });
    expect(pool.stats()).toEqual({
      name: 'parsers',
      inUse: 1,
      maxInUse: 4,
      idle: 0,
      maxIdle: 4,
      created: 4,
      refused: 1,
      bytes: 1000,
    });
    pool.close();
    leases[0]!.release();
    expect(host.registered()).toEqual([]);
    expect(leftovers(host)).toBe(0);
  });

  it('of fixed size is charged once, and is not made where there is no room', () => {
    const host = governed();
    const table = new BoundedCounterTable({
      name: 'attempts',
      host,
      windowMs: 1000,
      expectedKeys: 1000,
    });
    const window = new SlidingWindow({ name: 'latency', host, windowMs: 1000, maxSamples: 500 });
    window.add(1);
    table.add('a');
    expect(account(host, 'attempts')).toMatchObject({
      pool: 'diagnostics',
      usedBytes: table.bytes,
    });
    expect(account(host, 'latency')).toMatchObject({ pool: 'diagnostics', usedBytes: 8000 });
    table.close();
    window.close();
    expect(() => new SlidingWindow({ name: 'huge', host, windowMs: 1, maxSamples: 2e7 })).toThrow(
      expect.objectContaining({ code: 'BOUNDED_NO_ROOM' }),
    );
    expect(leftovers(host)).toBe(0);
  });

  test.each([
    ['a host without a name', { host: governed() }],
    [
      'a host beside an account',
      {
        host: governed(),
        name: 'a',
        account: { grow: () => true, shrink: () => {}, close: () => {} },
      },
    ],
  ])('refuses %s', (_, holder) => {
    expect(() => new SlidingWindow({ ...holder, windowMs: 1, maxSamples: 1 })).toThrow(
      expect.objectContaining({ code: 'BOUNDED_OPTION_INVALID' }),
    );
  });
});
