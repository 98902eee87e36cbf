import { expect, it, test } from 'vitest';
import { governorLimits } from './governor.limits.ts';
import { RefusalDither } from './refusal-dither.ts';

test.each([
  [0, 0],
  [0.25, 25],
  [0.5, 50],
])('refuses a share of %f evenly: %d of 100', (share, refused) => {
  const dither = new RefusalDither();
  dither.decide('bulk', 0, 0);
  const decisions = Array.from({ length: 100 }, () => dither.decide('bulk', share, 0));
  expect(decisions.filter(Boolean)).toHaveLength(refused);
});

it('lets one request per class and interval through, whatever the share', () => {
  const dither = new RefusalDither();
  const { value: intervalMs } = governorLimits.trickleIntervalMs;
  const admitted: number[] = [];
  for (let ms = 0; ms <= 2 * intervalMs; ms++) {
    if (!dither.decide('interactive', 1, ms)) admitted.push(ms);
  }
  expect(admitted).toEqual([0, intervalMs, 2 * intervalMs]);
});

it('forgets what it owed when it is told to', () => {
  const dither = new RefusalDither();
  for (let i = 0; i < 4; i++) dither.decide('bulk', 0.9, 0);
  dither.forget('bulk');
  expect(dither.decide('bulk', 0.5, 0)).toBe(false);
});

it('decides for each class on its own', () => {
  const dither = new RefusalDither();
  dither.decide('export', 1, 0);
  expect(dither.decide('export', 1, 1)).toBe(true);
  expect(dither.decide('report', 1, 1)).toBe(false);
});
