import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layPositions } from './lay-positions.ts';

/** Letters are known entries with their day, digits entries read; a pair is both. */
const lay = (known: string[], read: string[], match: number[]): string =>
  layPositions(known, read, match)
    .map(({ known: k, read: r }) => `${k === null ? '' : String.fromCharCode(97 + k)}${r ?? ''}`)
    .join(' ');

describe('layPositions', () => {
  it('keeps the order of the court', () => {
    expect(lay([], ['1', '1', '2'], [-1, -1, -1])).toBe('0 1 2');
    expect(lay(['1', '1'], ['1', '1'], [1, 0])).toBe('b0 a1');
  });

  it('puts new entries where the court has them', () => {
    expect(lay(['1', '3'], ['1', '2', '3'], [0, -1, 1])).toBe('a0 1 b2');
  });

  it('leaves known entries that were not read behind the one they followed', () => {
    expect(lay(['1', '2', '3'], ['1', '3'], [0, 2])).toBe('a0 b c1');
    expect(lay(['1', '2'], ['2'], [1])).toBe('a b0');
  });

  it('puts an older or newer part of a docket before or behind what is known', () => {
    expect(lay(['5', '6'], ['1', '2'], [-1, -1])).toBe('0 1 a b');
    expect(lay(['1', '2'], ['5', '6'], [-1, -1])).toBe('a b 0 1');
  });

  it('keeps each entry once, and reading the same again moves nothing', () => {
    const dates = fc.array(fc.integer({ min: 1, max: 5 }).map(String), { maxLength: 10 });
    fc.assert(
      fc.property(dates, dates, fc.infiniteStream(fc.nat()), (known, read, random) => {
        const free = known.map((_, index) => index);
        const match = read.map(() => {
          const pick = (random.next().value as number) % (free.length + 1);
          return pick === free.length ? -1 : (free.splice(pick, 1)[0] ?? -1);
        });
        const placed = layPositions(known, read, match);
        expect(placed.flatMap((place) => place.known ?? []).sort()).toEqual(
          known.map((_, i) => i).sort(),
        );
        expect(placed.flatMap((place) => place.read ?? [])).toEqual(read.map((_, i) => i));

        const dateOf = placed.map(
          ({ known: k, read: r }) => (r === null ? known[k ?? 0] : read[r]) ?? '',
        );
        const again = read.map((_, at) => placed.findIndex((place) => place.read === at));
        expect(layPositions(dateOf, read, again).map((place) => place.known)).toEqual(
          placed.map((_, i) => i),
        );
      }),
    );
  });
});
