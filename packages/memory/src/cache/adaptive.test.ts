import { describe, expect, test } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';
import type { PolicyName } from './eviction-policy.ts';
import { PolicyDuel } from './policy-duel.ts';
import { ShadowLru } from './shadow-lru.ts';
import { ShadowS3Fifo } from './shadow-s3-fifo.ts';

/** A small generator with a fixed seed (Lehmer), so that every run asks for the same keys. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const length = 120_000;
const random = randomOf(42);

const traces: Record<string, number[]> = {
  'what was used lately is used again': Array.from({ length }, (_, i) =>
    Math.max(0, i - Math.floor(-Math.log(1 - random()) * 700)),
  ),
  'a few keys are popular': Array.from({ length }, () => Math.floor(random() ** 6 * 20_000)),
  'a loop longer than the cache': Array.from({ length }, (_, i) => i % 1200),
  'popular keys between scans': Array.from({ length }, (_, i) =>
    Math.floor(i / 3000) % 2 === 0 ? Math.floor(random() ** 6 * 20_000) : 1_000_000 + i,
  ),
};

function hitRate(policy: PolicyName, keys: readonly number[]): number {
  const cache = new BoundedCache<number, number>({ name: 'trace', maxEntries: 1000, policy });
  let hits = 0;
  for (const key of keys) {
    if (cache.get(key) === undefined) cache.set(key, key);
    else hits++;
  }
  return hits / keys.length;
}

describe('the adaptive policy', () => {
  test.each(Object.entries(traces))(
    'hits about as much as the better of the two where %s',
    (_title, keys) => {
      const better = Math.max(hitRate('lru', keys), hitRate('s3-fifo', keys));
      expect(hitRate('adaptive', keys)).toBeGreaterThan(better - 0.04);
    },
  );

  test('changes its order when the use changes, and back', () => {
    const keys = [
      traces['what was used lately is used again']!,
      traces['a loop longer than the cache']!,
    ];
    const mixed = [...keys[1]!, ...keys[0]!, ...keys[1]!];
    const adaptive = hitRate('adaptive', mixed);
    expect(adaptive).toBeGreaterThan(hitRate('lru', mixed) + 0.1);
    expect(adaptive).toBeGreaterThan(hitRate('s3-fifo', mixed) + 0.02);
  });
});

describe('a shadow cache', () => {
  const capacity = 100;

  test.each<[PolicyName, ShadowLru | ShadowS3Fifo]>([
    ['lru', new ShadowLru(capacity)],
    ['s3-fifo', new ShadowS3Fifo(capacity)],
  ])('of %s hits within two points of the real one', (policy, shadow) => {
    const cache = new BoundedCache<number, number>({ name: 'real', maxEntries: capacity, policy });
    for (const keys of Object.values(traces)) {
      let real = 0;
      let shadowed = 0;
      for (const key of keys.slice(0, 40_000)) {
        if (cache.get(key) === undefined) cache.set(key, key);
        else real++;
        if (shadow.access(key + 2)) shadowed++;
      }
      expect(Math.abs(real - shadowed) / 40_000).toBeLessThan(0.02);
    }
  });

  test('is of at most 128 entries, whatever the size of the cache', () => {
    for (const entries of [2, 100, 128, 129, 10_000, 5_000_000]) {
      const duel = new PolicyDuel(entries, 'lru');
      const factor = (duel.mask >> 12) + 1;
      expect(entries / factor).toBeLessThanOrEqual(128);
      expect(entries / factor).toBeGreaterThan(entries < 128 ? 1 : 63);
    }
  });
});
