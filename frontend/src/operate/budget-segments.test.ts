import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetSegments, parseSize } from './budget-segments.ts';

const budget = {
  limitBytes: 1000,
  source: 'cgroup',
  workingSetBytes: 600,
  parts: [
    { name: 'boot', bytes: 300 },
    { name: 'search', bytes: 200 },
    { name: 'idle', bytes: 0 },
  ],
  unexplainedBytes: 100,
  headroomBytes: 400,
  timeToLimitSeconds: null,
  oldGeneration: { usedBytes: 1, limitBytes: 2 },
  floorBytes: null,
};

describe('budgetSegments', () => {
  it('puts named parts by size first, then the unexplained, then the headroom', () => {
    expect(budgetSegments(budget).map(({ name, kind, share }) => [name, kind, share])).toEqual([
      ['boot', 'part', 0.3],
      ['search', 'part', 0.2],
      ['', 'unexplained', 0.1],
      ['', 'headroom', 0.4],
    ]);
  });

  it('keeps the unexplained and the headroom when they are empty', () => {
    const segments = budgetSegments({ ...budget, unexplainedBytes: -5, headroomBytes: 0 });
    expect(segments.slice(-2)).toMatchObject([
      { kind: 'unexplained', bytes: 0 },
      { kind: 'headroom', bytes: 0 },
    ]);
  });

  it('folds the smallest parts into one', () => {
    const parts = [5, 1, 4, 2, 3].map((bytes) => ({ name: `p${bytes}`, bytes }));
    const segments = budgetSegments({ ...budget, parts }, { maxParts: 3, minShare: 0 });
    expect(segments.slice(0, 3)).toMatchObject([
      { name: 'p5' },
      { name: 'p4' },
      { kind: 'rest', bytes: 6 },
    ]);
  });

  it('folds parts too thin to be seen, and shows them all on request', () => {
    const parts = [{ name: 'thin', bytes: 1 }, ...budget.parts];
    expect(budgetSegments({ ...budget, parts })[2]).toMatchObject({ kind: 'rest', bytes: 1 });
    const all = budgetSegments({ ...budget, parts }, { maxParts: Infinity, minShare: 0 });
    expect(all[2]).toMatchObject({ name: 'thin', kind: 'part' });
  });

  it('never draws more than the whole bar', () => {
    const bytes = fc.nat({ max: 1e12 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 30 }), bytes, bytes, bytes, (sizes, a, b, limit) => {
        const segments = budgetSegments({
          ...budget,
          parts: sizes.map((size, index) => ({ name: `p${index}`, bytes: size })),
          unexplainedBytes: a,
          headroomBytes: b,
          limitBytes: limit,
        });
        expect(segments.reduce((sum, segment) => sum + segment.share, 0)).toBeLessThanOrEqual(
          1.000001,
        );
      }),
    );
  });
});

describe('parseSize', () => {
  it.each([
    ['1536 MB', 1536 * 1024 ** 2],
    ['2.00 GB', 2 * 1024 ** 3],
    ['12 B', 12],
    ['75%', null],
    ['', null],
  ])('reads %j', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });
});
