import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FigureRings } from './figure-rings.ts';

describe('FigureRings', () => {
  it('holds the newest points up to its capacity, whatever is added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(30), (capacity, added) => {
        const rings = new FigureRings(['at', 'value'], capacity);
        const bytes = rings.bytes;
        for (let at = 1; at <= added; at++) rings.add({ at, value: at * 2 });
        const kept = Math.min(added, capacity);
        const expected = Array.from({ length: kept }, (_, index) => added - kept + 1 + index);
        expect(rings.after('at', 0).list('at')).toEqual(expected);
        expect(rings.after('at', 0).list('value')).toEqual(expected.map((at) => at * 2));
        expect(rings.bytes).toBe(bytes);
      }),
    );
  });

  it('answers only points after a given one, and null for what was not measured', () => {
    const rings = new FigureRings(['at', 'value'], 3);
    rings.add({ at: 1, value: 1 });
    rings.add({ at: 2, value: Number.NaN });
    rings.add({ at: 3, value: 3 });
    expect(rings.after('at', 1).listOrNull('value')).toEqual([null, 3]);
    expect(rings.after('at', 3).list('at')).toEqual([]);
  });
});
