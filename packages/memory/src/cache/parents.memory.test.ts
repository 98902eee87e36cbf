import { describe, expect, it } from 'vitest';
import { runWithGc } from '../run-with-gc.ts';

describe('a slice of a large text', () => {
  it('does not keep the text alive once it is cached, wherever it stands', async () => {
    const script = new URL('./parents.memory-script.ts', import.meta.url);
    const { 'kept without a cache': control, ...places } =
      await runWithGc<Record<string, number>>(script);
    // The control shows that the danger is real on this V8: 200 parents of 1 MB each.
    expect(control).toBeGreaterThan(150);
    for (const [place, megabytes] of Object.entries(places)) {
      expect(megabytes, place).toBeLessThan(5);
    }
  });
});
