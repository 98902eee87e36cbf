import * as z from 'zod/mini';

/** Identifier of a record: a UUID. */
export const id = z.uuid();

/** A legal date without time or zone, `YYYY-MM-DD`, of the common era: there is no year 0. */
export const date = z.iso
  .date()
  .check(z.refine((value) => value >= '0001', 'must be in year 1 or later'));

/** An instant in UTC, ISO 8601, of the common era like `date`. */
export const instant = z.iso
  .datetime()
  .check(z.refine((value) => value >= '0001', 'must be in year 1 or later'));

/**
 * Text with a length in characters, trimmed, refused when it holds a NUL or half a surrogate pair
 * (PostgreSQL stores neither).
 */
export function text(maxLength: number, minLength = 0) {
  return z.string().check(
    z.trim(),
    z.minLength(minLength),
    z.maxLength(maxLength),
    z.refine((value) => !value.includes('\0'), 'must not contain a NUL character'),
    z.refine((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  );
}

/** A boolean in a query string: `true` or `false`. */
export const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((value) => value === 'true'),
);
