import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeNDJSON } from './ndjson-writer.ts';
import { parseJSONStream } from './parse-json-stream.ts';

describe('writing NDJSON', () => {
  it('is read back as it was, in chunks near the size asked for', async () => {
    const text = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: fc.integer(), b: text })),
        fc.integer({ min: 1, max: 200 }),
        async (items, chunkBytes) => {
          const chunks = await Readable.from(writeNDJSON(items, chunkBytes)).toArray();
          const seen = [];
          for await (const { value } of parseJSONStream(chunks as Buffer[], { format: 'ndjson' }))
            seen.push(value);
          expect(seen).toEqual(items);
          expect(chunks.slice(0, -1).every((chunk: Buffer) => chunk.length >= chunkBytes)).toBe(
            true,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses what has no JSON form', async () => {
    await expect(writeNDJSON([{}, undefined]).next()).rejects.toThrowError(TypeError);
  });
});
