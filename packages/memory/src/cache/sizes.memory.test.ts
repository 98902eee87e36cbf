import { describe, expect, it } from 'vitest';
import { runWithGc } from '../run-with-gc.ts';

interface ShapeResult {
  readonly shape: string;
  readonly charged: number;
  readonly real: number;
  readonly ratio: number;
}

describe('bytes charged against the growth of the real heap', () => {
  it('are within 10 % for every shape of value', { timeout: 120_000 }, async () => {
    const script = new URL('./sizes.memory-script.ts', import.meta.url);
    const results = await runWithGc<ShapeResult[]>(script);
    expect(results.length).toBeGreaterThanOrEqual(20);
    const off = results.filter(({ ratio }) => Math.abs(ratio - 1) > 0.1);
    expect(off).toEqual([]);
  });
});
