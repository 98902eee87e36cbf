import { expect, it, test } from 'vitest';
import { meanObjectBytes } from './object-size.ts';

const interval = 128 * 1024;

/** Live bytes that V8 reports for samples of objects of one size, as its heap profiler rounds them. */
function liveBytes(size: number, samples: number): number {
  return size * Math.floor(samples / (1 - Math.exp(-size / interval)) + 0.5);
}

function meanOf(size: number, samples: number, tables: readonly number[] = []): number | null {
  const each = Array.from({ length: samples }, () => liveBytes(size, 1));
  const bytes = tables.reduce((sum, table) => sum + liveBytes(table, 1), liveBytes(size, samples));
  const all = [...each, ...tables.map((table) => liveBytes(table, 1))];
  return meanObjectBytes(bytes, all, interval);
}

test.each([
  [56, 40],
  [1000, 10],
  [6016, 20],
  [60_000, 8],
  [400_000, 6],
  [4_000_000, 5],
])('knows objects of %i bytes again by %i samples', (size, samples) => {
  const mean = meanOf(size, samples)!;
  expect(Math.abs(mean / size - 1)).toBeLessThan(1.1 / samples);
});

test.each([
  [100, 30, [3_700_000]],
  [1000, 10, [200_000]],
  [6016, 20, [1_800_000, 400_000]],
])('knows objects of %i bytes again by %i samples beside the tables that hold them', (...given) => {
  expect(meanOf(...given)).toBe(meanOf(given[0], given[1]));
});

it('says nothing from too few samples or of a weight that cannot be', () => {
  const weights = Array.from({ length: 10 }, () => interval);
  expect(meanOf(1000, 3)).toBeNull();
  expect(meanOf(1000, 3, [4_000_000])).toBeNull();
  expect(meanObjectBytes(interval * 10, weights, interval)).toBeNull();
  expect(meanObjectBytes(1000, weights, 0)).toBeNull();
});
