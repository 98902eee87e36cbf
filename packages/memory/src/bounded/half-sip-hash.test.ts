import { describe, expect, test } from 'vitest';
import { HalfSipHash } from './half-sip-hash.ts';

/** Key 00 01 … 07, as in the reference implementation's vectors. */
const seed = new Uint32Array([0x03020100, 0x07060504]);

describe('HalfSipHash-2-4 with 64 bits of output', () => {
  // Reference vectors of inputs of an even number of bytes 00 01 02 …: texts have no others.
  test.each([
    [0, 0x591f8d21, 0xc83cb8b9],
    [2, 0xef394f06, 0x57eb507c],
  ])('answers the reference vector of %i bytes', (bytes, low, high) => {
    const text = Array.from({ length: bytes / 2 }, (_, i) =>
      String.fromCharCode(2 * i + ((2 * i + 1) << 8)),
    ).join('');
    const hash = new HalfSipHash(seed);
    hash.update(text);
    expect([hash.low, hash.high]).toEqual([low, high]);
  });

  test('differs by key, text and length', () => {
    const seen = new Set<string>();
    const texts = ['', '\0', '\0\0', '\0\0\0', 'a', 'b', 'ab', 'ba', 'abc', 'abcd', 'abce'];
    for (const key of [seed, new Uint32Array([1, 2]), new Uint32Array([2, 1])]) {
      for (const text of texts) {
        const hash = new HalfSipHash(key);
        hash.update(text);
        seen.add(`${hash.low}:${hash.high}`);
      }
    }
    expect(seen.size).toBe(33);
  });

  test('is random from one instance to the next', () => {
    const answers = Array.from({ length: 4 }, () => {
      const hash = new HalfSipHash();
      hash.update('same');
      return hash.low;
    });
    expect(new Set(answers).size).toBeGreaterThan(1);
  });
});
