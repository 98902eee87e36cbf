import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { CacheAccount } from './cache-options.ts';
import type { PolicyName } from './eviction-policy.ts';

/** An account that others crowd: it refuses beyond `limitBytes` and at chosen calls. */
class CrowdedAccount implements CacheAccount {
  usedBytes = 0;
  isClosed = false;
  readonly #limitBytes: number;
  readonly #refuses: () => boolean;

  constructor(limitBytes: number, refuses: () => boolean) {
    this.#limitBytes = limitBytes;
    this.#refuses = refuses;
  }

  grow(bytes: number): boolean {
    if (this.usedBytes + bytes > this.#limitBytes || this.#refuses()) return false;
    this.usedBytes += bytes;
    return true;
  }

  shrink(bytes: number): void {
    this.usedBytes -= bytes;
    if (this.usedBytes < 0) throw new Error(`the account is at ${this.usedBytes}`);
  }

  close(): void {
    this.isClosed = true;
  }
}

type Step =
  | { readonly do: 'set'; readonly key: number; readonly size: number; readonly ttlMs?: number }
  | { readonly do: 'get' | 'peek' | 'delete'; readonly key: number }
  | { readonly do: 'tag'; readonly key: number; readonly tag: string }
  | { readonly do: 'invalidate'; readonly tag: string }
  | { readonly do: 'shrink'; readonly bytes: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'clear' | 'expire' };

const key = fc.integer({ min: 0, max: 40 });
const tag = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('set'), key, size: fc.nat(3000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('set'),
      key,
      size: fc.nat(500),
      ttlMs: fc.integer({ min: 1, max: 5000 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('get', 'peek', 'delete'), key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tag'), key, tag }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('invalidate'), tag }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shrink'), bytes: fc.nat(10_000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.nat(3000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('clear', 'expire') }) },
) as fc.Arbitrary<Step>;

const setup = fc.record({
  policy: fc.constantFrom<PolicyName>('adaptive', 's3-fifo', 'lru'),
  maxEntries: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  maxBytes: fc.oneof(fc.integer({ min: 200, max: 20_000 }), fc.constant(1_000_000)),
  accountBytes: fc.integer({ min: 500, max: 30_000 }),
  refusals: fc.infiniteStream(fc.boolean()),
  isRefusing: fc.boolean(),
  isWatched: fc.boolean(),
});

/** Everything a cache must be after every call, whatever the calls were. */
function run(made: typeof setup extends fc.Arbitrary<infer S> ? S : never, steps: Step[]): void {
  const clock = new FakeClock();
  const account = new CrowdedAccount(made.accountBytes, () => {
    return made.isRefusing && made.refusals.next().value === true;
  });
  /** Latest value set for a key: the cache may have lost it, but must never answer another. */
  const latest = new Map<number, { size: number; untilMs: number }>();
  let held = 0;
  const cache = new BoundedCache<number, { size: number }>({
    name: 'model',
    policy: made.policy,
    maxBytes: made.maxBytes,
    ...(made.maxEntries === undefined ? {} : { maxEntries: made.maxEntries }),
    account,
    clock,
    sizeOf: ({ size }) => size,
    ...(made.isWatched
      ? { onDispose: (_value, _key, reason) => void (held -= reason === 'refused' ? 0 : 1) }
      : {}),
  });
  for (const one of steps) {
    switch (one.do) {
      case 'set': {
        const value = { size: one.size };
        const isHeld = cache.set(one.key, value, one.ttlMs ? { ttlMs: one.ttlMs } : {});
        const untilMs = clock.now() + (one.ttlMs ?? Infinity);
        if (isHeld) latest.set(one.key, { size: one.size, untilMs });
        else latest.delete(one.key);
        if (isHeld) held++;
        expect(cache.has(one.key)).toBe(isHeld);
        break;
      }
      case 'tag':
        if (cache.set(one.key, { size: 10 }, { tags: [one.tag] })) held++;
        latest.set(one.key, { size: 10, untilMs: Infinity });
        break;
      case 'get':
      case 'peek': {
        const value = cache[one.do](one.key);
        const expected = latest.get(one.key);
        if (value) {
          expect(value.size).toBe(expected?.size);
          expect(expected!.untilMs).toBeGreaterThan(clock.now());
        }
        break;
      }
      case 'delete':
        cache.delete(one.key);
        latest.delete(one.key);
        expect(cache.has(one.key)).toBe(false);
        break;
      case 'invalidate':
        cache.invalidateTag(one.tag);
        break;
      case 'shrink':
        cache.shrink(one.bytes);
        expect(cache.usedBytes()).toBeLessThanOrEqual(one.bytes);
        break;
      case 'wait':
        clock.advance(one.ms);
        break;
      case 'clear':
        cache.clear();
        expect(cache.size).toBe(0);
        break;
      case 'expire':
        cache.expire();
        break;
    }
    const stats = cache.stats();
    expect(stats.entries).toBeLessThanOrEqual(made.maxEntries ?? Infinity);
    expect(stats.bytes).toBeLessThanOrEqual(made.maxBytes);
    expect(account.usedBytes).toBe(stats.bytes);
    expect([...cache.entries()].length).toBeLessThanOrEqual(stats.entries);
    if (made.isWatched) expect(held).toBe(stats.entries);
  }
  cache.close();
  expect(account.usedBytes).toBe(0);
  expect(account.isClosed).toBe(true);
}

describe('a cache after any sequence of calls', () => {
  it('is within its entries and bytes, its account equals its bytes, and it answers only what was set last', () => {
    fc.assert(fc.property(setup, fc.array(step, { minLength: 1, maxLength: 120 }), run), {
      numRuns: Number(process.env['FUZZ_RUNS'] ?? 1500),
    });
  });
});
