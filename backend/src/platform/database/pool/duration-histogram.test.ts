import { describe, expect, it } from 'vitest';
import { DurationHistogram } from './duration-histogram.ts';

describe('DurationHistogram', () => {
  it('counts each duration in the first bucket that holds it', () => {
    const histogram = new DurationHistogram([1, 10]);
    for (const durationMs of [0, 1, 1.5, 10, 11, 500]) histogram.observe(durationMs);
    expect(histogram.snapshot()).toEqual({
      boundsMs: [1, 10],
      counts: [2, 2, 2],
      count: 6,
      sumMs: 523.5,
    });
  });

  it('gives snapshots that later observations do not change', () => {
    const histogram = new DurationHistogram([1]);
    const before = histogram.snapshot();
    histogram.observe(1);
    expect(before.counts).toEqual([0, 0]);
  });
});
