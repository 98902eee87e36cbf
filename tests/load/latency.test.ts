import { expect, it } from 'vitest';
import { Latency } from './latency.ts';

it('knows percentiles within two percent, from a tenth of a millisecond to minutes', () => {
  const latency = new Latency();
  for (let ms = 1; ms <= 10_000; ms++) latency.add(ms);
  for (const [share, ms] of [
    [0.5, 5_000],
    [0.95, 9_500],
    [0.99, 9_900],
  ] as const) {
    expect(Math.abs(latency.percentileMs(share) / ms - 1)).toBeLessThan(0.021);
  }
  expect(latency.percentileMs(1)).toBe(10_000);
});

it('answers zero without requests', () => {
  expect(new Latency().percentileMs(0.99)).toBe(0);
});
