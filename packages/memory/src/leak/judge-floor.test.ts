import { expect, test } from 'vitest';
import type { GrowthShape } from './judge-growth.ts';
import { judgeFloor } from './judge-floor.ts';

const mib = 1024 * 1024;
const rules = { leastPoints: 4, leastGrowth: mib / 2, leastConcordance: 0.6 };

/** Thirty-two floors of 4 MB, three of which were read before V8 had swept. */
function unswept(): number[] {
  return Array.from({ length: 32 }, (_, i) => (i % 10 === 8 ? 16 : 4 + (i % 2) * 0.1));
}

/** Sixty-four floors that stay at 12 or at 13 MB for a while: as many ways up as down. */
function twoHeights(): number[] {
  return Array.from({ length: 64 }, (_, i) => (i % 12 < 6 ? 12 : 13) + (i / 64) * 0.6);
}

test.each<[what: string, shape: GrowthShape, floorsMb: number[]]>([
  ['a rising floor', 'grows', [20, 21, 22, 23, 24, 25]],
  ['a rising floor that one release breaks', 'grows', [20, 21, 22, 23, 18, 19, 20, 21]],
  ['still, with a floor now and then that was not swept', 'flat', unswept()],
  ['a floor of two heights', 'unsteady', twoHeights()],
  ['a release and nothing else', 'flat', [20, 20, 20, 20, 15, 15, 15, 15]],
  ['a floor that stands still', 'flat', [20, 20.1, 20, 20.2, 20.1, 20]],
  ['a sawtooth', 'unsteady', [20, 25, 20, 25, 20, 25, 20, 26]],
  ['a cache that fills', 'saturates', [20, 23, 25.6, 27.8, 29.6, 31, 32, 32.6, 33, 33.2]],
  ['three floors', 'too-short', [20, 25, 30]],
])('%s: %s', (_, shape, floorsMb) => {
  const points = floorsMb.map((mb, i) => ({ atMs: i * 120_000, work: 0, value: mb * mib }));
  expect(judgeFloor(points, rules).shape).toBe(shape);
});
