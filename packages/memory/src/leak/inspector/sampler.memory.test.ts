import { expect, it } from 'vitest';
import { runWithGc } from '../../run-with-gc.ts';
import type { AllocationSite } from './allocation-sampler.ts';

interface Report {
  readonly sites: readonly AllocationSite[];
  readonly isNotStarted: boolean;
  readonly isRefused: boolean;
  readonly isAfterStop: boolean;
  readonly interval: number;
}

it('names the function whose objects are alive, not the one that allocates more and drops it', async () => {
  const script = new URL('sampler.memory-script.ts', import.meta.url);
  // Without inlining: with it the engine may name the caller.
  const report = await runWithGc<Report>(script, ['--no-turbo-inlining', '--no-maglev-inlining']);
  const [first] = report.sites;
  expect(first).toMatchObject({ functionName: 'keepReports', line: 6 });
  expect(first?.file).toMatch(/sampler\.memory-script\.ts$/);
  // 60,000 objects with two texts and a list, at least 100 bytes each, sampled every 16 KiB.
  expect(first?.liveBytes).toBeGreaterThan(3_000_000);
  expect(first?.samples).toBeGreaterThan(100);
  expect(first?.stack.map(({ functionName }) => functionName)).toContain('keepReports');
  const dropped = report.sites.find(({ functionName }) => functionName === 'dropReports');
  // Of the thousands that it allocates, one that V8 happens to hold at the moment may be seen.
  expect(dropped?.samples ?? 0).toBeLessThan(5);
  const unanswered = { isNotStarted: true, isRefused: true, isAfterStop: true };
  expect(report).toMatchObject({ ...unanswered, interval: 0 });
}, 60_000);
