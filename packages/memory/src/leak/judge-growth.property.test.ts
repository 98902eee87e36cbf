import { expect, it } from 'vitest';
import { judgeGrowth } from './judge-growth.ts';
import { MinimaSeries } from './minima-series.ts';

const rules = { leastPoints: 8, leastGrowth: 16, leastConcordance: 0.9, isLoadKnown: true };

/** Park and Miller's generator: the same walks in every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** What the series of a whole run says at its end. */
function judgeRun(length: number, next: (index: number) => number): string {
  const series = new MinimaSeries('all');
  for (let i = 0; i < length; i++) series.add(i * 30_000, i * 50, next(i));
  return judgeGrowth(series.list(), rules).shape;
}

it('never takes a size that returns to where it was for growth, whatever it does in between', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = makeRandom(seed);
    const height = 50 + random() * 5000;
    const period = 2 + Math.floor(random() * 40);
    const length = 8 * period + Math.floor(random() * 2000);
    expect(
      judgeRun(length, (i) => ((i % period) / period) * height * (0.8 + 0.2 * random())),
    ).not.toBe('grows');
  }
});

it('never takes a bounded size that has been full for most of the time for growth', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = makeRandom(seed);
    const bound = 100 + Math.floor(random() * 10_000);
    const length = 64 + Math.floor(random() * 2000);
    const full = length * (0.05 + 0.4 * random());
    expect(judgeRun(length, (i) => Math.min(bound, (i / full) * bound))).not.toBe('grows');
  }
});

it('always sees a leak whose pace wanders by a third', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = makeRandom(seed);
    const pace = 0.5 + random() * 100;
    const length = 64 + Math.floor(random() * 2000);
    let size = random() * 1000;
    const shape = judgeRun(length, () => (size += pace * (1 + (2 / 3) * (random() - 0.5))));
    expect(shape).toBe('grows');
  }
});

it('sees a leak below a sawtooth that is higher than all it has leaked', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = makeRandom(seed);
    const length = 1000 + Math.floor(random() * 2000);
    const shape = judgeRun(length, (i) => i + Math.floor(random() * 4) * 500);
    expect(shape).toBe('grows');
  }
});
