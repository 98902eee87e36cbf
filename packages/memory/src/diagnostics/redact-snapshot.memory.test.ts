import { expect, it } from 'vitest';
import { runWithGc } from '../run-with-gc.ts';
import { diagnosticsLimits } from './diagnostics.limits.ts';

it('a redaction holds no more than is charged for it', { timeout: 120_000 }, async () => {
  const script = new URL('./redact-snapshot.memory-script.ts', import.meta.url);
  const { most, leftBytes } = await runWithGc<{ most: number; leftBytes: number }>(script);
  expect(leftBytes).toBeGreaterThan(30_000_000);
  // The bits alone.
  expect(most).toBeGreaterThan(diagnosticsLimits.snapshotStrings.value / 4);
  expect(most).toBeLessThan(diagnosticsLimits.snapshotRedactBytes.value);
});
