import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { CacheOptions } from './cache-options.ts';

function cacheOf(
  options: Partial<CacheOptions<string, unknown>> = {},
): BoundedCache<string, unknown> {
  return new BoundedCache({ name: 'loads', maxEntries: 10, ...options });
}

describe('getOrLoad', () => {
  it('loads once for all who ask meanwhile, and not again while it is fresh', async () => {
    const cache = cacheOf();
    let calls = 0;
    const loader = async (key: string): Promise<string> => {
      calls++;
      await sleep(1);
      return `value of ${key}`;
    };
    const answers = await Promise.all([1, 2, 3].map(() => cache.getOrLoad('a', loader)));
    expect(answers).toEqual(Array(3).fill('value of a'));
    await cache.getOrLoad('a', loader);
    expect(calls).toBe(1);
    expect(cache.stats()).toMatchObject({ loads: 1, misses: 3, hits: 1, loadsInFlight: 0 });
  });

  it('never runs two loads of a key at once, whatever the order of calls', async () => {
    const call = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      wait: fc.nat(3),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(call, { maxLength: 30 }),
        async (scheduler, calls) => {
          const cache = cacheOf();
          const running = new Set<string>();
          const asked = calls.map(async ({ key, fails }) => {
            await scheduler.schedule(Promise.resolve());
            await cache
              .getOrLoad(key, async () => {
                expect(running.has(key)).toBe(false);
                running.add(key);
                await scheduler.schedule(Promise.resolve());
                running.delete(key);
                if (fails) throw new Error('no');
                return key;
              })
              .catch(() => {});
          });
          await scheduler.waitIdle();
          await Promise.all(asked);
          expect(cache.stats().loadsInFlight).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives a loader’s error to all who wait and keeps nothing of it', async () => {
    const cache = cacheOf();
    const failing = [1, 2].map(() => cache.getOrLoad('a', () => Promise.reject(new Error('down'))));
    for (const one of failing) await expect(one).rejects.toThrowError('down');
    expect(await cache.getOrLoad('a', () => 5)).toBe(5);
    expect(cache.stats()).toMatchObject({ loads: 2, loadErrors: 1 });
  });

  it('answers a value that was refused by the cache all the same', async () => {
    const cache = cacheOf({ maxBytes: 1000 });
    expect(await cache.getOrLoad('a', () => 'x'.repeat(5000))).toHaveLength(5000);
    expect(cache.size).toBe(0);
  });

  it('rejects a value that cannot be weighed, and counts it', async () => {
    const cache = cacheOf({ maxBytes: 1000, sizeOf: () => NaN });
    await expect(cache.getOrLoad('a', () => 1)).rejects.toMatchObject({
      code: 'CACHE_SIZE_INVALID',
    });
    expect(cache.stats().loadErrors).toBe(1);
  });

  it('answers the value also where a callback throws for another, and says so', async () => {
    const seen: unknown[] = [];
    const listen = (message: unknown): void => void seen.push(message);
    subscribe('lexiflow:memory:callback-failed', listen);
    const error = new Error('broken');
    const onDispose = (): void => {
      throw error;
    };
    const cache = cacheOf({ maxEntries: 1, onDispose });
    cache.set('former', 1);
    expect(await cache.getOrLoad('a', () => 2)).toBe(2);
    unsubscribe('lexiflow:memory:callback-failed', listen);
    expect(seen).toEqual([{ name: 'loads', what: 'onDispose', error }]);
    expect([cache.peek('a'), cache.stats().loadErrors]).toEqual([2, 0]);
  });

  it('ends only the wait of who aborts, and the load when nobody waits', async () => {
    const cache = cacheOf();
    const aborts = [new AbortController(), new AbortController()];
    const gate = Promise.withResolvers<void>();
    let loadSignal: AbortSignal | undefined;
    const waits = aborts.map(({ signal }) =>
      cache.getOrLoad(
        'a',
        async (_key, context) => {
          loadSignal = context.signal;
          await gate.promise;
          return 1;
        },
        { signal },
      ),
    );
    await sleep(1);
    aborts[0]!.abort(new Error('gone'));
    await expect(waits[0]).rejects.toThrowError('gone');
    expect(loadSignal?.aborted).toBe(false);
    aborts[1]!.abort(new Error('gone too'));
    await expect(waits[1]).rejects.toThrowError('gone too');
    expect(loadSignal?.aborted).toBe(true);
    gate.resolve();
    await sleep(1);
    expect([cache.size, cache.stats().loadsInFlight]).toEqual([0, 0]);
  });

  it('does not keep a value that was overtaken by set, delete, clear or its tag', async () => {
    const overtakers: ((cache: BoundedCache<string, unknown>) => unknown)[] = [
      (cache) => cache.set('a', 'newer'),
      (cache) => cache.delete('a'),
      (cache) => cache.clear(),
      (cache) => cache.invalidateTag('t'),
    ];
    for (const overtake of overtakers) {
      const cache = cacheOf();
      const gate = Promise.withResolvers<string>();
      const load = cache.getOrLoad('a', () => gate.promise, { tags: ['t'] });
      await sleep(1);
      overtake(cache);
      gate.resolve('older');
      expect(await load).toBe('older');
      expect(cache.get('a')).not.toBe('older');
    }
  });

  it('rejects a load beyond the bound of loads in flight', async () => {
    const cache = cacheOf({ maxLoads: 2 });
    const gate = Promise.withResolvers<number>();
    const loads = ['a', 'b'].map((key) => cache.getOrLoad(key, () => gate.promise));
    await expect(cache.getOrLoad('c', () => 1)).rejects.toMatchObject({
      code: 'CACHE_LOADS_EXCEEDED',
    });
    gate.resolve(1);
    await Promise.all(loads);
    expect(await cache.getOrLoad('c', () => 3)).toBe(3);
  });
});

describe('a stale value', () => {
  it('is answered at once while one load renews it', async () => {
    const clock = new FakeClock();
    const cache = cacheOf({ ttlMs: 1000, staleMs: 500, clock });
    let version = 0;
    const loader = async (): Promise<number> => ++version;
    expect(await cache.getOrLoad('a', loader)).toBe(1);
    clock.advance(1200);
    expect(cache.get('a')).toBeUndefined();
    expect(await Promise.all([cache.getOrLoad('a', loader), cache.getOrLoad('a', loader)])).toEqual(
      [1, 1],
    );
    await sleep(1);
    expect(version).toBe(2);
    expect(await cache.getOrLoad('a', loader)).toBe(2);
    expect(cache.stats()).toMatchObject({ staleHits: 2 });
  });

  it('is not answered past its grace', async () => {
    const clock = new FakeClock();
    const cache = cacheOf({ ttlMs: 1000, staleMs: 500, clock });
    await cache.getOrLoad('a', () => 1);
    clock.advance(1500);
    expect(await cache.getOrLoad('a', () => 2)).toBe(2);
  });

  it('stays when renewing fails, and the failure is counted and published', async () => {
    const clock = new FakeClock();
    const cache = cacheOf({ ttlMs: 1000, staleMs: 500, clock });
    await cache.getOrLoad('a', () => 1);
    clock.advance(1200);
    const seen: unknown[] = [];
    const listen = (message: unknown): void => void seen.push(message);
    subscribe('lexiflow:memory:cache-load-failed', listen);
    const failure = new Error('down');
    expect(await cache.getOrLoad('a', () => Promise.reject(failure))).toBe(1);
    await sleep(1);
    unsubscribe('lexiflow:memory:cache-load-failed', listen);
    expect(seen).toEqual([{ cache: 'loads', error: failure }]);
    expect(cache.stats().loadErrors).toBe(1);
    expect(await cache.getOrLoad('a', () => 7)).toBe(1);
  });
});
