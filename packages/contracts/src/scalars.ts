import * as z from 'zod/mini';

/** Identifier of a record: a UUID. */
export const id = z.uuid();

/** A legal date without time or zone, `YYYY-MM-DD`. */
export const date = z.iso.date();

/** An instant in UTC, ISO 8601. */
export const instant = z.iso.datetime();

/**
 * Text with a length in characters, trimmed, refused when it holds a NUL
 * (PostgreSQL cannot store one).
 */
export function text(maxLength: number, minLength = 0) {
  return z.string().check(
    z.trim(),
    z.minLength(minLength),
    z.maxLength(maxLength),
    z.refine((value) => !value.includes('\0'), 'must not contain a NUL character'),
  );
}

/** A boolean in a query string: `true` or `false`. */
export const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((value) => value === 'true'),
);
