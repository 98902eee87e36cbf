import { describe, expect, it } from 'vitest';
import { parseInstant, parseInteger, valueParsers } from './value-parsers.ts';

describe('parseInstant', () => {
  it.each([
    ['2026-03-01 09:30:00+00', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01 09:30:00.5+00', '2026-03-01T09:30:00.500Z'],
    ['2026-03-01 09:30:00.123+00', '2026-03-01T09:30:00.123Z'],
    ['2026-03-01 09:30:00.123456+00', '2026-03-01T09:30:00.123456Z'],
    ['2026-03-01 09:30:00.000001+00', '2026-03-01T09:30:00.000001Z'],
    ['2026-03-01 01:30:00.25-08', '2026-03-01T09:30:00.250Z'],
    ['2026-03-01 15:00:00.123456+05:30', '2026-03-01T09:30:00.123456Z'],
    ['infinity', 'infinity'],
    ['0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'],
  ])('reads %s as %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });
});

describe('parseInteger', () => {
  it.each([
    ['0', 0],
    ['-7', -7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('reads %s', (text, expected) => {
    expect(parseInteger(text)).toBe(expected);
  });

  it.each(['9007199254740992', '-9007199254740992', '9223372036854775807'])(
    'refuses %s',
    (text) => {
      expect(() => parseInteger(text)).toThrow(
        expect.objectContaining({ code: 'DB_NUMBER_UNSAFE' }),
      );
    },
  );
});

describe('valueParsers', () => {
  const read = (oid: number, text: string): unknown =>
    (valueParsers.getTypeParser(oid, 'text') as (text: string) => unknown)(text);

  it('leaves dates and numerics as texts', () => {
    expect(read(1082, '2024-02-29')).toBe('2024-02-29');
    expect(read(1700, '12.50')).toBe('12.50');
  });

  it('reads arrays of what it reads, with NULL in them', () => {
    expect(read(1016, '{1,NULL,3}')).toEqual([1, null, 3]);
    expect(read(1182, '{2024-02-29,2024-03-01}')).toEqual(['2024-02-29', '2024-03-01']);
    expect(read(1185, '{"2024-02-29 00:00:00+00"}')).toEqual(['2024-02-29T00:00:00.000Z']);
  });

  it('reads JSON and booleans as pg does', () => {
    expect(read(3802, '{"a":[1]}')).toEqual({ a: [1] });
    expect(read(16, 't')).toBe(true);
  });
});
