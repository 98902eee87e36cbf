import { expect, it } from 'vitest';
import { runWithGc } from '../../run-with-gc.ts';

interface Report {
  readonly found: number;
  readonly survivors: number;
  readonly growthPerSearch: number;
  readonly doors: number;
}

const script = new URL('discovery.memory-script.ts', import.meta.url);

it('keeps nothing alive that it has found', async () => {
  const report = await runWithGc<Report>(script);
  expect(report.found).toBeGreaterThan(1);
  expect(report.survivors).toBe(0);
  expect(report.doors).toBe(0);
  // A handle, scope or session left behind would be kilobytes per search.
  expect(report.growthPerSearch).toBeLessThan(500);
}, 60_000);

it('is not disturbed by a collection in between', async () => {
  const report = await runWithGc<Report>(script, ['--gc-interval=400']);
  expect(report.survivors).toBe(0);
}, 60_000);
