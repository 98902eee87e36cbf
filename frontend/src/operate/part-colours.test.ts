import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partColours } from './part-colours.ts';

describe('partColours', () => {
  it('gives up to seven parts seven different colours, whatever their order', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 7 });
    fc.assert(
      fc.property(names, (parts) => {
        const colours = partColours(parts);
        expect(new Set(colours.values()).size).toBe(parts.length);
        expect(partColours(parts.toReversed())).toEqual(colours);
      }),
    );
  });

  it('uses colours again only when all are taken', () => {
    const names = Array.from({ length: 14 }, (_, index) => `part ${index}`);
    const uses = [...partColours(names).values()].toSorted((left, right) => left - right);
    expect(uses).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
  });
});
