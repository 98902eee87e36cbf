import { describe, expect, it } from 'vitest';
import { runWithGc } from '../run-with-gc.ts';

describe('a million different keys', () => {
  it('grow a counter table by nothing', async () => {
    const script = new URL('./counters.memory-script.ts', import.meta.url);
    const result = await runWithGc<{ grown: number; tableBytes: number; counted: number }>(script);
    expect(result.tableBytes).toBe(1024 * 1024);
    expect(result.counted).toBeGreaterThanOrEqual(1);
    // A Map of as many counters would take over 80 MB.
    expect(result.grown).toBeLessThan(100_000);
  });
});
