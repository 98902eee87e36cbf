import type { PoolSnapshot } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { budgetParts } from './budget-parts.ts';

const mib = 1024 * 1024;

const figures = {
  workingSetBytes: 300 * mib,
  heapGrowthBytes: 20 * mib,
  standing: [{ name: 'embedded database', bytes: 60 * mib, plannedBytes: 144 * mib }],
  unexplainedBytes: 15 * mib,
  pools: [
    { name: 'cache', usedBytes: 30 * mib },
    { name: 'upload', usedBytes: 0 },
  ] as PoolSnapshot[],
};

describe('the parts of the budget', () => {
  it('name what is known, largest first, between boot and the unexplained', () => {
    expect(budgetParts(figures).map(({ name, bytes }) => [name, bytes / mib])).toEqual([
      ['boot', 175],
      ['embedded database', 60],
      ['cache', 30],
      ['heap', 20],
      ['unexplained', 15],
    ]);
  });

  it('take memory that is named but not handed out yet off the boot part', () => {
    const parts = budgetParts({ ...figures, unexplainedBytes: -10 * mib });
    expect(parts.at(0)).toEqual({ name: 'boot', bytes: 190 * mib });
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(300 * mib);
  });
});
