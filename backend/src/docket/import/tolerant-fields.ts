import * as z from 'zod/mini';

/** Text without half surrogate pairs, which no database stores; blanks at the ends are dropped. */
function clean(text: string): string {
  return text.toWellFormed().trim();
}

const noNul = z.refine<string>((text) => !text.includes('\0'), 'must not contain a NUL character');

/** Text of at most `maxLength` characters that must say something. */
export function requiredText(maxLength: number) {
  return z.pipe(
    z.pipe(z.string(), z.transform(clean)),
    z.string().check(z.minLength(1), z.maxLength(maxLength), noNul),
  );
}

/** Text that may be absent, null or blank: all three are read as null. */
export function optionalText(maxLength: number) {
  return z.pipe(
    z.pipe(
      z.optional(z.nullable(z.string())),
      z.transform((text) => (text ? clean(text) || null : null)),
    ),
    z.nullable(z.string().check(z.maxLength(maxLength), noNul)),
  );
}

/** A number or identifier that some sources print as text and others as a JSON number. */
export function optionalNumeral(maxLength: number) {
  return z.pipe(
    z.pipe(
      z.optional(z.nullable(z.union([z.string(), z.int()]))),
      z.transform((value) =>
        value === null || value === undefined ? null : clean(String(value)) || null,
      ),
    ),
    z.nullable(z.string().check(z.maxLength(maxLength), noNul)),
  );
}

/** A date; a time behind it is dropped, because the date of a filing has no zone. Blank is null. */
export const optionalDate = z.pipe(
  z.pipe(
    z.optional(z.nullable(z.string())),
    z.transform((text) => (text ? text.trim().replace(/[T ]\d{2}:\d{2}.*$/, '') || null : null)),
  ),
  z.nullable(
    z.iso
      .date('must be a date, YYYY-MM-DD')
      .check(z.refine((date) => date >= '0001', 'must be in year 1 or later')),
  ),
);

/** A count that may be absent. */
export const optionalCount = z.pipe(
  z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(2_147_483_647)))),
  z.transform((value) => value ?? null),
);

/** A list that may be absent or null: both are read as empty. */
export function optionalList<Item extends z.core.$ZodType>(item: Item, maxItems: number) {
  return z.pipe(
    z.optional(
      z.nullable(z.array(item).check(z.maxLength(maxItems, `holds more than ${maxItems}`))),
    ),
    z.transform((items) => items ?? []),
  );
}
