import { expect, it } from 'vitest';
import { SeriesBook } from './series-book.ts';
import { trendOf } from './trend.ts';

const line = (of: (i: number) => number) => Array.from({ length: 12 }, (_, i) => of(i));

it('sees a steady rise through noise and spikes', () => {
  const noisy = line((i) => 1000 * i + (i % 3) * 400 + (i === 5 ? 50_000 : 0));
  const { perStep, score } = trendOf(noisy);
  expect(perStep).toBeGreaterThan(900);
  expect(perStep).toBeLessThan(1100);
  expect(score).toBeGreaterThan(2.33);
});

it('sees no rise in noise, in what stands still and in what falls', () => {
  expect(trendOf(line((i) => (i * 7919) % 101)).score).toBeLessThan(2.33);
  expect(trendOf(line(() => 5))).toEqual({ perStep: 0, score: 0 });
  expect(trendOf(line((i) => -i)).score).toBeLessThan(-2.33);
  expect(trendOf([1, 2, 3])).toEqual({ perStep: 0, score: 0 });
});

it('scores figures in random order as a rise once in a hundred times at most', () => {
  let state = 12_345;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const runs = 5000;
  let rises = 0;
  for (let run = 0; run < runs; run++) if (trendOf(line(random)).score >= 2.33) rises++;
  expect(rises / runs).toBeLessThan(0.012);
});

it('a figure that appears late was zero before, and small rises are noise', () => {
  const book = new SeriesBook();
  for (let i = 0; i < 12; i++) {
    const figures: [string, number][] = [['heap', 10 * i]];
    if (i >= 3) figures.push(['active Timeout', 50 * (i - 2)]);
    book.note(new Map(figures));
  }
  expect(book.rises(50)).toEqual([{ figure: 'active Timeout', perCall: 1 }]);
});
