import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstInvalidUtf8 } from './first-invalid-utf8.ts';

/** Slow and obvious: the longest prefix that a strict decoder takes as a beginning. */
function expected(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const length = [1, 2, 3, 4].find((size) => {
      try {
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
          bytes.subarray(index, index + size),
        );
        return index + size <= bytes.length;
      } catch {
        return false;
      }
    });
    if (length === undefined) return index;
    index += length;
  }
  return index;
}

it('answers the first byte that belongs to no character', () => {
  const mixed = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 3 }).map((raw) => Buffer.from(raw)),
      ),
      { maxLength: 20 },
    )
    .map((parts) => Buffer.concat(parts));
  fc.assert(
    fc.property(mixed, (bytes) => {
      expect(firstInvalidUtf8(bytes)).toBe(expected(bytes));
    }),
    { numRuns: 500 },
  );
});
