import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from './due-date.ts';

const dates = fc
  .integer({ min: -100_000, max: 100_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

describe('addDays', () => {
  it.each([
    ['2026-11-20', 0, 'days', '2026-11-20'],
    ['2026-11-20', 30, 'days', '2026-12-20'],
    ['2028-02-28', 1, 'days', '2028-02-29'],
    ['2026-11-20', 1, 'business-days', '2026-11-23'],
    ['2026-11-21', 0, 'business-days', '2026-11-23'],
    ['2026-11-22', 1, 'business-days', '2026-11-24'],
    ['2026-11-16', 4, 'business-days', '2026-11-20'],
    ['2026-11-16', 5, 'business-days', '2026-11-23'],
    ['2026-11-18', 13, 'business-days', '2026-12-07'],
    ['9999-12-30', 30, 'days', '9999-12-31'],
  ] as const)('%s and %i %s is %s', (date, count, unit, expected) => {
    expect(addDays(date, count, unit)).toBe(expected);
  });

  it('counts business days one by one as it does at once, and never ends on a weekend', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 60 }), (date, count) => {
        let slow = addDays(date, 0, 'business-days');
        for (let left = count; left > 0; left -= 1) slow = addDays(slow, 1, 'business-days');
        const fast = addDays(date, count, 'business-days');
        expect(fast).toBe(slow);
        expect([0, 6]).not.toContain(weekday(fast));
      }),
    );
  });
});

describe('daysBetween', () => {
  it('is the count that leads from one date to the other', () => {
    fc.assert(
      fc.property(
        dates,
        fc.integer({ min: 0, max: 3_000 }),
        fc.constantFrom('days' as const, 'business-days' as const),
        (from, count, unit) => {
          expect(daysBetween(from, addDays(from, count, unit), unit)).toBe(count);
        },
      ),
    );
  });

  it('is none for a date that is not later', () => {
    expect(daysBetween('2026-11-20', '2026-11-20', 'days')).toBe(0);
    expect(daysBetween('2026-11-20', '2026-11-10', 'business-days')).toBe(0);
  });
});
