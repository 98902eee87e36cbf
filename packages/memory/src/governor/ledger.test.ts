import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import type { PoolName } from './account.ts';
import { governorLimits } from './governor.limits.ts';
import { Ledger } from './ledger.ts';
import type { PoolShares } from './pool-shares.ts';

const mib = 1024 * 1024;

/** Shares with round sums: 60 % promised, requests may reach half. */
const shares: PoolShares = {
  request: { min: 0.15, max: 0.5 },
  upload: { min: 0.05, max: 0.3 },
  stream: { min: 0.05, max: 0.3 },
  cache: { min: 0.15, max: 0.4 },
  batch: { min: 0.05, max: 0.3 },
  job: { min: 0.05, max: 0.3 },
  realtime: { min: 0.05, max: 0.3 },
  'db-result': { min: 0.05, max: 0.3 },
  diagnostics: { min: 0, max: 1 },
};

function messagesOn(channel: string): unknown[] {
  const messages: unknown[] = [];
  const listener = (message: unknown): void => void messages.push(message);
  subscribe(channel, listener);
  onTestFinished(() => void unsubscribe(channel, listener));
  return messages;
}

describe('an account', () => {
  it('reserves small blocks first and whole blocks later', () => {
    const account = new Ledger({ limitBytes: 64 * mib, shares }).openAccount('request', 'GET /');
    account.grow(1);
    expect(account.reservedBytes).toBe(4 * 1024);
    account.grow(64 * 1024);
    expect(account.reservedBytes).toBe(128 * 1024);
    expect(account.usedBytes).toBe(64 * 1024 + 1);
  });

  it('gives blocks back only when more than two lie idle', () => {
    const account = new Ledger({ limitBytes: 64 * mib, shares }).openAccount('cache', 'search');
    account.grow(mib);
    account.shrink(128 * 1024);
    expect(account.reservedBytes).toBe(mib);
    account.shrink(64 * 1024);
    expect(account.reservedBytes).toBe(mib - 128 * 1024);
    expect(account.peakBytes).toBe(mib);
  });

  it('is not refused because of rounding', () => {
    const ledger = new Ledger({ limitBytes: 64 * mib, shares });
    const { maxBytes } = ledger.pool('request');
    expect(ledger.openAccount('request', 'exact').grow(maxBytes)).toBe(true);
    expect(ledger.openAccount('request', 'one more').grow(1)).toBe(false);
    expect(ledger.pool('request').refusedTotal).toBe(1);
  });

  it('keeps its own limit below the pool’s', () => {
    const ledger = new Ledger({ limitBytes: 64 * mib, shares });
    const account = ledger.openAccount('cache', 'search', { limitBytes: 10_000 });
    expect(account.grow(10_000)).toBe(true);
    expect(account.reservedBytes).toBe(10_000);
    expect(account.grow(1)).toBe(false);
  });

  it('keeps what admission has promised through a trim', () => {
    const ledger = new Ledger({ limitBytes: 64 * mib, shares });
    const account = ledger.open('request', 'GET /');
    expect(account.promise(mib)).toBe(true);
    account.grow(100);
    expect(ledger.trim()).toBe(0);
    expect(account.reservedBytes).toBe(mib);
    expect(account.grow(mib - 100)).toBe(true);
  });

  it('counts and publishes what is left on it when it closes, and gives it back', () => {
    const messages = messagesOn('lexiflow:memory:account-leftover');
    const ledger = new Ledger({ limitBytes: 64 * mib, shares });
    const account = ledger.openAccount('job', 'import', { owner: 'anna' });
    account.grow(5_000);
    account.close();
    account.close();
    expect(messages).toEqual([{ pool: 'job', name: 'import', owner: 'anna', bytes: 5_000 }]);
    expect(ledger.poolSnapshots().find(({ name }) => name === 'job')).toMatchObject({
      usedBytes: 0,
      reservedBytes: 0,
      openAccounts: 0,
      leftoverTotal: 1,
      leftoverBytesTotal: 5_000,
    });
  });

  it('closes silently at zero', () => {
    const messages = messagesOn('lexiflow:memory:account-leftover');
    const ledger = new Ledger({ limitBytes: 64 * mib, shares });
    {
      using account = ledger.openAccount('request', 'GET /');
      account.grow(10);
      account.shrink(10);
    }
    expect(messages).toEqual([]);
    expect(ledger.reservedBytes).toBe(0);
  });

  it('reports misuse instead of going wrong', () => {
    const messages = messagesOn('lexiflow:memory:account-misuse');
    const ledger = new Ledger({ limitBytes: 64 * mib, shares });
    const account = ledger.openAccount('request', 'GET /');
    account.grow(10);
    expect(account.grow(-1)).toBe(false);
    expect(account.grow(NaN)).toBe(false);
    account.shrink(-5);
    account.shrink(25);
    expect(account.usedBytes).toBe(0);
    account.close();
    expect(account.grow(1)).toBe(false);
    expect(messages).toHaveLength(5);
    expect(ledger.pool('request').misuseTotal).toBe(5);
  });

  it('rounds fractions up, both ways', () => {
    const account = new Ledger({ limitBytes: 64 * mib, shares }).openAccount('cache', 'search');
    account.grow(10.2);
    expect(account.usedBytes).toBe(11);
    account.shrink(10.2);
    expect(account.usedBytes).toBe(0);
  });

  it('is refused for a pool that does not exist and for a limit that is none', () => {
    const ledger = new Ledger({ limitBytes: mib });
    expect(() => ledger.openAccount('nope' as PoolName, 'x')).toThrow(/There is no pool "nope"/);
    expect(() => ledger.openAccount('job', 'x', { limitBytes: 0 })).toThrow(/limitBytes of x is 0/);
    expect(() => ledger.openAccount('job', 'x', { nativeShare: 1.1 })).toThrow(/nativeShare of x/);
  });
});

describe('borrowing', () => {
  it('takes what others do not use, but never their minimum', () => {
    const ledger = new Ledger({ limitBytes: 100 * mib, shares });
    expect(ledger.openAccount('request', 'a').grow(50 * mib)).toBe(true);
    // 60 are promised in all, 15 of them to requests: 35 borrowed leave 5 to borrow.
    expect(ledger.openAccount('cache', 'b').grow(21 * mib)).toBe(false);
    expect(ledger.openAccount('cache', 'b').grow(20 * mib)).toBe(true);
    expect(ledger.openAccount('job', 'c').grow(5 * mib)).toBe(true);
    expect(ledger.openAccount('job', 'c').grow(1)).toBe(false);
  });

  it('stops at a lowered capacity, where minimums still stand', () => {
    const ledger = new Ledger({ limitBytes: 100 * mib, shares });
    ledger.setCapacity(0);
    expect(ledger.openAccount('request', 'a').grow(15 * mib)).toBe(true);
    expect(ledger.openAccount('request', 'a').grow(1)).toBe(false);
    ledger.setCapacity(Infinity);
    expect(ledger.capacityBytes).toBe(100 * mib);
    expect(ledger.openAccount('request', 'a').grow(1)).toBe(true);
  });

  it('lets what needs no heap go on where the heap has no more room, up to its own capacity', () => {
    const ledger = new Ledger({ limitBytes: 100 * mib, shares });
    ledger.setCapacity(70 * mib, 90 * mib);
    const outside = ledger.openAccount('cache', 'child', { nativeShare: 1 });
    const half = ledger.openAccount('job', 'half', { nativeShare: 0.5 });
    // 60 are promised; of the rest the heap has 10, all memory 30.
    const request = ledger.openAccount('request', 'a');
    expect(request.grow(26 * mib)).toBe(false);
    // Outside the heap the minimum of 5 is filled first: of 21 there are 5.5 above it.
    expect(half.grow(21 * mib)).toBe(false);
    expect(half.grow(20 * mib)).toBe(true);
    expect(request.grow(15 * mib)).toBe(true);
    expect(request.grow(mib)).toBe(false);
    expect(outside.grow(15 * mib + 16 * mib)).toBe(false);
    expect(outside.grow(15 * mib + 15 * mib)).toBe(true);
    outside.close();
    expect(request.grow(mib)).toBe(false);
    half.close();
    expect(request.grow(10 * mib)).toBe(true);
  });

  it('gives the heap nothing for memory outside of it that is given back in another order', () => {
    const ledger = new Ledger({ limitBytes: 100 * mib, shares });
    ledger.setCapacity(70 * mib, 100 * mib);
    for (let round = 0; round < 5; round++) {
      const heap = ledger.openAccount('job', 'heap');
      const outside = ledger.openAccount('job', 'outside', { nativeShare: 1 });
      expect([heap.grow(5 * mib), outside.grow(10 * mib)]).toEqual([true, true]);
      heap.close();
      outside.close();
    }
    expect(ledger.openAccount('request', 'a').grow(26 * mib)).toBe(false);
    expect(ledger.openAccount('request', 'a').grow(25 * mib)).toBe(true);
  });

  it('refuses shares whose minimums sum to more than all', () => {
    const greedy = Object.fromEntries(
      [...new Ledger({ limitBytes: mib }).pools.keys()].map((name) => [name, { min: 0.2, max: 1 }]),
    ) as never;
    expect(() => new Ledger({ limitBytes: mib, shares: greedy })).toThrow(/minimums sum to/);
    expect(() => new Ledger({ limitBytes: 0 })).toThrow(/limitBytes is 0/);
  });
});

describe('a waiting reservation', () => {
  function fullPool(): {
    ledger: Ledger;
    clock: FakeClock;
    holder: ReturnType<Ledger['openAccount']>;
  } {
    const clock = new FakeClock();
    const ledger = new Ledger({ limitBytes: 100 * mib, shares, clock });
    const holder = ledger.openAccount('job', 'holder');
    holder.grow(ledger.pool('job').maxBytes);
    return { ledger, clock, holder };
  }

  it('is granted at once when it fits', async () => {
    const account = new Ledger({ limitBytes: 100 * mib, shares }).openAccount('job', 'etl');
    expect(await account.reserve(mib)).toEqual({ ok: true });
    expect(account.usedBytes).toBe(mib);
  });

  it('is granted in order of arrival, a later small one not before an earlier large one', async () => {
    const { ledger, holder } = fullPool();
    const order: string[] = [];
    const large = ledger.openAccount('job', 'large');
    const small = ledger.openAccount('job', 'small');
    const first = large.reserve(10 * mib).then(() => order.push('large'));
    const second = small.reserve(mib).then(() => order.push('small'));
    holder.shrink(2 * mib);
    await Promise.resolve();
    expect(order).toEqual([]);
    holder.shrink(10 * mib);
    await Promise.all([first, second]);
    expect(order).toEqual(['large', 'small']);
    expect(ledger.waiting).toBe(0);
  });

  it('is refused with the numbers when its deadline passes', async () => {
    const { ledger, clock } = fullPool();
    const outcome = ledger.openAccount('job', 'etl').reserve(mib, { deadlineMs: 200 });
    clock.advance(200);
    expect(await outcome).toMatchObject({
      ok: false,
      refusal: {
        code: 'MEM_WAIT_DEADLINE',
        status: 503,
        account: 'etl',
        pool: 'job',
        usedBytes: 30 * mib,
        limitBytes: 30 * mib,
        requestedBytes: mib,
        retryHelps: true,
      },
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets the next one through when the head gives up', async () => {
    const { ledger, clock, holder } = fullPool();
    const large = ledger.openAccount('job', 'large').reserve(20 * mib, { deadlineMs: 100 });
    const small = ledger.openAccount('job', 'small').reserve(mib);
    holder.shrink(2 * mib);
    clock.advance(100);
    expect((await large).ok).toBe(false);
    expect((await small).ok).toBe(true);
  });

  it('rejects with the signal’s reason when aborted, before or while it waits', async () => {
    const { ledger, clock } = fullPool();
    const account = ledger.openAccount('job', 'etl');
    const controller = new AbortController();
    const waiting = account.reserve(mib, { signal: controller.signal });
    const reason = new Error('client left');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(account.reserve(1, { signal: controller.signal })).rejects.toBe(reason);
    expect(ledger.waiting).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is refused at once when no waiting can help', async () => {
    const { ledger } = fullPool();
    const account = ledger.openAccount('job', 'etl');
    expect(await account.reserve(31 * mib)).toMatchObject({
      refusal: { code: 'MEM_POOL_FULL', retryHelps: false },
    });
    expect(await account.reserve(mib, { deadlineMs: 0 })).toMatchObject({ ok: false });
  });

  it('ends with its account', async () => {
    const { ledger } = fullPool();
    const account = ledger.openAccount('job', 'etl');
    const waiting = account.reserve(mib);
    account.close();
    expect(await waiting).toMatchObject({ refusal: { code: 'MEM_ACCOUNT_CLOSED' } });
  });

  it('lets the next one through when the head’s account closes', async () => {
    const { ledger, holder } = fullPool();
    const head = ledger.openAccount('job', 'large');
    const large = head.reserve(20 * mib);
    const small = ledger.openAccount('job', 'small').reserve(mib);
    holder.shrink(2 * mib);
    head.close();
    expect((await large).ok).toBe(false);
    expect(await Promise.race([small, Promise.resolve('still waits')])).toEqual({ ok: true });
  });

  it('is refused when too many wait', async () => {
    const { ledger } = fullPool();
    const account = ledger.openAccount('job', 'etl');
    const waiters = Array.from({ length: governorLimits.waitersPerPool.value }, () =>
      account.reserve(1),
    );
    expect(await account.reserve(1)).toMatchObject({ refusal: { code: 'MEM_WAIT_QUEUE_FULL' } });
    account.close();
    expect((await Promise.all(waiters)).every(({ ok }) => !ok)).toBe(true);
  });

  it('is granted when the capacity is raised again', async () => {
    const ledger = new Ledger({ limitBytes: 100 * mib, shares, clock: new FakeClock() });
    ledger.setCapacity(0);
    const waiting = ledger.openAccount('job', 'etl').reserve(10 * mib);
    ledger.setCapacity(100 * mib);
    expect(await waiting).toEqual({ ok: true });
  });

  it('is granted when another pool gives back what it had borrowed', async () => {
    const ledger = new Ledger({ limitBytes: 100 * mib, shares, clock: new FakeClock() });
    const borrower = ledger.openAccount('request', 'borrower');
    borrower.grow(50 * mib);
    ledger.openAccount('cache', 'cache').grow(20 * mib);
    const waiting = ledger.openAccount('job', 'etl').reserve(10 * mib);
    borrower.shrink(10 * mib);
    expect(await waiting).toEqual({ ok: true });
  });
});

it('groups open accounts by pool and name, largest first', () => {
  const ledger = new Ledger({ limitBytes: 100 * mib, shares });
  for (let i = 0; i < 3; i++) ledger.openAccount('request', 'GET /a').grow(4096);
  ledger.openAccount('cache', 'search').grow(mib);
  expect(ledger.largestAccounts(10)).toEqual([
    {
      pool: 'cache',
      name: 'search',
      accounts: 1,
      usedBytes: mib,
      reservedBytes: mib,
      oldestSequence: 1,
    },
    {
      pool: 'request',
      name: 'GET /a',
      accounts: 3,
      usedBytes: 12_288,
      reservedBytes: 12_288,
      oldestSequence: 1,
    },
  ]);
  expect(ledger.largestAccounts(1)).toHaveLength(1);
});

it('tells whether the oldest open account of a group is still the same', () => {
  const ledger = new Ledger({ limitBytes: 100 * mib, shares });
  const oldest = ledger.openAccount('job', 'report');
  const oldestSequence = (): number | undefined => ledger.largestAccounts(1)[0]?.oldestSequence;
  const first = oldestSequence();
  ledger.openAccount('job', 'report');
  expect(oldestSequence()).toBe(first);
  oldest.close();
  expect(oldestSequence()).toBeGreaterThan(first!);
});
