import { expect, it } from 'vitest';
import { compareSpeed } from './compare-speed.ts';
import type { RouteTotals } from './route-totals.ts';
import { SpeedWindow } from './speed-window.ts';

/** Totals from `[count, seconds, failed]` by route. */
function totals(routes: Record<string, [number, number, number?]>): RouteTotals {
  return new Map(
    Object.entries(routes).map(([route, [count, seconds, failed = 0]]) => [
      route,
      { count, seconds, failed },
    ]),
  );
}

it('compares route by route: another mix is not another speed', () => {
  const baseline = totals({ list: [900, 9], import: [100, 100] });
  const more = totals({ list: [100, 1], import: [100, 100] });
  const comparison = compareSpeed(more, baseline)!;
  expect(comparison.meanMs).toBeCloseTo(comparison.baselineMs);
  const slower = compareSpeed(totals({ list: [100, 2] }), baseline)!;
  expect(slower.meanMs / slower.baselineMs).toBeCloseTo(2);
});

it('leaves out routes the baseline does not know well, and answers null without any', () => {
  const baseline = totals({ list: [100, 1], rare: [4, 1] });
  expect(
    compareSpeed(totals({ list: [10, 0.1], rare: [90, 1], fresh: [90, 1] }), baseline),
  ).toEqual({
    requests: 10,
    meanMs: 10,
    baselineMs: 10,
    failedShareRise: 0,
  });
  expect(compareSpeed(totals({ fresh: [90, 1] }), baseline)).toBeNull();
});

it('counts the share that fails against the baseline', () => {
  const baseline = totals({ list: [100, 1, 10] });
  const { failedShareRise } = compareSpeed(totals({ list: [100, 1, 40] }), baseline)!;
  expect(failedShareRise).toBeCloseTo(0.3);
});

it('takes a calm window for the baseline only when the present one does not overlap it', () => {
  const window = new SpeedWindow(20, 10);
  const at = (atMs: number, count: number): void => {
    window.observe(atMs, totals({ list: [count, count] }));
    window.settle(true);
  };
  at(0, 0);
  at(10, 50);
  expect(window.baseline(10, 1000)).toBeNull();
  at(20, 90);
  const baseline = window.baseline(20, 1000)!;
  expect([baseline.endedMs, baseline.totals.get('list')?.count]).toEqual([10, 50]);
  expect(window.present().get('list')?.count).toBe(40);
});

it('takes no troubled window and none with few requests, and keeps the calm one until it is too old', () => {
  const window = new SpeedWindow(20, 10);
  let count = 0;
  const at = (atMs: number, more: number, isCalm: boolean): void => {
    window.observe(atMs, totals({ list: [(count += more), count] }));
    window.settle(isCalm);
  };
  at(0, 0, true);
  at(10, 50, true);
  for (let atMs = 20; atMs <= 100; atMs += 10) at(atMs, 50, false);
  for (let atMs = 110; atMs <= 200; atMs += 10) at(atMs, 1, true);
  expect(window.baseline(200, 1000)?.endedMs).toBe(10);
  expect(window.baseline(200, 100)).toBeNull();
});

it('begins anew when a counter falls, and keeps the baseline of the process before', () => {
  const window = new SpeedWindow(20, 10);
  const at = (atMs: number, count: number): void => {
    window.observe(atMs, totals({ list: [count, count] }));
    window.settle(true);
  };
  at(0, 0);
  at(10, 50);
  at(20, 90);
  at(30, 3);
  expect(window.present().size).toBe(0);
  at(35, 8);
  expect(window.present().get('list')?.count).toBe(5);
  expect(window.baseline(35, 1000)?.endedMs).toBe(10);
});
