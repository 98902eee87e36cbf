import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thresholds } from '../testing/thresholds.ts';
import { HealthTrigger } from './health-trigger.ts';
import { MemoryTrigger } from './memory-trigger.ts';
import { PerformanceTrigger } from './performance-trigger.ts';
import { RestartTrigger } from './restart-trigger.ts';

const short = { ...thresholds, memoryMs: 10 };

/** Times that grow, each with an event. */
function timeline<T>(event: fc.Arbitrary<T>): fc.Arbitrary<{ atMs: number; event: T }[]> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 6 }), event), { minLength: 1, maxLength: 40 })
    .map((steps) => {
      let atMs = 0;
      return steps.map(([gapMs, value]) => ({ atMs: (atMs += gapMs), event: value }));
    });
}

it('memory holds exactly when every reading of the last time was above the ratio', () => {
  const reading = fc.constantFrom(null, 0, 0.5, 0.9, 0.91, 0.95, 1.2);
  fc.assert(
    fc.property(timeline(reading), (steps) => {
      const trigger = new MemoryTrigger(short);
      steps.forEach(({ atMs, event }, index) => {
        trigger.observe(atMs, event);
        const row = steps.slice(0, index + 1);
        const lastCalm = row.findLastIndex((step) => step.event === null || step.event <= 0.9);
        const above = row.slice(lastCalm + 1);
        const isLong = above.length > 0 && atMs - above[0]!.atMs >= 10;
        expect(trigger.state().holds).toBe(isLong);
        const since = isLong ? new Date(above[0]!.atMs + 10).toISOString() : null;
        expect(trigger.state().since).toBe(since);
      });
    }),
    { numRuns: 2000 },
  );
});

it('health holds exactly when more checks in a row have failed than are allowed', () => {
  fc.assert(
    fc.property(timeline(fc.boolean()), fc.integer({ min: 0, max: 60 }), (steps, fromMs) => {
      const trigger = new HealthTrigger(thresholds);
      steps.forEach(({ atMs, event }, index) => {
        trigger.observe(atMs, event ? null : 'refused');
        const row = steps.slice(0, index + 1);
        const failed = row.slice(row.findLastIndex((step) => step.event) + 1);
        expect(trigger.failures).toBe(failed.length);
        expect(trigger.state().holds).toBe(failed.length > 3);
        // The trigger keeps no more failures than it needs: the last four.
        const counted = failed.filter((step) => step.atMs >= fromMs);
        expect(trigger.state(fromMs).holds).toBe(counted.length > 3);
      });
    }),
    { numRuns: 2000 },
  );
});

it('restarts hold exactly while three lie within the time', () => {
  const few = { ...thresholds, restartMs: 12 };
  fc.assert(
    fc.property(timeline(fc.boolean()), fc.integer({ min: 0, max: 60 }), (steps, fromMs) => {
      const trigger = new RestartTrigger(few);
      steps.forEach(({ atMs, event }, index) => {
        if (event) trigger.observe(atMs);
        const restarts = steps.slice(0, index + 1).filter((step) => step.event);
        const recent = restarts.filter((step) => atMs - step.atMs < 12);
        expect(trigger.state(atMs).holds).toBe(recent.length >= 3);
        const counted = recent.filter((step) => step.atMs >= fromMs);
        expect(trigger.state(atMs, fromMs).holds).toBe(counted.length >= 3);
      });
    }),
    { numRuns: 2000 },
  );
});

it('memory read before the asked time does not count', () => {
  const trigger = new MemoryTrigger(short);
  for (const atMs of [0, 5, 10, 15]) trigger.observe(atMs, 0.95);
  expect([0, 5, 6, 100].map((fromMs) => trigger.state(fromMs).holds)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it.each([
  ['slower than the ratio', 100, 13, 10, 0, true],
  ['as slow as the ratio', 100, 12, 10, 0, false],
  ['slower by less than the floor', 100, 3, 1.5, 0, false],
  ['slower, but too few to say', 49, 30, 10, 0, false],
  ['faster', 100, 5, 10, 0, false],
  ['as fast, but failing', 100, 10, 10, 0.21, true],
  ['as fast, failing a little', 100, 10, 10, 0.2, false],
])('performance of requests that are %s', (_, requests, meanMs, baselineMs, rise, holds) => {
  const trigger = new PerformanceTrigger(thresholds);
  const comparison = { requests, meanMs, baselineMs, failedShareRise: rise };
  trigger.observe(1000, comparison, 'api-blue');
  trigger.observe(2000, comparison, 'api-blue');
  expect(trigger.state()).toMatchObject({
    holds,
    since: holds ? new Date(1000).toISOString() : null,
  });
  trigger.observe(3000, null, '');
  expect(trigger.state().holds).toBe(false);
});

it('says why it does not hold before anything was seen', () => {
  expect(new MemoryTrigger(thresholds).state().detail).toBe('no reading or no limit');
  expect(new HealthTrigger(thresholds).state().detail).toBe('not checked');
  expect(new PerformanceTrigger(thresholds).state().detail).toBe('not measured');
  expect(new RestartTrigger(thresholds).state(0).detail).toBe('0 restarts within 300 s');
});
