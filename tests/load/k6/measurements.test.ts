import { afterEach, expect, it } from 'vitest';
import { judge, metric, metrics } from './measurements.ts';

afterEach(() => metrics.clear());

it('judges thresholds as k6 reads them', () => {
  metric('t', 'trend').values.push(...Array.from({ length: 100 }, (_, n) => n + 1));
  metric('r', 'rate').values.push(1, 1, 1, 0);
  metric('c', 'counter').values.push(2, 3);
  metric('g', 'gauge').values.push(9, 4);
  const results = judge({
    t: ['p(95)<95', 'p(95)<=95', 'max<101', 'avg>50'],
    r: ['rate>0.7'],
    c: ['count<5'],
    g: ['value<5'],
  });
  expect(results.map(({ measured, holds }) => [measured, holds])).toEqual([
    [95, false],
    [95, true],
    [100, true],
    [50.5, true],
    [0.75, true],
    [5, false],
    [4, true],
  ]);
});

it('lets pass what was never measured, and refuses what names nothing', () => {
  metric('g', 'gauge');
  expect(judge({ g: ['value<5'] })).toMatchObject([{ measured: null, holds: true }]);
  expect(() => judge({ h: ['value<5'] })).toThrow('names nothing');
  expect(() => judge({ g: ['value is small'] })).toThrow('names nothing');
});
