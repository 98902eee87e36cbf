import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixedHistogram } from './fixed-histogram.ts';
import { LatencyWindow } from './latency-window.ts';

describe('LatencyWindow', () => {
  it('has no percentile before the first observation and after a reset', () => {
    const window = new LatencyWindow();
    expect(window.percentile(0.99)).toBeNaN();
    window.observe(5);
    window.reset();
    expect(window.percentile(0.99)).toBeNaN();
  });

  it('is within 4 % of the true percentile', () => {
    const durations = fc.array(fc.double({ min: 0.02, max: 20_000, noNaN: true }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99), (values, share) => {
        const window = new LatencyWindow();
        for (const value of values) window.observe(value);
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        expect(Math.abs(window.percentile(share) / exact - 1)).toBeLessThan(0.04);
      }),
    );
  });
});

describe('FixedHistogram', () => {
  it('counts a value at a bound below it, as Prometheus does', () => {
    const histogram = new FixedHistogram([1, 2]);
    for (const value of [1, 2, 3]) histogram.observe(value);
    expect(histogram.cumulative()).toEqual([1, 2, 3]);
    expect(histogram.sum).toBe(6);
  });

  it('interpolates quantiles within the bucket', () => {
    const histogram = new FixedHistogram([10, 20]);
    for (let value = 11; value <= 20; value++) histogram.observe(value);
    expect(histogram.quantile(0.5)).toBeCloseTo(15);
    expect(new FixedHistogram([1]).quantile(0.5)).toBeNaN();
  });
});
