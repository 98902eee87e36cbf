import { expect, test } from 'vitest';
import { smooth } from './smooth.ts';

test.each<[what: string, values: number[], smoothed: number[]]>([
  ['a straight line', [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]],
  ['a step', [1, 1, 1, 9, 9, 9], [1, 1, 1, 9, 9, 9]],
  ['an outlier in the middle', [1, 2, 90, 4, 5], [1, 2, 4, 5, 5]],
  ['an outlier at the start', [90, 2, 3, 4, 5], [3, 3, 3, 4, 5]],
  ['an outlier at the end', [1, 2, 3, 4, 90], [1, 2, 3, 4, 6]],
  ['two points', [1, 9], [1, 9]],
])('%s', (_, values, smoothed) => {
  const points = values.map((value, atMs) => ({ atMs, work: 0, value }));
  expect(smooth(points).map(({ value }) => value)).toEqual(smoothed);
});
