import { describe, expect, it } from 'vitest';
import { textFrame } from './text-frame.ts';

/** Reads a frame as RFC 6455 says. */
function read(frame: Buffer): { first: number; text: string } {
  const short = frame[1] ?? 0;
  const [head, length] =
    short < 126
      ? [2, short]
      : short === 126
        ? [4, frame.readUInt16BE(2)]
        : [10, Number(frame.readBigUInt64BE(2))];
  expect(frame.length).toBe(head + length);
  return { first: frame[0] ?? 0, text: frame.toString('utf8', head) };
}

describe('textFrame', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
    'holds %i bytes whole, unmasked, as a last fragment',
    (length) => {
      const text = 'x'.repeat(length);
      expect(read(textFrame(text))).toEqual({ first: 0x81, text });
    },
  );

  it('counts bytes, not characters', () => {
    const text = 'é'.repeat(63);
    expect(read(textFrame(text)).text).toBe(text);
  });
});
