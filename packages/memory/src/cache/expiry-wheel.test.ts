import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CacheEntry } from './cache-entry.ts';
import { ExpiryWheel } from './expiry-wheel.ts';

const tickMs = 10;

type Step = { readonly add: number } | { readonly wait: number } | { readonly remove: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ add: fc.integer({ min: 1, max: 8000 }) }),
  fc.record({ wait: fc.oneof(fc.nat(100), fc.nat(10_000)) }),
  fc.record({ remove: fc.nat(20) }),
);

describe('the expiry wheel', () => {
  it('gives every entry that is a tick past its time, and none before it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.nat(500), (steps, graceMs) => {
        let nowMs = 12_345;
        const wheel = new ExpiryWheel(nowMs, tickMs, graceMs);
        const held = new Set<CacheEntry>();
        for (const one of steps) {
          if ('add' in one) {
            const entry = new CacheEntry(1, 1, 1, nowMs + one.add);
            wheel.add(entry);
            held.add(entry);
          } else if ('wait' in one) {
            nowMs += one.wait;
          } else {
            const entry = [...held][one.remove];
            if (entry) {
              wheel.remove(entry);
              held.delete(entry);
            }
          }
          for (
            let found = wheel.takeExpired(nowMs, 1000);
            found;
            found = wheel.takeExpired(nowMs, 1000)
          ) {
            expect(found.freshUntilMs + graceMs).toBeLessThanOrEqual(nowMs);
            expect(held.delete(found)).toBe(true);
          }
          for (const entry of held) {
            expect(entry.freshUntilMs + graceMs).toBeGreaterThan(nowMs - tickMs);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('looks at no more entries a call than it is allowed', () => {
    const wheel = new ExpiryWheel(0, tickMs, 0);
    // All beyond the horizon: they wait in the farthest slot and have to be placed again.
    for (let i = 0; i < 100; i++) wheel.add(new CacheEntry(i, i, 1, 1_000_000));
    expect(wheel.takeExpired(3000, 5)).toBeNull();
    expect(wheel.takeExpired(3000, 1000)).toBeNull();
    expect(wheel.takeExpired(1_000_010, 1000)).not.toBeNull();
  });
});
