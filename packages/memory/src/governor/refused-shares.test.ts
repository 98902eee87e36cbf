import { expect, it, test } from 'vitest';
import { governorLimits } from './governor.limits.ts';
import type { Priority } from './priority.ts';
import { RefusedShares } from './refused-shares.ts';

function refusing(priority: Priority, share: number): RefusedShares {
  const shares = new RefusedShares();
  shares.set(priority, share);
  return shares;
}

test.each([
  [0, 0],
  [0.25, 25],
  [0.5, 50],
])('refuses a share of %f evenly: %d of 100', (share, refused) => {
  const shares = refusing('bulk', 1);
  shares.decide('bulk', 0);
  shares.set('bulk', 0);
  shares.set('bulk', share);
  const decisions = Array.from({ length: 100 }, () => shares.decide('bulk', 0));
  expect(decisions.filter(Boolean)).toHaveLength(refused);
});

it('lets one request per class and interval through, whatever the share', () => {
  const shares = refusing('interactive', 1);
  const { value: intervalMs } = governorLimits.trickleIntervalMs;
  const admitted: number[] = [];
  for (let ms = 0; ms <= 2 * intervalMs; ms++) {
    if (!shares.decide('interactive', ms)) admitted.push(ms);
  }
  expect(admitted).toEqual([0, intervalMs, 2 * intervalMs]);
});

it('owes nothing any more once the share of a class was nothing', () => {
  const shares = refusing('bulk', 0.9);
  for (let i = 0; i < 4; i++) shares.decide('bulk', 0);
  shares.set('bulk', 0);
  shares.set('bulk', 0.5);
  expect(shares.decide('bulk', 0)).toBe(false);
});

it('decides for each class on its own', () => {
  const shares = refusing('export', 1);
  shares.set('report', 1);
  shares.decide('export', 0);
  expect(shares.decide('export', 1)).toBe(true);
  expect(shares.decide('report', 1)).toBe(false);
  expect(shares.decide('bulk', 1)).toBe(false);
});

it('knows whether anything is refused at all', () => {
  const shares = refusing('export', 0.5);
  shares.set('report', 1);
  shares.set('export', 0);
  expect(shares.isAny).toBe(true);
  shares.set('report', 0);
  expect(shares.isAny).toBe(false);
});
