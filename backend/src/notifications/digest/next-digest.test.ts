import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDigestAt } from './next-digest.ts';

const next = (now: string, frequency: 'daily' | 'weekly', hour: number, timeZone: string) =>
  nextDigestAt(Date.parse(now), { frequency, hour, timeZone })?.toISOString();

describe('the next digest', () => {
  it.each([
    ['2026-01-05T05:00:00Z', 'daily', 7, 'UTC', '2026-01-05T07:00:00.000Z'],
    ['2026-01-05T07:00:00Z', 'daily', 7, 'UTC', '2026-01-06T07:00:00.000Z'],
    ['2026-01-05T11:59:00Z', 'daily', 7, 'America/New_York', '2026-01-05T12:00:00.000Z'],
    ['2026-07-05T10:59:00Z', 'daily', 7, 'America/New_York', '2026-07-05T11:00:00.000Z'],
    ['2026-01-05T22:30:00Z', 'daily', 7, 'Pacific/Auckland', '2026-01-06T18:00:00.000Z'],
    ['2026-01-05T00:00:00Z', 'daily', 7, 'Asia/Kathmandu', '2026-01-05T01:15:00.000Z'],
    // Clocks go forward on the 8th of March, back on the 1st of November.
    ['2026-03-07T13:00:00Z', 'daily', 7, 'America/New_York', '2026-03-08T11:00:00.000Z'],
    ['2026-10-31T12:00:00Z', 'daily', 7, 'America/New_York', '2026-11-01T12:00:00.000Z'],
    ['2026-01-05T07:00:00Z', 'weekly', 7, 'UTC', '2026-01-12T07:00:00.000Z'],
    ['2026-01-06T00:00:00Z', 'weekly', 0, 'Pacific/Auckland', '2026-01-11T11:00:00.000Z'],
  ] as const)('after %s, %s at %i in %s, is %s', (now, frequency, hour, zone, expected) => {
    expect(next(now, frequency, hour, zone)).toBe(expected);
  });

  it('is none when it is off', () => {
    expect(nextDigestAt(0, { frequency: 'off', hour: 7, timeZone: 'UTC' })).toBeNull();
  });

  it('is later than now and at most eight days away, anywhere and at any time', () => {
    const zones = [
      'UTC',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }),
        fc.constantFrom('daily' as const, 'weekly' as const),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(...zones),
        (nowMs, frequency, hour, timeZone) => {
          const found = nextDigestAt(nowMs, { frequency, hour, timeZone });
          const waitMs = (found?.getTime() ?? 0) - nowMs;
          expect(waitMs).toBeGreaterThan(0);
          expect(waitMs).toBeLessThanOrEqual((frequency === 'daily' ? 2 : 8) * 86_400_000);
        },
      ),
      { numRuns: 300 },
    );
  });
});
