import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';

describe('editDistance', () => {
  it.each([
    ['gifford', 'gifford', 0],
    ['giford', 'gifford', 1],
    ['smiht', 'smith', 1],
    ['urthane', 'urethane', 1],
    ['abc', 'xyz', 3],
    ['', 'abc', 3],
  ])('counts %s → %s as %i', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance);
  });

  it('stops above the limit', () => {
    expect(editDistance('abcdefgh', 'z', 2)).toBe(3);
    expect(editDistance('abc', 'xyz', 2)).toBe(3);
  });

  it('is symmetric and zero only for equal words', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b, 20);
        expect(distance).toBe(editDistance(b, a, 20));
        expect(distance === 0).toBe(a === b);
      }),
    );
  });
});
