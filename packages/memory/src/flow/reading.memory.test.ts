import { describe, expect, it } from 'vitest';
import { runWithGc } from '../run-with-gc.ts';

interface Reading {
  readonly records: number;
  readonly faults: number;
  readonly grownMb: number;
}

describe('reading 300 MB with a heap of 32 MB', () => {
  it(
    'works and grows by less than 32 MB, a record of 300 MB included',
    { timeout: 120_000 },
    async () => {
      const script = new URL('./reading.memory-script.ts', import.meta.url);
      const flags = ['--max-old-space-size=32', '--max-semi-space-size=4'];
      const results = await runWithGc<Record<string, Reading>>(script, flags);
      expect(results['array']).toMatchObject({ records: 150_001, faults: 0 });
      expect(results['lines']).toMatchObject({ records: 150_001, faults: 0 });
      expect(results['oversize']).toMatchObject({ records: 2, faults: 1 });
      expect(results['rows']).toMatchObject({ records: 150_001, faults: 1 });
      for (const [name, { grownMb }] of Object.entries(results))
        expect(grownMb, name).toBeLessThan(32);
    },
  );
});
