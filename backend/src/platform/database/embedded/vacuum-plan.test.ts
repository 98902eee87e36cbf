import { describe, expect, it } from 'vitest';
import { type TableActivity, vacuumPlan } from './vacuum-plan.ts';

const table = (given: Partial<TableActivity>): TableActivity => ({
  schema: 'public',
  name: 'cases',
  live: 1_000,
  dead: 0,
  changed: 0,
  inserted: 0,
  isAnalyzed: true,
  age: 0,
  ...given,
});

describe('vacuumPlan', () => {
  it.each([
    [{}, undefined],
    [{ dead: 250 }, undefined],
    [{ dead: 251 }, 'VACUUM (ANALYZE)'],
    [{ inserted: 1_200 }, undefined],
    [{ inserted: 1_201 }, 'VACUUM (ANALYZE)'],
    [{ changed: 150 }, undefined],
    [{ changed: 151 }, 'ANALYZE'],
    [{ isAnalyzed: false }, 'ANALYZE'],
    [{ age: 200_000_001, dead: 9_999 }, 'VACUUM (FREEZE, ANALYZE)'],
  ])('for %o decides %s', (given, command) => {
    expect(vacuumPlan([table(given)])[0]?.command).toBe(command);
  });

  it('takes the most urgent table first', () => {
    const plan = vacuumPlan([
      table({ name: 'a', changed: 200 }),
      table({ name: 'b', dead: 5_000 }),
      table({ name: 'c' }),
    ]);
    expect(plan.map(({ name }) => name)).toEqual(['b', 'a']);
  });
});
