import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { chunkArray } from './chunk-array.ts';

async function* later<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

describe('chunkArray', () => {
  it('cuts into full chunks and a rest, in order, sync and async alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (items, size) => {
          const chunks = [...chunkArray(items, size)];
          expect(chunks.flat()).toEqual(items);
          expect(chunks.slice(0, -1).every((chunk) => chunk.length === size)).toBe(true);
          expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
          for (const source of [chunkArray(items, size), chunkArray(later(items), size)]) {
            const seen = [];
            for await (const chunk of source) seen.push(chunk);
            expect(seen).toEqual(chunks);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('takes no more from the source than the next chunk needs', () => {
    let taken = 0;
    function* endless(): Generator<number> {
      for (;;) yield taken++;
    }
    for (const chunk of chunkArray(endless(), 5)) {
      if (chunk[0] === 10) break;
    }
    expect(taken).toBe(15);
  });

  it('gives the event loop a turn between chunks of an array', async () => {
    let turns = 0;
    const count = setImmediate(function next() {
      turns++;
      setImmediate(next).unref();
    });
    for await (const _ of chunkArray([1, 2, 3, 4, 5, 6], 1));
    clearImmediate(count);
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  test.each([0, -1, 1.5, NaN, Infinity])('refuses a size of %f', (size) => {
    expect(() => chunkArray([1], size)).toThrowError(
      expect.objectContaining({ code: 'FLOW_OPTION_INVALID' }),
    );
  });
});
