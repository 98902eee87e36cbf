import { Ledger, type MemoryHost } from '@lexiflow/memory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CacheCeiling } from './cache-ceiling.ts';
import { openTestRegion } from './testing/open-test-region.ts';

const MIB = 1024 * 1024;

function host() {
  const ledger = new Ledger({ limitBytes: 64 * MIB });
  return {
    openAccount: ledger.openAccount.bind(ledger),
    registerReclaimer: () => () => {},
  } as unknown as MemoryHost;
}

describe('CacheCeiling', () => {
  it('holds all regions together below its bytes, whatever is put into them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 40_000 })), {
          maxLength: 200,
        }),
        async (puts) => {
          const ceiling = new CacheCeiling(host(), 1_000, 256 * 1024);
          const regions = ['a', 'b', 'c'].map((name) =>
            openTestRegion<string>(
              { name, maxEntries: 500, maxBytes: MIB },
              { account: ceiling.openAccount(name) },
            ),
          );
          for (const [at, letters] of puts) {
            const key = `${at} ${letters}`;
            const value = 'x'.repeat(letters);
            await regions[at]?.getOrLoad({ scope: 'everyone', key }, async () => value);
            expect(ceiling.usedBytes).toBeLessThanOrEqual(ceiling.maxBytes);
          }
          const held = regions.reduce((sum, region) => sum + region.local.usedBytes(), 0);
          expect(ceiling.usedBytes).toBe(held);
          for (const region of regions) region.local.close();
          expect(ceiling.usedBytes).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('grants regions no more entries than there are in all', () => {
    const ceiling = new CacheCeiling(host(), 10_000, MIB);
    expect(ceiling.takeEntries(9_000)).toBe(9_000);
    expect(ceiling.takeEntries(5_000)).toBe(1_000);
  });
});
