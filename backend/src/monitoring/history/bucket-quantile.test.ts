import { describe, expect, it } from 'vitest';
import { bucketQuantile } from './bucket-quantile.ts';

describe('bucketQuantile', () => {
  it.each([
    { name: 'nothing', counts: [0, 0, 0], share: 0.5, expected: null },
    { name: 'the middle of one bucket', counts: [0, 10, 0], share: 0.5, expected: 1.5 },
    { name: 'the end of one bucket', counts: [0, 10, 0], share: 1, expected: 2 },
    { name: 'the first bucket from zero', counts: [4, 0, 0], share: 0.25, expected: 0.25 },
    { name: 'two buckets', counts: [5, 5, 0], share: 0.75, expected: 1.5 },
    { name: 'above the last bound', counts: [1, 0, 9], share: 0.9, expected: 2 },
  ])('estimates for $name', ({ counts, share, expected }) => {
    expect(bucketQuantile([1, 2], counts, share)).toBe(expected);
  });
});
