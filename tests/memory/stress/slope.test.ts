import { expect, it } from 'vitest';
import { blockMedians, fitSlope } from './slope.ts';

it('finds the slope of a line exactly, with an interval of no width', () => {
  const fitted = fitSlope([0, 1, 2, 3, 4].map((x) => [x, 7 + 3 * x] as const));
  for (const value of Object.values(fitted)) expect(value).toBeCloseTo(3);
});

it('gives an interval that holds zero where there is only noise', () => {
  const noise = Array.from({ length: 40 }, (_, x) => [x, x % 2 ? 10 : -10] as const);
  const { low, high } = fitSlope(noise);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

it('widens the interval with the scatter', () => {
  const width = (scatter: number): number => {
    const points = [0, 1, 2, 3, 4, 5].map((x) => [x, x + (x % 2) * scatter] as const);
    const { low, high } = fitSlope(points);
    return high - low;
  };
  expect(width(10)).toBeCloseTo(10 * width(1));
});

it('refuses to draw a line through two points', () => {
  expect(() => fitSlope([[0, 0] as const, [1, 1] as const])).toThrow(/three points/);
});

it('takes the median of each block, whatever one reading says', () => {
  const readings = [0, 1, 2, 10, 11, 12].map((at) => [at, at === 11 ? 900 : at] as const);
  expect(blockMedians(readings, 10)).toEqual([
    [5, 1],
    [15, 12],
  ]);
});
