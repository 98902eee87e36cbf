import { expect, it, test } from 'vitest';
import { Slope } from './slope.ts';

const mib = 1024 * 1024;

function slopeOf(series: (second: number, sample: number) => number, seconds = 8): number {
  const slope = new Slope();
  for (let sample = 0; sample < seconds * 10; sample++)
    slope.add(sample * 100, series(sample / 10, sample));
  return slope.bytesPerSecond;
}

it('is zero until the window is full', () => {
  expect(slopeOf((second) => second * 100 * mib, 3)).toBe(0);
});

it('sees steady growth', () => {
  expect(slopeOf((second) => 50 * mib + second * 10 * mib) / mib).toBeCloseTo(10);
});

it('sees growth beneath the teeth of the collector', () => {
  const measured = slopeOf((second, sample) => second * 4 * mib + (sample % 4) * 20 * mib) / mib;
  expect(measured).toBeGreaterThan(3);
  expect(measured).toBeLessThan(5);
});

test.each<[what: string, series: (second: number, sample: number) => number]>([
  ['a flat line', () => 100 * mib],
  ['teeth without growth', (_, sample) => (sample % 5) * 30 * mib],
  ['one step', (second) => (second < 6 ? 100 * mib : 160 * mib)],
  ['less than a megabyte', (second) => second * 0.1 * mib],
])('takes %s for no growth', (_, series) => {
  expect(slopeOf(series)).toBe(0);
});

it('is negative while memory falls', () => {
  expect(slopeOf((second) => 500 * mib - second * 10 * mib) / mib).toBeCloseTo(-10);
});
