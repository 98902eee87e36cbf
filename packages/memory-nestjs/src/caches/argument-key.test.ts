import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { argumentKey } from './argument-key.ts';

const argument = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true }).map((value) => value + 0),
  fc.boolean(),
  fc.bigInt(),
  fc.constant(null),
  fc.constant(undefined),
);

describe('argumentKey', () => {
  it('is equal for equal arguments and different for different ones', () => {
    const same = (a: readonly unknown[], b: readonly unknown[]) =>
      a.length === b.length && a.every((value, i) => value === b[i]);
    fc.assert(
      fc.property(fc.array(argument), fc.array(argument), (a, b) => {
        expect(argumentKey(a) === argumentKey(b)).toBe(same(a, b));
      }),
    );
  });

  it.each([
    [[1], ['1']],
    [['a', 'b'], ['a,b']],
    [['a","b'], ['a', 'b']],
    [[null], ['null']],
    [[1n], [1]],
    [[undefined], []],
  ])('%o is not %o', (a, b) => {
    expect(argumentKey(a)).not.toBe(argumentKey(b));
  });

  it('is of bounded length, and still different', () => {
    const long = 'x'.repeat(100_000);
    expect(argumentKey([long]).length).toBeLessThanOrEqual(memoryNestLimits.keyCharacters.value);
    expect(argumentKey([long])).not.toBe(argumentKey([`${long}y`]));
  });

  it.each([[{}], [[]], [() => 1], [Symbol('a')]])('throws for %o', (value) => {
    expect(() => argumentKey([value])).toThrow(
      expect.objectContaining({ code: 'MEM_BOUND_KEY_MISSING' }),
    );
  });
});
