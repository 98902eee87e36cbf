import { describe, expect, it, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { Ledger } from '../governor/ledger.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { CacheOptions } from './cache-options.ts';
import type { DisposalReason } from './disposal.ts';

function cacheOf(
  options: Partial<CacheOptions<string, unknown>> = {},
): BoundedCache<string, unknown> {
  return new BoundedCache({ name: 'test', maxEntries: 4, ...options });
}

describe('making a cache', () => {
  it('is refused without a bound', () => {
    expect(() => new BoundedCache({ name: 'free' })).toThrowError(
      expect.objectContaining({ code: 'CACHE_UNBOUNDED' }),
    );
  });

  test.each<[string, Partial<CacheOptions<string, unknown>>]>([
    ['maxEntries 0', { maxEntries: 0 }],
    ['maxEntries 1.5', { maxEntries: 1.5 }],
    ['maxBytes Infinity', { maxBytes: Infinity }],
    ['maxBytes NaN', { maxBytes: NaN }],
    ['ttlMs 0', { ttlMs: 0 }],
    ['staleMs without ttlMs', { staleMs: 5 }],
    ['an empty name', { name: '' }],
    ['maxLoads −1', { maxLoads: -1 }],
    ['an unknown option', { maxSize: 3 } as never],
  ])('is refused for %s', (_title, options) => {
    expect(() => cacheOf(options)).toThrowError(
      expect.objectContaining({ code: 'CACHE_OPTION_INVALID' }),
    );
  });
});

describe('a cache', () => {
  it('answers what was set, also undefined, and counts hits and misses', () => {
    const cache = cacheOf();
    cache.set('a', 1);
    cache.set('b', undefined);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, undefined]);
    expect([cache.has('b'), cache.has('c')]).toEqual([true, false]);
    expect(cache.stats()).toMatchObject({
      hits: 2,
      misses: 1,
      hitRate: 2 / 3,
      sets: 2,
      entries: 2,
    });
  });

  it('does not count a peek', () => {
    const cache = cacheOf();
    cache.set('a', 1);
    expect(cache.peek('a')).toBe(1);
    expect(cache.stats()).toMatchObject({ hits: 0, misses: 0, hitRate: 0 });
  });

  it('replaces in place and counts the new bytes alone', () => {
    const cache = cacheOf();
    cache.set('a', 'x'.repeat(1000));
    const large = cache.usedBytes();
    cache.set('a', 'x');
    expect(cache.size).toBe(1);
    expect(large - cache.usedBytes()).toBeGreaterThanOrEqual(1000);
  });

  it('refuses a value larger than its bound, and drops the former value of that key', () => {
    const cache = cacheOf({ maxBytes: 2000 });
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.set('a', 'x'.repeat(3000))).toBe(false);
    expect([...cache.entries()]).toEqual([['b', 2]]);
    expect(cache.stats().removals).toMatchObject({ refused: 1, replaced: 1, evicted: 0 });
  });

  test.each<[string, unknown]>([
    ['an object', {}],
    ['undefined', undefined],
    ['a text of 4,097 characters', 'x'.repeat(4097)],
  ])('throws for %s as a key and changes nothing', (_title, key) => {
    const cache = cacheOf();
    expect(() => cache.set(key as string, 1)).toThrowError(
      expect.objectContaining({ code: 'CACHE_KEY_INVALID' }),
    );
    expect(cache.stats().sets).toBe(0);
  });

  test.each([[-1], [NaN], [Infinity]])(
    'throws when sizeOf answers %f and keeps the former value',
    (size) => {
      const cache = cacheOf({ sizeOf: (value) => (value === 'bad' ? size : 1) });
      cache.set('a', 'good');
      expect(() => cache.set('a', 'bad')).toThrowError(
        expect.objectContaining({ code: 'CACHE_SIZE_INVALID' }),
      );
      expect(cache.get('a')).toBe('good');
    },
  );

  it('survives a sizeOf that removes the key being set', () => {
    const cache: BoundedCache<string, unknown> = cacheOf({
      sizeOf: (_value, key) => (cache.delete(key), 1),
    });
    cache.set('a', 1);
    cache.set('a', 2);
    expect([...cache.entries()]).toEqual([['a', 2]]);
  });

  it('holds nothing once closed and refuses from then on', () => {
    const cache = cacheOf();
    cache.set('a', 1);
    cache.close();
    cache.close();
    expect([cache.size, cache.usedBytes(), cache.set('b', 1)]).toEqual([0, 0, false]);
  });
});

describe('age', () => {
  it('ends an entry at its time, whether the age is the cache’s or its own', () => {
    const clock = new FakeClock();
    const cache = cacheOf({ ttlMs: 1000, clock });
    cache.set('a', 1);
    cache.set('b', 2, { ttlMs: 3000 });
    clock.advance(999);
    expect(cache.get('a')).toBe(1);
    clock.advance(1);
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 2]);
    clock.advance(2000);
    expect([...cache.entries()]).toEqual([]);
  });

  it('is reclaimed a few at each set, without a timer', () => {
    const clock = new FakeClock();
    const cache = cacheOf({ maxEntries: 1000, ttlMs: 1000, clock });
    for (let i = 0; i < 100; i++) cache.set(`old${i}`, i);
    clock.advance(5000);
    expect(clock.pendingTimers).toBe(0);
    for (let i = 0; i < 40; i++) cache.set(`new${i}`, i);
    expect(cache.size).toBe(40);
    expect(cache.stats().removals.expired).toBe(100);
  });

  it('is reclaimed at once by expire, which answers the bytes won', () => {
    const clock = new FakeClock();
    const cache = cacheOf({ maxEntries: 1000, ttlMs: 1000, clock });
    for (let i = 0; i < 100; i++) cache.set(`old${i}`, i);
    const before = cache.usedBytes();
    expect(cache.expire()).toBe(0);
    clock.advance(2000);
    expect(cache.expire()).toBe(before);
    expect(cache.size).toBe(0);
  });
});

describe('disposal', () => {
  it('tells each departure with its reason, after the cache is consistent again', () => {
    const clock = new FakeClock();
    const seen: [unknown, string, DisposalReason][] = [];
    const cache: BoundedCache<string, unknown> = cacheOf({
      maxEntries: 2,
      policy: 'lru',
      clock,
      ttlMs: 1000,
      onDispose: (value, key, reason) => {
        seen.push([value, key, reason]);
        expect(cache.stats().entries).toBeLessThanOrEqual(2);
      },
    });
    cache.set('a', 1);
    cache.set('a', 2);
    cache.set('b', 3);
    cache.set('c', 4);
    cache.delete('b');
    clock.advance(1010);
    cache.expire();
    cache.set('d', 5);
    cache.shrink(0);
    cache.set('e', 6);
    cache.clear();
    expect(seen).toEqual([
      [1, 'a', 'replaced'],
      [2, 'a', 'evicted'],
      [3, 'b', 'deleted'],
      [4, 'c', 'expired'],
      [5, 'd', 'shrunk'],
      [6, 'e', 'cleared'],
    ]);
  });

  it('may use the cache from the callback', () => {
    const cache: BoundedCache<string, unknown> = cacheOf({
      maxEntries: 2,
      onDispose: (value, key, reason) => {
        if (reason === 'evicted') cache.set(`again:${key}`.slice(0, 20), value);
        if (key.startsWith('again')) cache.delete(key);
      },
    });
    for (const key of ['a', 'b', 'c']) cache.set(key, key);
    expect(cache.size).toBeLessThanOrEqual(2);
  });

  it('throws a callback’s error after the operation has been done', () => {
    const cache = cacheOf({
      onDispose: () => {
        throw new Error('broken');
      },
    });
    cache.set('a', 1);
    expect(() => cache.set('a', 2)).toThrowError('broken');
    expect(cache.get('a')).toBe(2);
  });
});

describe('an object that comes again', () => {
  const watched = (clock?: FakeClock) => {
    const left: string[] = [];
    const onDispose = (_: unknown, key: string, reason: DisposalReason): void =>
      void left.push(`${key} ${reason}`);
    const cache = cacheOf({ onDispose, ...(clock ? { clock, ttlMs: 1000 } : {}) });
    return { cache, left, connection: { isOpen: true } };
  };

  it('is not disposed while it is held, nor when it had expired', () => {
    const clock = new FakeClock();
    const { cache, left, connection } = watched(clock);
    cache.set('a', connection);
    cache.set('a', connection);
    clock.advance(2000);
    cache.set('a', connection);
    expect([cache.peek('a'), left]).toEqual([connection, []]);
    cache.set('a', { isOpen: true });
    expect(left).toEqual(['a replaced']);
  });

  it('is disposed when it leaves, be it undefined', () => {
    const { cache, left } = watched();
    cache.set('a', undefined);
    cache.delete('a');
    expect(left).toEqual(['a deleted']);
  });

  it('is disposed once when it is refused', () => {
    const left: string[] = [];
    const cache = new BoundedCache<string, object>({
      name: 'test',
      maxBytes: 2000,
      sizeOf: (value) => (value as { bytes: number }).bytes,
      onDispose: (_, key, reason) => void left.push(`${key} ${reason}`),
    });
    const page = { bytes: 100 };
    cache.set('a', page);
    page.bytes = 10_000;
    expect(cache.set('a', page)).toBe(false);
    expect(left).toEqual(['a replaced']);
  });
});

describe('entries', () => {
  it('end where everything is removed meanwhile', () => {
    const cache = cacheOf();
    for (const key of ['a', 'b', 'c']) cache.set(key, key);
    const seen: string[] = [];
    for (const [key] of cache.entries()) {
      seen.push(key);
      cache.clear();
    }
    expect(seen).toEqual(['a']);
  });
});

describe('tags', () => {
  it('remove all entries that carry one, and no other', () => {
    const cache = cacheOf({ maxEntries: 10 });
    cache.set('a', 1, { tags: ['case:1', 'court:akd'] });
    cache.set('b', 2, { tags: ['case:2', 'court:akd', 'court:akd'] });
    cache.set('c', 3, { tags: ['case:3'] });
    cache.set('d', 4);
    expect(cache.invalidateTag('court:akd')).toBe(2);
    expect([...cache.entries()].map(([key]) => key)).toEqual(['c', 'd']);
    expect(cache.invalidateTag('court:akd')).toBe(0);
  });

  it('go with their entry: replacing without tags takes it out of them', () => {
    const cache = cacheOf();
    cache.set('a', 1, { tags: ['t'] });
    cache.set('a', 2);
    expect(cache.invalidateTag('t')).toBe(0);
    expect(cache.get('a')).toBe(2);
  });

  it('are charged, and more than an entry may have are refused by an error', () => {
    const cache = cacheOf();
    cache.set('a', 1);
    const plain = cache.usedBytes();
    cache.set('a', 1, { tags: ['case:1'] });
    expect(cache.usedBytes()).toBeGreaterThan(plain);
    const tags = Array.from({ length: 17 }, (_, i) => `t${i}`);
    expect(() => cache.set('a', 1, { tags })).toThrowError(
      expect.objectContaining({ code: 'CACHE_TAGS_EXCEEDED' }),
    );
  });
});

describe('shrinking', () => {
  it('evicts down to the target and answers the bytes won', () => {
    const cache = cacheOf({ maxEntries: 1000, clock: new FakeClock() });
    for (let i = 0; i < 1000; i++) cache.set(`k${i}`, i);
    const before = cache.usedBytes();
    const won = cache.shrink(before / 2);
    expect(cache.usedBytes()).toBeLessThanOrEqual(before / 2);
    expect(before - cache.usedBytes()).toBe(won);
    expect(cache.stats().removals.shrunk).toBe(1000 - cache.size);
  });

  it('stops when its time slice is over and goes on when asked again', () => {
    let nowMs = 0;
    const cache = cacheOf({ maxEntries: 5000, clock: { now: () => (nowMs += 25) } });
    for (let i = 0; i < 5000; i++) cache.set(`k${i}`, i);
    let calls = 0;
    while (cache.usedBytes() > 1000) {
      expect(cache.shrink(1000)).toBeGreaterThan(0);
      calls++;
    }
    expect(calls).toBeGreaterThan(5);
  });
});

describe('shrinking to nothing', () => {
  const filled = (more: Partial<CacheOptions<string, unknown>>) => {
    const cache = cacheOf({ maxEntries: 5000, ...more });
    for (let i = 0; i < 5000; i++) cache.set(`k${i}`, i);
    return cache;
  };

  it('empties at once where nobody wants to see each entry', () => {
    const cache = filled({ clock: new FakeClock() });
    cache.shrink(0);
    expect([cache.size, cache.usedBytes()]).toEqual([0, 0]);
  });

  it('stops when the callbacks have taken a slice, and goes on when asked again', () => {
    let nowMs = 0;
    const seen = new Set<string>();
    const cache = filled({
      clock: { now: () => nowMs },
      onDispose: (_value, key) => {
        nowMs += 1;
        seen.add(key);
      },
    });
    let calls = 0;
    while (cache.usedBytes() > 0) {
      const startMs = nowMs;
      expect(cache.shrink(0)).toBeGreaterThan(0);
      expect(nowMs - startMs).toBeLessThan(200);
      calls++;
    }
    expect(calls).toBeGreaterThan(20);
    expect(seen.size).toBe(5000);
  });
});

describe('with a governor', () => {
  it('charges the cache pool, can be asked to give way, and leaves nothing when closed', () => {
    const ledger = new Ledger({ limitBytes: 64 * 1024 * 1024 });
    const registered = new Set<string>();
    const cache = cacheOf({
      maxEntries: 100,
      host: {
        openAccount: (pool, name, options) => ledger.openAccount(pool, name, options),
        registerReclaimer: (reclaimer) => {
          registered.add(`${reclaimer.kind}:${reclaimer.name}`);
          return () => registered.clear();
        },
        registerPausable: () => () => {},
      },
    });
    for (let i = 0; i < 100; i++) cache.set(`k${i}`, 'x'.repeat(1000));
    expect([...registered]).toEqual(['cache:test']);
    expect(ledger.usedBytes).toBe(cache.usedBytes());
    expect(cache.shrink(20_000)).toBeGreaterThan(80_000);
    cache.close();
    expect(registered.size).toBe(0);
    expect(ledger.usedBytes).toBe(0);
  });

  it('ends its account whatever a callback throws, and where its host refuses it', () => {
    const ledger = new Ledger({ limitBytes: 64 * 1024 * 1024 });
    const host = {
      openAccount: ledger.openAccount.bind(ledger),
      registerReclaimer: () => () => {},
      registerPausable: () => () => {},
    };
    const onDispose = (): void => {
      throw new Error('broken');
    };
    const cache = cacheOf({ host, onDispose });
    cache.set('a', 1);
    expect(() => cache.close()).toThrowError('broken');
    const registerReclaimer = (): never => {
      throw new Error('duplicate');
    };
    expect(() => cacheOf({ host: { ...host, registerReclaimer } })).toThrowError('duplicate');
    const { openAccounts, usedBytes } = ledger.pool('cache');
    expect({ openAccounts, usedBytes }).toEqual({ openAccounts: 0, usedBytes: 0 });
  });

  it('makes room or refuses when the account does, and never holds what was not granted', () => {
    let limit = 3000;
    let used = 0;
    const account = {
      grow: (bytes: number) => used + bytes <= limit && ((used += bytes), true),
      shrink: (bytes: number) => void (used -= bytes),
      close: () => {},
    };
    const cache = cacheOf({ maxEntries: 100, account });
    for (let i = 0; i < 100; i++) {
      cache.set(`k${i}`, i);
      expect(used).toBe(cache.usedBytes());
      expect(used).toBeLessThanOrEqual(limit);
    }
    expect(cache.size).toBeGreaterThan(5);
    limit = 0;
    expect(cache.set('late', 1)).toBe(false);
    expect(cache.has('late')).toBe(false);
  });

  it('is worth more per byte while it is hit', () => {
    const clock = new FakeClock();
    const cache = cacheOf({ clock });
    cache.set('a', 1);
    clock.advance(10_000);
    expect(cache.valuePerByte()).toBe(0);
    for (let i = 0; i < 1000; i++) cache.get('a');
    clock.advance(10_000);
    const busy = cache.valuePerByte();
    clock.advance(120_000);
    expect(busy).toBeGreaterThan(cache.valuePerByte());
    expect(cache.valuePerByte()).toBeGreaterThan(0);
  });
});
