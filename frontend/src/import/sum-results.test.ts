import { describe, expect, it } from 'vitest';
import { sumResults } from './sum-results.ts';

const counts = (cases: number, parties: number, entries: number) => ({ cases, parties, entries });

describe('sumResults', () => {
  it('adds each kind of record and the rejected ones over all files', () => {
    const result = {
      created: counts(1, 2, 3),
      updated: counts(0, 1, 0),
      unchanged: counts(4, 0, 0),
      rejected: [],
      rejectedCount: 2,
    };
    expect(sumResults([result, result])).toEqual({
      created: counts(2, 4, 6),
      updated: counts(0, 2, 0),
      unchanged: counts(8, 0, 0),
      rejectedCount: 4,
    });
  });
});
