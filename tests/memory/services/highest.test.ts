import { describe, expect, it } from 'vitest';
import { HighestReadings } from './highest.ts';
import { statedLimit } from './stated-limit.ts';

describe('the worst reading', () => {
  it('is the one nearest to its bound or beyond it, also when the bound moves', () => {
    const readings = new HighestReadings('http://127.0.0.1:1');
    readings.note('rows', 5, 10);
    readings.note('rows', 3, 10);
    expect(readings.all).toEqual([{ what: 'rows', value: 5, bound: 10, holds: true }]);
    readings.note('rows', 4, 2);
    readings.note('rows', 9, 10);
    expect(readings.all).toEqual([{ what: 'rows', value: 4, bound: 2, holds: false }]);
  });
});

describe('statedLimit', () => {
  it('reads a bound from the generated page, and does not invent one', () => {
    expect(statedLimit('notifications/notifications.limits.ts', 'perUserRows')).toBeGreaterThan(0);
    expect(() => statedLimit('notifications/notifications.limits.ts', 'none')).toThrow('none');
  });
});
