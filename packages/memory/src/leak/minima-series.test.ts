import { describe, expect, it } from 'vitest';
import { MinimaSeries } from './minima-series.ts';

describe('a series of the newest points', () => {
  it('drops the oldest when full', () => {
    const series = new MinimaSeries('recent', 4);
    for (let i = 0; i < 6; i++) series.add(i, i * 10, i * 100);
    expect(series.list().map(({ value }) => value)).toEqual([200, 300, 400, 500]);
    expect(series.list(4)).toHaveLength(2);
  });
});

describe('a series of the whole run', () => {
  it('merges neighbours to their least value when full, and goes on in longer blocks', () => {
    const series = new MinimaSeries('all', 4);
    for (let i = 0; i < 8; i++) series.add(i, i, i % 2 === 0 ? 1000 : i);
    const points = series.list();
    expect(points.map(({ value }) => value)).toEqual([1, 3, 5, 7]);
    expect(points.map(({ atMs }) => atMs)).toEqual([1, 3, 5, 7]);
  });

  it('keeps its memory and the span of the run, however long it is', () => {
    const series = new MinimaSeries('all');
    const { bytes } = series;
    for (let i = 0; i < 100_000; i++) series.add(i, i, i);
    const points = series.list();
    expect(series.bytes).toBe(bytes);
    expect(points.length).toBeLessThanOrEqual(64);
    expect(points[0]!.atMs).toBeLessThan(100_000 / 16);
    expect(points.at(-1)!.atMs).toBeGreaterThan(90_000);
  });

  it.each(['recent', 'all'] as const)(
    'lowers what was added last only, and never raises it (%s)',
    (keep) => {
      const series = new MinimaSeries(keep, 4);
      series.lower(1);
      for (let i = 0; i < 3; i++) series.add(i, i, 10);
      series.lower(7);
      series.lower(9);
      expect(series.list().map(({ value }) => value)).toEqual([10, 10, 7]);
    },
  );

  it('lowers a block that is not full yet', () => {
    const series = new MinimaSeries('all', 2);
    for (let i = 0; i < 3; i++) series.add(i, i, 10);
    series.lower(4);
    series.add(3, 3, 10);
    expect(series.list().map(({ value }) => value)).toEqual([10, 4]);
  });

  it('is empty after clearing', () => {
    const series = new MinimaSeries('all', 2);
    for (let i = 0; i < 9; i++) series.add(i, i, i);
    series.clear();
    series.add(1, 1, 7);
    expect(series.list()).toEqual([{ atMs: 1, work: 1, value: 7 }]);
  });
});
