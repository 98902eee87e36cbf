import fc from 'fast-check';
import { expect, it } from 'vitest';
import { locateJsonError } from './locate-json-error.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  'a',
  '1',
  '-',
  '0',
  '.5',
  'e3',
  'true',
  'null',
  ' ',
  '\n',
  '\u0001',
  '\\u00e4',
  'ä',
);

it('agrees with JSON.parse on what is JSON', () => {
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.tuple(fc.json(), fc.nat(), piece).map(([text, at, extra]) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + extra + text.slice(index);
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(locateJsonError(text) === -1).toBe(isJson(text));
    }),
    { numRuns: 20_000 },
  );
});

it('answers the end of every incomplete text', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, at) => {
      const cut = text.slice(0, at % text.length);
      fc.pre(!isJson(cut));
      const index = locateJsonError(cut);
      // A cut word (`tru`) or number (`-`) is an error where it begins.
      expect(
        /^(?:[-\d.eE+]*|t|tr|tru|f|fa|fal|fals|n|nu|nul|\\u?[\da-f]{0,4}|)$/.test(cut.slice(index)),
      ).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
