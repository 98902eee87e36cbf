import { expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

const rule = { firstMs: 100, maxMs: 1_000 };

it('doubles the wait up to the largest, of which half is random', () => {
  const least = [1, 2, 3, 4, 5, 100].map((attempts) => retryDelayMs(attempts, rule, () => 0));
  const most = [1, 2, 3, 4, 5, 100].map((attempts) => retryDelayMs(attempts, rule, () => 1));
  expect(least).toEqual([50, 100, 200, 400, 500, 500]);
  expect(most).toEqual([100, 200, 400, 800, 1_000, 1_000]);
});
