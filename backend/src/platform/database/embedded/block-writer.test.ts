import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockWriter } from './block-writer.ts';

const blockBytes = 64 * 1024;

describe('BlockWriter', () => {
  it('sends every byte in order, in blocks of at most 64 KiB', () => {
    const lengths = fc.array(fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 150_000 })), {
      maxLength: 15,
    });
    fc.assert(
      fc.property(lengths, (sizes) => {
        const blocks: Uint8Array[] = [];
        const writer = new BlockWriter((block) => blocks.push(block));
        const parts = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
        for (const part of parts) writer.write(part);
        writer.flush();
        writer.flush();
        expect(Buffer.concat(blocks).equals(Buffer.concat(parts))).toBe(true);
        expect(blocks.every(({ length }) => length > 0 && length <= blockBytes)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps nothing of the array it was given', () => {
    const blocks: Uint8Array[] = [];
    const writer = new BlockWriter((block) => blocks.push(block));
    const bytes = Uint8Array.of(1, 2, 3);
    writer.write(bytes);
    bytes.fill(9);
    writer.flush();
    expect([...(blocks[0] ?? [])]).toEqual([1, 2, 3]);
  });
});
