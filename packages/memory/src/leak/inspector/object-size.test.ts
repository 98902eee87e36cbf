import { expect, it, test } from 'vitest';
import { meanObjectBytes } from './object-size.ts';

const interval = 128 * 1024;

/** Live bytes that V8 reports for samples of objects of one size, as its heap profiler rounds them. */
function liveBytes(size: number, samples: number): number {
  return size * Math.floor(samples / (1 - Math.exp(-size / interval)) + 0.5);
}

test.each([
  [56, 40],
  [1000, 10],
  [6016, 20],
  [60_000, 8],
  [400_000, 6],
  [4_000_000, 5],
])('knows objects of %i bytes again by %i samples', (size, samples) => {
  const mean = meanObjectBytes(liveBytes(size, samples), samples, interval)!;
  expect(Math.abs(mean / size - 1)).toBeLessThan(1.1 / samples);
});

it('says nothing from too few samples or of a weight that cannot be', () => {
  expect(meanObjectBytes(liveBytes(1000, 3), 3, interval)).toBeNull();
  expect(meanObjectBytes(interval * 10, 10, interval)).toBeNull();
  expect(meanObjectBytes(1000, 10, 0)).toBeNull();
});
