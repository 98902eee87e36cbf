import { describe, expect, it, test } from 'vitest';
import type { GrowthRules, GrowthShape } from './judge-growth.ts';
import { judgeGrowth } from './judge-growth.ts';
import type { SeriesPoint } from './minima-series.ts';

const rules: GrowthRules = {
  leastPoints: 8,
  leastGrowth: 16,
  leastConcordance: 0.9,
  isLoadKnown: true,
};

/** One point per half minute; work of `load(minute)` per half minute, none where it is left out. */
function series(
  value: (minute: number, index: number) => number,
  load: (minute: number) => number = () => 0,
  count = 48,
): SeriesPoint[] {
  let work = 0;
  return Array.from({ length: count }, (_, index) => {
    const minute = index / 2;
    work += load(minute);
    return { atMs: index * 30_000, work, value: value(minute, index) };
  });
}

const day = (minute: number): number => 100 + 90 * Math.sin(((minute - 6) / 24) * 2 * Math.PI);

/** A rising load of which a point sees a third more or less than its share. */
const unevenly = (minute: number): number => (5 + minute) * [1.35, 0.7, 0.95][(2 * minute) % 3]!;

test.each<[what: string, shape: GrowthShape, points: SeriesPoint[]]>([
  ['steady growth', 'grows', series((minute) => 100 * minute)],
  ['growth of one entry in three minutes', 'grows', series((minute) => Math.floor(minute))],
  [
    'growth with the load of a day',
    'grows',
    series((minute) => 50 * minute - (500 * Math.cos((minute / 24) * 2 * Math.PI)) / 10, day),
  ],
  [
    'growth that the night interrupts',
    'grows',
    series(
      (minute) => 100 * Math.min(minute, 12),
      (minute) => (minute <= 12 ? 50 : 0),
    ),
  ],
  ['too few points', 'too-short', series((minute) => 100 * minute, undefined, 7)],
  ['no growth', 'flat', series(() => 5000)],
  ['a little growth', 'flat', series((minute) => minute / 2)],
  ['a sawtooth', 'unsteady', series((_, index) => 100 * (index % 8) + index)],
  ['one step', 'step', series((minute) => (minute < 12 ? 0 : 60_000))],
  ['a filling cache', 'saturates', series((minute) => Math.min(5000, minute * 400))],
  ['an intern table', 'saturates', series((minute) => 900 * (1 - Math.exp(-minute / 8)))],
  [
    'a filling cache under load',
    'saturates',
    series(
      (minute) => Math.min(5000, minute * 400),
      () => 70,
    ),
  ],
  [
    'a pool that follows a rising load',
    'follows-load',
    series(
      (minute) => 20 + 4 * minute,
      (minute) => 5 + minute,
    ),
  ],
  [
    'a pool that follows a rising load, counted over short times',
    'follows-load',
    series((minute) => 20 + 4 * minute, unevenly),
  ],
  [
    'growth by each piece of such a load',
    'grows',
    series((minute) => 20 + 5 * minute + minute ** 2 / 2, unevenly),
  ],
])('%s: %s', (_, shape, points) => {
  expect(judgeGrowth(points, rules).shape).toBe(shape);
});

describe('the rate', () => {
  it('is that of the steady part, whatever single points do', () => {
    const points = series((minute, index) => 60 * minute + (index % 9 === 4 ? 10_000 : 0));
    expect(judgeGrowth(points, { ...rules, leastConcordance: 0.5 }).perSecond).toBeCloseTo(1, 1);
  });
});

describe('random walks without a trend', () => {
  it('are hardly ever taken for growth', () => {
    let state = 1;
    const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    let grown = 0;
    for (let walk = 0; walk < 300; walk++) {
      const points = series(() => 1000 + 200 * (random() - 0.5));
      if (judgeGrowth(points, rules).shape === 'grows') grown++;
    }
    expect(grown).toBe(0);
  });
});
